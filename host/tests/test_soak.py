"""Memory stays flat over many calls. `python soak.py GUEST` takes ten minutes for its millions."""

from __future__ import annotations

import os
from pathlib import Path

from child import python

SOAK = Path(__file__).with_name("soak.py")


def test_memory_stays_flat_over_many_calls_and_failures() -> None:
    guest = os.environ["PYEXT_TEST_BEHAVIOUR"]
    done = python(str(SOAK), guest, "--calls", "120000", "--failures", "2000")
    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, ["flat"]), (
        done.stdout + done.stderr
    )

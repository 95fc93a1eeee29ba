"""Memory stays flat over many calls. `python soak.py GUEST` takes ten minutes for its millions."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SOAK = Path(__file__).with_name("soak.py")


def test_memory_stays_flat_over_many_calls_and_failures() -> None:
    guest = os.environ["PYEXT_TEST_BEHAVIOUR"]
    command = [sys.executable, "-W", "ignore", str(SOAK), guest]
    done = subprocess.run(
        [*command, "--calls", "120000", "--failures", "2000"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, ["flat"]), (
        done.stdout + done.stderr
    )

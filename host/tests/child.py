"""A Python of its own, for what has to begin afresh and for what may end the process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parent


def python(
    *arguments: str, path: Iterable[object] = (), cwd: Any = None, **environment: Any
) -> subprocess.CompletedProcess[str]:
    """How it ends with these arguments. It imports what a test does, what is in `path` first."""
    places = [*map(str, path), str(TESTS), *filter(None, sys.path)]
    return subprocess.run(
        [sys.executable, "-W", "ignore", *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(places), **environment},
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=300,
    )


def printed(
    program: str,
    *arguments: str,
    path: Iterable[object] = (),
    cwd: Any = None,
    **environment: Any,
) -> str:
    """What a program prints, which has to end well."""
    done = python("-c", program, *arguments, path=path, cwd=cwd, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout

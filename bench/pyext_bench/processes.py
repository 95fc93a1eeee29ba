"""Pythons of their own, as a user starts them."""

from __future__ import annotations

import os
import subprocess
import sys

from .artifacts import Artifacts


def run_python(artifacts: Artifacts, program: str, *arguments: str) -> str:
    """What a new Python prints."""
    process = start_python(artifacts, program, *arguments)
    printed, _ = process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, program)
    return printed


def start_python(artifacts: Artifacts, program: str, *arguments: str) -> subprocess.Popen[str]:
    """A new Python that can import the host."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        env={**kept, "PYTHONPATH": str(artifacts.root / "host" / "src")},
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )

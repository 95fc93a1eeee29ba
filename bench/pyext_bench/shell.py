"""Says what the bench is doing, and runs other programs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Union

Argument = Union[str, Path]


class Failed(Exception):
    """A program failed; the text is the end of what it printed."""


def say(verb: str, what: str) -> None:
    """One line on stderr, in cargo's manner."""
    print(f"{verb:>12} {what}", file=sys.stderr, flush=True)


def run(command: Sequence[Argument], folder: Path | None = None) -> str:
    """Runs a program; returns its stdout. Raises `Failed` with the end of its output."""
    try:
        done = subprocess.run(
            [str(word) for word in command],
            cwd=folder,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise Failed(f"{command[0]}: {error.strerror}") from error
    if done.returncode != 0:
        said = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        errors = [line for line in said if line.startswith("error")]
        reason = (errors or said or [f"exit status {done.returncode}"])[0 if errors else -1]
        raise Failed(f"{Path(str(command[0])).name}: {reason}")
    return done.stdout

"""Hostile modules, each group in a process of its own: all of them end in exceptions of Python."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import hostile
import pytest
from effort import examples

TESTS = Path(__file__).parent


def run(script: str, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Runs a script of this folder to its end, whatever that is."""
    path = os.pathsep.join([str(TESTS), *sys.path])
    return subprocess.run(
        [sys.executable, "-W", "ignore", str(TESTS / script), *arguments],
        env={**os.environ, "PYTHONPATH": path, **options},
        capture_output=True,
        text=True,
        errors="replace",
        timeout=300,
    )


@pytest.mark.parametrize("group", [group.__name__ for group in hostile.GROUPS])
def test_hostile_modules_end_in_exceptions(group: str, tmp_path: Path) -> None:
    done = run("hostile_run.py", group, PYEXT_CACHE=str(tmp_path))
    lines = done.stdout.splitlines()
    # The last line names what a process has died of.
    bad = [line for line in lines if not line.endswith(' "ok"')]
    assert (done.returncode, bad) == (0, []), done.stderr[-3000:]
    assert len(lines) > examples(10)


def test_there_are_more_than_a_thousand_hostile_modules_each_with_a_name() -> None:
    names = [case.name for case in hostile.cases()]
    assert len(names) > 1000
    assert len({*names}) > len(names) * 0.95
    assert {case.wanted for case in hostile.cases()} == {*hostile.KINDS}


def test_mutated_guests_end_in_exceptions(guest_path: Path) -> None:
    # `python tests/fuzz.py` goes on for as long as it is told.
    assert ended(run("fuzz.py", "--count", str(examples(1000))))["raised"] > examples(100)
    if guest_path.name:
        ended(run("fuzz.py", "--seed", "7000", "--count", str(examples(40)), str(guest_path)))


def ended(done: subprocess.CompletedProcess[str]) -> dict[str, int]:
    """What a run of the fuzzer has counted; nothing may have failed."""
    assert done.returncode == 0, done.stderr[-3000:]
    counts: dict[str, int] = json.loads(done.stdout)
    return counts


@pytest.mark.parametrize("line", ["raise SystemExit(3)", "__import__('os').abort()"])
def test_a_process_that_dies_is_seen(line: str, tmp_path: Path) -> None:
    script = tmp_path / "dies.py"
    script.write_text(f"print('case', flush=True)\n{line}\n", encoding="utf-8")
    assert run(str(script)).returncode != 0

"""The extension with every feature: its programs run, its Python files are as clean as any."""

from __future__ import annotations

import sys
from pathlib import Path

import programs
import programs_of_behaviour
import pytest
from support import ROOT, Wheel, python, run

#: What the tool writes for interfaces that were made by hand, as its own tests know it.
WRITTEN = ROOT / "cli" / "tests" / "python"


@pytest.fixture(scope="module")
def site(everything_wheel: Wheel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where its package is."""
    return everything_wheel.extract(tmp_path_factory.mktemp("site"))


def test_the_right_program_runs(site: Path) -> None:
    python(programs.RIGHT, site)


def test_the_right_program_with_objects_runs(behaviour_wheel: Wheel, tmp_path: Path) -> None:
    python(programs_of_behaviour.RIGHT, behaviour_wheel.extract(tmp_path))


@pytest.mark.skipif(sys.version_info < (3, 11), reason="assert_never is new in Python 3.11")
def test_a_variant_is_taken_apart_by_match(site: Path) -> None:
    python(programs.MATCH, site)


def test_its_files_are_those_that_the_tools_own_tests_know(site: Path) -> None:
    known = WRITTEN / "everything"
    paths = {path.relative_to(known) for path in known.rglob("*.py*") if path.is_file()}
    package = site / "everything"
    host = package / "_pyext_host"
    found = {path for path in package.rglob("*.py*") if host not in path.parents}
    assert paths == {path.relative_to(package) for path in found}
    for path in paths:
        text = (package / path).read_text(encoding="utf-8")
        assert text == (known / path).read_text(encoding="utf-8")


def test_ruff_has_no_complaint_about_what_the_tool_writes() -> None:
    # Names are the author's, and a type that is longer than a line stays whole.
    rules = ["--select", "F,E4,E7,E9,W,I,UP,B,C4,PIE,RUF,SIM"]
    target = ["--isolated", "--no-cache", "--target-version", "py39"]
    run("ruff", "check", *target, *rules, WRITTEN)
    run("ruff", "format", "--check", *target, WRITTEN)

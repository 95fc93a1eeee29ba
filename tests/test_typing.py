"""Type checkers on a program that uses a wheel: both accept the right one and refuse each wrong line."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from support import Wheel, attempt

RIGHT = """\
import pyext_markdown
from pyext_markdown import ExtensionError, PanicError, TrapError

html: str = pyext_markdown.to_html("# Hi")
table: str = pyext_markdown.render("|a|", True, footnotes=False, strikethrough=False, tasklists=True)
title = pyext_markdown.title("# Hi")
if title is not None:
    print(title.upper())
try:
    pyext_markdown.to_html("")
except (ExtensionError, PanicError, TrapError) as error:
    print(error)
"""
# Each is wrong by itself.
WRONG = [
    "pyext_markdown.to_html(3)",
    "pyext_markdown.to_html()",
    "pyext_markdown.to_html(markdwn='')",
    "number: int = pyext_markdown.to_html('')",
    "pyext_markdown.title('').upper()",
    "pyext_markdown.to_markdown('')",
    "pyext_markdown.render('', 'yes', False, False, False)",
]
CHECKERS = [
    pytest.param(["mypy", "--strict", "--no-error-summary"], id="mypy"),
    pytest.param(["pyright", "--pythonpath", sys.executable], id="pyright"),
]


@pytest.fixture(scope="module")
def site(markdown_wheel: Wheel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return markdown_wheel.extract(tmp_path_factory.mktemp("typed"))


def check(checker: list[str], site: Path, program: Path) -> tuple[bool, str]:
    """Whether the checker accepts the program, and what it says."""
    # mypy takes no stub from PYTHONPATH of another Python; MYPYPATH serves, and pyright reads its own setting.
    (program.parent / "pyrightconfig.json").write_text(
        f'{{"extraPaths": ["{site.as_posix()}"], "typeCheckingMode": "strict"}}', encoding="utf-8"
    )
    done = attempt(
        *checker,
        program,
        cwd=program.parent,
        env={"MYPYPATH": str(site), "PYTHONPATH": os.fspath(site)},
    )
    return done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("checker", CHECKERS)
def test_a_right_program_is_accepted(checker: list[str], site: Path, tmp_path: Path) -> None:
    program = tmp_path / "right.py"
    program.write_text(RIGHT, encoding="utf-8")
    accepted, said = check(checker, site, program)
    assert accepted, said


@pytest.mark.parametrize("checker", CHECKERS)
def test_each_wrong_line_is_refused(checker: list[str], site: Path, tmp_path: Path) -> None:
    program = tmp_path / "wrong.py"
    program.write_text("\n".join(["import pyext_markdown", *WRONG, ""]), encoding="utf-8")
    accepted, said = check(checker, site, program)
    assert not accepted
    for number, line in enumerate(WRONG, start=2):
        assert f"wrong.py:{number}:" in said, f"`{line}` was accepted\n{said}"


@pytest.mark.parametrize("checker", CHECKERS)
def test_the_stub_itself_is_clean(checker: list[str], site: Path, tmp_path: Path) -> None:
    accepted, said = check(checker, site, site / "pyext_markdown" / "__init__.pyi")
    assert accepted, said

"""Type checkers on programs that use a wheel: the right one passes, each wrong line does not."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import programs
import programs_of_behaviour
import pytest
from support import ENVIRONMENT, Argument, Venv, Wheel, attempt, installed, run

pytestmark = pytest.mark.long

MARKDOWN = """\
import pyext_markdown
from pyext_markdown import ExtensionError, PanicError, TrapError

html: str = pyext_markdown.to_html("# Hi")
table: str = pyext_markdown.render("|a|", True, True, strikethrough=False, tasklists=True)
title = pyext_markdown.title("# Hi")
if title is not None:
    print(title.upper())
try:
    pyext_markdown.to_html("")
except (ExtensionError, PanicError, TrapError) as error:
    print(error)
"""
WRONG_MARKDOWN = [
    "pyext_markdown.to_html(3)",
    "pyext_markdown.to_html()",
    "pyext_markdown.to_html(markdwn='')",
    "number: int = pyext_markdown.to_html('')",
    "pyext_markdown.title('').upper()",
    "pyext_markdown.to_markdown('')",
    "pyext_markdown.render('', 'yes', False, False, False)",
]
QUERY = """\
from __future__ import annotations

import pyext_query
from pyext_query import Cell, CellInt, CellNull, CellText, Column, QueryError, Table

people: Table = Table.from_csv("name,born\\nAda,1815", delimiter=",")
columns: list[Column] = people.columns
kind: pyext_query.Kind = columns[0].kind


def call(name: str, arguments: list[Cell]) -> Cell:
    (first,) = arguments
    if isinstance(first, CellText):
        return CellText(first.value.upper())
    return CellNull()


for row in people.query("select shout(name) as name", call):
    cell: Cell = row["name"]
    if isinstance(cell, CellInt):
        print(cell.value + 1)
size: int = len(people.query("select name"))
try:
    first: dict[str, Cell] = people[0]
except QueryError as error:
    print(error)
"""
WRONG_QUERY = [
    "Table()",
    "Table.from_csv(3)",
    "people.query('select name', 3)",
    "people.query('select name', lambda name: name)",
    "people.columns = []",
    "number: int = people[0]['name']",
    "people['name']",
    "people[0]['name'].value",
]
CHECKERS = ["mypy", "pyright"]


@dataclass(frozen=True)
class Used:
    """An extension as programs use it."""

    #: Where their imports come from.
    venv: Venv
    right: list[str]
    #: What stands above the wrong lines.
    imports: list[str]
    #: Each is wrong by itself.
    wrong: list[str]


@pytest.fixture(scope="module", params=["markdown", "everything", "behaviour", "query"])
def used(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Used:
    """Each extension that programs are written for."""
    wheel: Wheel = request.getfixturevalue(f"{request.param}_wheel")
    venv = installed(wheel, tmp_path_factory.mktemp("typed") / "venv")
    if request.param == "markdown":
        return Used(venv, [MARKDOWN], ["import pyext_markdown"], WRONG_MARKDOWN)
    if request.param == "query":
        imports = ["from pyext_query import Table", "people = Table.from_csv('name')"]
        return Used(venv, [QUERY], imports, WRONG_QUERY)
    if request.param == "behaviour":
        right = [programs_of_behaviour.RIGHT]
        return Used(venv, right, programs_of_behaviour.IMPORTS, programs_of_behaviour.WRONG)
    right = [programs.RIGHT, programs.MATCH]
    return Used(venv, right, programs.IMPORTS, programs.WRONG)


def check(checker: str, venv: Venv, program: Path) -> tuple[bool, str]:
    """Whether the checker, at its strictest, accepts the program, and what it says."""
    if checker == "mypy":
        command: list[Argument] = ["mypy", "--strict", "--python-executable", venv.python, program]
    else:
        (program.parent / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')
        command = ["pyright", "--pythonpath", venv.python]
    done = attempt(*command, cwd=program.parent)
    return done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("checker", CHECKERS)
def test_a_right_program_is_accepted(checker: str, used: Used, tmp_path: Path) -> None:
    program = tmp_path / "right.py"
    for text in used.right:
        program.write_text(text, encoding="utf-8")
        accepted, said = check(checker, used.venv, program)
        assert accepted, said


@pytest.mark.parametrize("checker", CHECKERS)
def test_each_wrong_line_is_refused(checker: str, used: Used, tmp_path: Path) -> None:
    program = tmp_path / "wrong.py"
    program.write_text("\n".join([*used.imports, *used.wrong, ""]), encoding="utf-8")
    accepted, said = check(checker, used.venv, program)
    assert not accepted
    for number, line in enumerate(used.wrong, start=1 + len(used.imports)):
        assert f"wrong.py:{number}:" in said, f"`{line}` was accepted\n{said}"


def test_the_types_of_all_that_it_offers_are_known(wheel: Wheel, tmp_path: Path) -> None:
    venv = installed(wheel, tmp_path / "venv")
    # Here pyright takes no --pythonpath; it asks the first Python on PATH.
    path = os.pathsep.join([str(venv.python.parent), ENVIRONMENT["PATH"]])
    said = run("pyright", "--verifytypes", wheel.module, "--ignoreexternal", env={"PATH": path})
    assert "Type completeness score: 100%" in said


def test_the_stub_tells_the_truth_about_the_module(wheel: Wheel, tmp_path: Path) -> None:
    site = str(wheel.extract(tmp_path))
    # The runtime's own sources have their own check; here it is about the module's stub.
    config = tmp_path / "mypy.ini"
    config.write_text(f"[mypy]\n[mypy-{wheel.module}._pyext_host.*]\nignore_errors = True\n")
    others = tmp_path / "others.txt"
    others.write_text(
        f"{wheel.module}\\._pyext_host\\..*\n"
        # The host's own business with objects.
        f"{wheel.module}\\..*\\.__(pyext_handle|pyext_drops|del)__\n"
    )
    options: list[Argument] = [
        "--mypy-config-file",
        config,
        "--allowlist",
        others,
        "--ignore-unused-allowlist",
    ]
    paths = {"PYTHONPATH": site, "MYPYPATH": site}
    run("stubtest", *options, wheel.module, cwd=tmp_path, env=paths)

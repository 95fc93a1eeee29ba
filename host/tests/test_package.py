"""Promises about the package: what it imports, how large it is, which wasmtime it asks for."""

from __future__ import annotations

import ast
import re
import sys
import zlib
from pathlib import Path

import pyext_host

HOST = Path(__file__).parents[1]
PACKAGE = Path(pyext_host.__file__).parent
#: What wheels hold: they have no contracts.
FILES = sorted(PACKAGE.glob("*.py"))
# The first is of Python 3.14; `typing_extensions` is for type checkers, which have it built in.
OUTSIDE = {"annotationlib", "typing_extensions", "wasmtime"}


def test_it_is_small_because_every_wheel_holds_a_copy() -> None:
    assert sum(len(zlib.compress(file.read_bytes())) for file in FILES) < 169_000
    assert len(FILES) > 10


def test_it_imports_itself_relatively_and_nothing_but_wasmtime() -> None:
    known = getattr(sys, "stdlib_module_names", None)
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            for name in names:
                top = name.split(".")[0]
                assert top != "pyext_host"
                # The last is for type checkers, which have it built in.
                outside = (*OUTSIDE, "typing_extensions")
                assert top in outside or known is None or top in known, (file, name)


def test_it_asks_for_the_wasmtime_that_wheels_ask_for() -> None:
    text = (HOST / "pyproject.toml").read_text(encoding="utf-8")
    (ours,) = re.findall(r"wasmtime>=[0-9.]+; sys_platform != \"emscripten\"", text)
    wheel_writers = (HOST.parent / "cli" / "src").rglob("*.rs")
    theirs = [
        found.replace('\\"', '"')
        for file in wheel_writers
        for found in re.findall(
            r"wasmtime>=[0-9.]+; sys_platform != \\\"emscripten\\\"",
            file.read_text(encoding="utf-8"),
        )
    ]
    assert theirs
    assert set(theirs) == {ours}

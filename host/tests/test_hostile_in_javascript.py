"""Hostile modules on the WebAssembly of JavaScript, in Pyodide alone: the same that meet wasmtime.

What goes on for ever is left out: JavaScript cannot stop what runs.
"""

from __future__ import annotations

import hostile
import hostile_run
import pytest
from effort import some

#: Groups with more modules than this have many that differ in an address or a name only.
MANY = 100
LEFT_OUT = (
    "an enum of 70,000 cases",  # Python 3.14 takes a minute in Pyodide to make it
    "memory of references",  # newer engines know them, and they take no memory
)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("group", [g.__name__ for g in hostile.GROUPS if g is not hostile.greed])
def test_hostile_modules_end_in_exceptions_of_python(group: str) -> None:
    cases = [case for case in hostile.of_group(group) if case.name not in LEFT_OUT]
    taken = some(cases) if len(cases) > MANY else cases
    found = {case.name: hostile_run.tried(case) for case in taken}
    assert {name: problem for name, problem in found.items() if problem != "ok"} == {}
    assert len(found) > 10

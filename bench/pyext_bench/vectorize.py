"""The tables of arrays: a function of numbers over whole arrays, beside NumPy and single calls."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy

from .artifacts import Artifacts
from .calls import Missing, SpeedTable, absent, table
from .peers import pyext
from .timing import Case

#: As in `guests/pyext/src/vectorize.rs`, the highest first.
POWERS = (0.25, -1.5, 0.75, 2.0, -0.125, 3.0, -0.5, 1.0)
#: The types, with the functions of the guest.
FORMS = {"float64": "polynomial", "float32": "polynomial_single"}
LENGTHS = (10, 1_000, 1_000_000)
#: Single calls for more items than this would take the time of all else.
MOST_CALLS = 1_000
SAMPLE = 0.004


def vectorize_tables(artifacts: Artifacts, rounds: int) -> tuple[list[SpeedTable], list[Missing]]:
    """Measures them all; and the ways that cannot be built here."""
    sys.path.insert(0, str(artifacts.root / "host" / "src"))
    host = import_module("pyext_host")
    loaded: dict[str, Any] = {}
    missing: list[Missing] = []
    for name, more in {
        f"{pyext.NAME}, `--simd`": ["--simd"],
        f"{pyext.NAME}, `--profile speed`": ["--profile", "speed"],
    }.items():
        try:
            loaded[name] = host.load(artifacts.pyext("vectorize", more=more))
        except Exception as error:
            missing.append(absent(name, error))
    return [
        _table(form, length, loaded, rounds) for form in FORMS for length in LENGTHS if loaded
    ], missing


def _table(form: str, length: int, loaded: dict[str, Any], rounds: int) -> SpeedTable:
    numbers = numpy.linspace(-1, 1, length, dtype=form)
    expected = by_numpy(numbers).tolist()
    cases = [
        Case(name, getattr(extension, FORMS[form]), (numbers,), numpy.ndarray.tolist)
        for name, extension in loaded.items()
    ]
    cases.append(Case("NumPy", by_numpy, (numbers,), numpy.ndarray.tolist))
    if length <= MOST_CALLS:
        function = getattr(next(iter(loaded.values())), FORMS[form])
        cases.append(Case(f"{pyext.NAME}, single calls", one_by_one(function), (numbers.tolist(),)))
    title = f"{length:,} {form}"
    return table(f"vectorize-{form}-{length}", title, "", cases, expected, rounds, SAMPLE)


def by_numpy(numbers: Any) -> Any:
    """The polynomial as one writes it with NumPy, in two operations for each power."""
    found = numpy.zeros_like(numbers)
    for power in POWERS:
        found = found * numbers + numbers.dtype.type(power)
    return found


def one_by_one(function: Callable[[float], float]) -> Callable[[list[float]], list[float]]:
    """A call for each number."""
    return lambda numbers: [function(number) for number in numbers]

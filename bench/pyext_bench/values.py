"""The table of values: each kind of value there and back through the peers that know types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from .artifacts import Artifacts
from .calls import Missing, SpeedTable, loaded, table
from .timing import Case
from .trips import Loader, Trip, by_hand, component, native, pyext

# In each round every peer runs for about this many seconds.
SAMPLE = 0.004
# A component takes most of a second for some of these.
MOST_ROUNDS = 15
LOADERS: tuple[Loader, ...] = (pyext, by_hand, component, native)
COUNT = 1_000


@dataclass(frozen=True)
class Value:
    """A value that goes there and back."""

    #: The name of the function.
    key: str
    title: str
    #: In the form in which results are compared: records are tuples, cases of variants tuples that
    #: begin with the number of the case, members of enums numbers, flags their bits.
    plain: Any


def values() -> list[Value]:
    """All of them, single ones first."""
    numbers = range(COUNT)
    return [
        Value("text", "`str` of 1,000 characters", "Größe, 大き" * 111 + "x"),
        Value("data", "`bytes`, 10,000", bytes(range(250)) * 40),
        Value("wide", "`int` of 128 bits", -(1 << 100) + 7),
        Value("maybe", "an option", 7),
        Value("pair", "a tuple of `int` and `str`", (-7, "seven")),
        Value("entry_of", "a record of `str`, `int`, `float`, `bool`", _entry(1)),
        Value("shape_of", "a variant", _shape(2)),
        Value("rights_of", "flags, two of three set", 0b101),
        Value("length", "a newtype of a `float`", 2.5),
        Value("duration", "a `Duration`", timedelta(3, 4_000, 5)),
        Value("array", "an array, `[f64; 16]`", [i / 3 for i in range(16)]),
        Value("ints", "1,000 `int`", [i * 1_000_003 for i in numbers]),
        Value("texts", "1,000 `str`", [f"text number {i}" for i in numbers]),
        Value("pairs", "1,000 tuples of `int` and `float`", [(i, i / 2) for i in numbers]),
        Value("points", "1,000 records of two `float`", [(i / 2, i / 3) for i in numbers]),
        Value("entries", "1,000 records as the one above", [_entry(i) for i in numbers]),
        Value("options", "1,000 options", [None if i % 3 == 0 else i for i in numbers]),
        Value("shapes", "1,000 variants, of four cases", [_shape(i) for i in numbers]),
        Value("colors", "1,000 members of an enum", [i % 3 for i in numbers]),
        Value("nested", "100 lists of 10 `int`", [list(range(i, i + 10)) for i in range(100)]),
        Value("dict", "a `dict` of 1,000 `str` to `int`", {f"key {i:04}": i for i in numbers}),
        Value("set", "a `set` of 1,000 `int`", {i * 1_000_003 for i in numbers}),
    ]


def _entry(i: int) -> tuple[str, int, float, bool]:
    return f"entry {i}", i * 7, i / 3, i % 3 == 0


def _shape(i: int) -> tuple[Any, ...]:
    shapes: list[tuple[Any, ...]] = [(0,), (1, i / 2), (2, i / 2, 1.5), (3, f"label {i}")]
    return shapes[i % len(shapes)]


def value_tables(artifacts: Artifacts, rounds: int) -> tuple[list[SpeedTable], list[Missing]]:
    """Measures them all; and the peers that cannot be loaded here."""
    peers, missing = loaded(LOADERS, artifacts)
    most = min(rounds, MOST_ROUNDS)
    return [_table(value, peers, most) for value in values()], missing


def _table(value: Value, peers: Mapping[str, Mapping[str, Trip]], rounds: int) -> SpeedTable:
    cases = [
        Case(name, trips[value.key].function, (own(value.plain),), trips[value.key].plain)
        for name, trips in peers.items()
        for own in [trips[value.key].own]
    ]
    return table(value.key, value.title, "", cases, value.plain, rounds, SAMPLE)

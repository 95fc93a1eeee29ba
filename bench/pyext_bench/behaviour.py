"""The table of behaviour: methods, properties, iterators and calls of Python through each peer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .artifacts import Artifacts
from .behaviours import (
    Behaviour,
    Loader,
    by_hand,
    component,
    native,
    pure_python,
    pyext,
)
from .calls import Missing, SpeedTable, loaded, table
from .timing import Case

SAMPLE = 0.004
LOADERS: tuple[Loader, ...] = (pyext, by_hand, component, native, pure_python)
COUNT = 1_000


@dataclass(frozen=True)
class Use:
    """One use of a peer; its function, if the peer has it, with the arguments."""

    key: str
    title: str
    of: Callable[[Behaviour], tuple[Any, ...] | None]
    expected: object


def uses() -> list[Use]:
    """All of them."""
    total = COUNT * (COUNT - 1) // 2
    return [
        Use("method", "a method, `counter.add(1)`", lambda b: (b.method, 1), 8),
        Use("property", "a property, `counter.count`", lambda b: (b.count,), 7),
        Use("iterator", "an iterator, 1,000 `int`", _all, list(range(COUNT))),
        Use("import", "an import, called 1,000 times", lambda b: (b.scaled, COUNT), total / 2),
        Use("callable", "a callable, called once", lambda b: _callable(b, 1), 0),
        Use("callables", "a callable, called 1,000 times", lambda b: _callable(b, COUNT), total),
    ]


def _all(behaviour: Behaviour) -> tuple[Any, ...]:
    numbers = behaviour.numbers
    return (lambda end: list(numbers(end)), COUNT)


def _callable(behaviour: Behaviour, times: int) -> tuple[Any, ...] | None:
    return None if behaviour.apply is None else (behaviour.apply, _same, times)


def _same(number: int) -> int:
    return number


def behaviour_tables(artifacts: Artifacts, rounds: int) -> tuple[list[SpeedTable], list[Missing]]:
    """Measures them all; and the peers that cannot be loaded here."""
    peers, missing = loaded(LOADERS, artifacts)
    return [_table(use, peers, rounds) for use in uses()], missing


def _table(use: Use, peers: dict[str, Behaviour], rounds: int) -> SpeedTable:
    cases = [
        Case(name, found[0], found[1:])
        for name, peer in peers.items()
        for found in [use.of(peer)]
        if found is not None
    ]
    return table(use.key, use.title, "", cases, use.expected, rounds, SAMPLE)

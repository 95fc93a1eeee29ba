"""The speed tables: one call of each kind through every peer."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from .artifacts import Artifacts
from .peers import (
    Loader,
    Peer,
    by_hand,
    component,
    extism,
    native,
    pure_python,
    pyext,
    wasm3,
)
from .shell import say
from .timing import Case, Timing, check, measure

# In each round every peer runs for about this many seconds.
SAMPLE = 0.008
# The list for Two Sum by trying every pair: ten times as many take a hundred times as long.
PLAIN_LENGTH = 1_000
# Lists for Two Sum in one pass.
LENGTHS = (1_000, 10_000, 100_000)
LOADERS: tuple[Loader, ...] = (pyext, by_hand, component, extism, wasm3, native, pure_python)


_T = TypeVar("_T", covariant=True)


@dataclass(frozen=True)
class Missing:
    """A peer that could not be built or loaded, and why."""

    peer: str
    reason: str


@dataclass(frozen=True)
class SpeedTable:
    """One kind of call."""

    key: str
    title: str
    text: str
    timings: tuple[Timing, ...]
    missing: tuple[Missing, ...]

    def best(self, peer: str) -> float | None:
        """Seconds per call of a peer, or None if it is missing."""
        return next((t.best for t in self.timings if t.peer == peer), None)


class _Loads(Protocol[_T]):
    """A module that has what one peer does."""

    @property
    def NAME(self) -> str:
        """What tables call it."""

    def load(self, artifacts: Artifacts) -> _T:
        """Raises an exception if the peer cannot be built or loaded here."""


def loaded(
    loaders: Iterable[_Loads[_T]], artifacts: Artifacts
) -> tuple[dict[str, _T], list[Missing]]:
    """What each peer has that works here, by its name; and those that do not."""
    peers: dict[str, _T] = {}
    missing: list[Missing] = []
    for loader in loaders:
        try:
            peers[loader.NAME] = loader.load(artifacts)
        except Exception as error:  # Whatever stops a peer is a line of the table.
            missing.append(absent(loader.NAME, error))
    return peers, missing


def load_peers(artifacts: Artifacts) -> tuple[list[Peer], list[Missing]]:
    """Every peer that works here, and those that do not."""
    peers, missing = loaded(LOADERS, artifacts)
    return [*peers.values()], missing


def speed_tables(peers: Sequence[Peer], rounds: int) -> list[SpeedTable]:
    """Measures them all."""
    tables = [
        table(
            "scalar",
            "Scalar call: `add(20, 22)`",
            "Two `u32` in, one out.",
            [Case(peer.name, peer.add, (20, 22)) for peer in peers],
            42,
            rounds,
        ),
        table(
            "text",
            '`str` -> `str` call: `greet("Ada")`',
            "`format!` in the guest; a string in and a new one out.",
            [Case(peer.name, peer.greet, ("Ada",)) for peer in peers],
            "Hello, Ada!",
            rounds,
        ),
        _two_sum(peers, rounds),
    ]
    return tables + [_two_sum_hash(peers, length, rounds) for length in LENGTHS]


def two_sum_hash_key(length: int) -> str:
    """The key of a table of Two Sum in one pass."""
    return f"two-sum-hash-{length}"


def _two_sum(peers: Sequence[Peer], rounds: int) -> SpeedTable:
    arguments, expected = _task(PLAIN_LENGTH)
    cases = [Case(peer.name, peer.two_sum, arguments) for peer in peers]
    if any(peer.name == pure_python.NAME for peer in peers):
        name = f"{pure_python.NAME}, list.index"
        cases.append(Case(name, pure_python.two_sum_index, arguments))
    return table(
        "two-sum",
        f"Two Sum over a `list[int]` of {PLAIN_LENGTH:,}, every pair tried",
        "Finds the indexes of the two numbers with a given sum as the README's `two_sum` does: "
        "two nested loops in Python, one and the same function in every Rust peer "
        "(`guests/algorithms`). `list.index` is Python with the inner loop in C. The second of "
        "the pair stands at the end.",
        cases,
        expected,
        rounds,
    )


def _two_sum_hash(peers: Sequence[Peer], length: int, rounds: int) -> SpeedTable:
    (numbers, target), expected = _task(length)
    cases = [Case(peer.name, peer.two_sum_hash, (numbers, target)) for peer in peers]
    ours = [peer for peer in peers if peer.name == pyext.NAME]
    packed = (array("q", numbers), target)
    cases += [Case(f"{peer.name}, array('q')", peer.two_sum_hash, packed) for peer in ours]
    return table(
        two_sum_hash_key(length),
        f"Two Sum over a `list[int]` of {length:,}, one pass",
        "The same task in one pass: pure Python with a dict, every Rust peer with one and the "
        "same small hash table (`guests/algorithms`). There is so little work for each number "
        "that converting the list decides.",
        cases,
        expected,
        rounds,
    )


def _task(length: int) -> tuple[tuple[list[int], int], tuple[int, int]]:
    """A list and the sum to look for, and where the two numbers are."""
    numbers = random.Random(length).sample(range(1 << 29), length)
    # The only pair with a negative sum: at nine tenths and at the end.
    first, second = length * 9 // 10, length - 1
    numbers[first], numbers[second] = -7, -5
    return (numbers, -12), (first, second)


def table(
    key: str,
    title: str,
    text: str,
    cases: Sequence[Case],
    expected: object,
    rounds: int,
    sample: float = SAMPLE,
) -> SpeedTable:
    """Compares the results, then measures those peers whose results are right."""
    say("Measuring", title.replace("`", ""))
    able: list[Case] = []
    missing: list[Missing] = []
    for case in cases:
        try:
            check(case, expected)
            able.append(case)
        except Exception as error:
            missing.append(absent(case.peer, error))
    return SpeedTable(key, title, text, tuple(measure(able, rounds, sample)), tuple(missing))


def absent(peer: str, error: Exception) -> Missing:
    """The line for a peer that this error has stopped."""
    reason = f"{type(error).__name__}: {error}".splitlines()[0]
    say("Missing", f"{peer}: {reason}")
    return Missing(peer, reason)

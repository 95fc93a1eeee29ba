"""The table of two threads: what a peer gains by a second one."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, reduce
from importlib import import_module
from operator import xor
from typing import Any

from wasmtime import Engine, Func, Instance, Module, Store

from .artifacts import Artifacts
from .calls import Missing, absent
from .peers import by_hand, native, pure_python, pyext
from .shell import say
from .timing import Case, check, measure

#: Seconds of one piece of work, beside which the start of a thread is short.
WORK = 0.1
#: It takes a moment in which two cores are free; a round takes more than a second.
MOST_ROUNDS = 20

#: So many turns of a loop.
Turns = Callable[[int], int]


@dataclass(frozen=True)
class Gain:
    """Seconds that two pieces of work take one after the other, and in two threads."""

    peer: str
    apart: float
    together: float

    @property
    def times(self) -> float:
        """How many times as fast two threads are."""
        return self.apart / self.together


def thread_gains(artifacts: Artifacts, rounds: int) -> tuple[list[Gain], list[Missing]]:
    """Measures them all; and the peers that cannot be loaded here."""
    cases: list[Case] = []
    missing: list[Missing] = []
    for name, load in _loaders(artifacts).items():
        try:
            both = load()
            for turns in both:
                check(Case(name, turns, (1_001,)), reduce(xor, range(1_001)))
            count = _count(both[0])
            cases.append(Case(name, _one_by_one, (both, count)))
            cases.append(Case(name, _at_once, (both, count)))
        except Exception as error:  # Whatever stops a peer is a line of the table.
            missing.append(absent(name, error))
    say("Measuring", "two threads beside one")
    found = measure(cases, min(rounds, MOST_ROUNDS), WORK)
    pairs = zip(found[::2], found[1::2])
    return [Gain(apart.peer, apart.best, at_once.best) for apart, at_once in pairs], missing


def _loaders(artifacts: Artifacts) -> dict[str, Callable[[], tuple[Turns, Turns]]]:
    """For each peer what gives the function of each of the two threads."""
    ours = partial(_ours, artifacts)
    return {
        f"{pyext.NAME}, an instance for each thread": partial(ours, instances="per-thread"),
        f"{pyext.NAME}, one shared instance": ours,
        f"{by_hand.NAME}, a store for each thread": lambda: _by_hand(artifacts),
        f"{native.NAME}, the GIL released": lambda: _native(artifacts),
        pure_python.NAME: lambda: (_turns, _turns),
    }


def _ours(artifacts: Artifacts, **options: Any) -> tuple[Turns, Turns]:
    sys.path.insert(0, str(artifacts.root / "host" / "src"))
    path = artifacts.pyext("add,host")
    turns: Turns = import_module("pyext_host").load(path, **options).turns
    return turns, turns


def _by_hand(artifacts: Artifacts) -> tuple[Turns, Turns]:
    engine = Engine()
    module = Module.from_file(engine, str(artifacts.guest("hand-written", "threads")))

    def turns() -> Turns:
        store = Store(engine)
        export = Instance(store, module, []).exports(store)["turns"]
        assert isinstance(export, Func)
        return partial(export, store)

    return turns(), turns()


def _native(artifacts: Artifacts) -> tuple[Turns, Turns]:
    sys.path.insert(0, str(artifacts.native()))
    turns: Turns = import_module("bench_native").turns
    return turns, turns


def _turns(count: int) -> int:
    return reduce(xor, range(count), 0)


def _count(turns: Turns) -> int:
    """How many of them are one piece of work."""
    count = 1_000
    while True:
        # The best of some: a stop of the machine is not the peer's work.
        taken = min(_seconds(turns, count) for _ in range(3))
        if taken >= WORK / 10:
            return round(count * WORK / taken)
        count *= 4


def _seconds(turns: Turns, count: int) -> float:
    start = time.perf_counter()
    turns(count)
    return time.perf_counter() - start


def _one_by_one(both: tuple[Turns, Turns], count: int) -> None:
    for turns in both:
        turns(count)


def _at_once(both: tuple[Turns, Turns], count: int) -> None:
    threads = [threading.Thread(target=turns, args=(count,)) for turns in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

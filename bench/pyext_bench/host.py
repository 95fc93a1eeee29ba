"""The figures of the host itself: calls beside wasmtime's C function, arrays, start, instances."""

from __future__ import annotations

import ctypes
import sys
import threading
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy

from .artifacts import Artifacts
from .goals import Goal
from .processes import run_python, start_python
from .shell import say
from .timing import Case, Timing, measure

SAMPLE = 0.008
#: How many times as long as the C function a scalar call may take.
SCALAR = 1.8
#: Numbers in an array, and whether calling is so small a part of it that copying decides.
LENGTHS = {1 << 13: False, 1 << 17: False, 1 << 20: True, 1 << 23: True}
#: Turns of the loop that runs in two threads: a tenth of a second, beside which a start is short.
TURNS = 200_000_000
#: A process is long beside a call.
MOST_PROCESSES = 25

#: Seconds that the turns take in a process of their own, which starts them when it is told to.
TURNING = """
import sys, time
import pyext_host
turns = pyext_host.load(sys.argv[1]).turns
turns(1)
print(flush=True)
input()
start = time.perf_counter()
turns(int(sys.argv[2]))
print(time.perf_counter() - start)
"""
#: Seconds from Ctrl-C to its exception.
INTERRUPTED = """
import os, signal, sys, threading, time
import pyext_host
signal.signal(signal.SIGINT, signal.default_int_handler)
extension = pyext_host.load(sys.argv[1], interruptible=True)
extension.turns(1)
def interrupt():
    global at
    time.sleep(0.05)
    at = time.perf_counter()
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=interrupt).start()
try:
    extension.endless()
except KeyboardInterrupt:
    print(time.perf_counter() - at)
"""


def host_figures(artifacts: Artifacts, rounds: int) -> list[Goal]:
    """Measures them all."""
    sys.path.insert(0, str(artifacts.root / "host" / "src"))
    calls, work = artifacts.pyext(), artifacts.pyext("add,host")
    return [
        *_calls(calls, work, rounds),
        *_arrays(work, rounds),
        *_limits(work, rounds),
        _fresh(work, rounds),
        *_threads(artifacts, work, rounds),
        *_start(artifacts, work, artifacts.pyext("records"), rounds),
        _interrupt(artifacts, work, rounds),
    ]


def _load(path: Path, **options: Any) -> Any:
    return import_module("pyext_host").load(path, **options)


def _calls(path: Path, work: Path, rounds: int) -> list[Goal]:
    say("Measuring", "calls beside wasmtime's C function")
    extension = _load(path)
    best = _bests(
        [
            Case("floor", _floor(path), (20, 22)),
            Case("add", extension.add, (20, 22)),
            Case("same", _load(work).same, ("Ada",)),
            Case("greet", extension.greet, ("Ada",)),
        ],
        rounds,
    )
    floor = f"{best['floor'] * 1e6:.3f} µs"
    what = f"beside wasmtime's C function by hand ({floor})"
    # Twice what a scalar may take: one that takes less does not make a string slower.
    return [
        _at_most(f"`add(20, 22)`, with its lock, {what}", best["add"] / best["floor"], SCALAR),
        *[
            _at_most(f"{text}, {what}", best[name] / best["floor"], 2 * SCALAR)
            for name, text in (
                ("same", '`same("Ada")`, a string in and out'),
                ("greet", '`greet("Ada")`, the same with `format!` in the guest'),
            )
        ],
        Goal(
            '`same("Ada")` beside `add(20, 22)`',
            "none",
            f"{best['same'] / best['add']:.2f} times",
            None,
        ),
    ]


def _floor(path: Path) -> Callable[[int, int], int]:
    """The same call of wasmtime's C function with nothing around it: no check, no lock."""
    engine = import_module("pyext_host.engine")
    module = engine.compile_module(path.read_bytes(), str(path), "bench")
    instance = engine.instance(module)
    target = engine.Target(("i32", "i32"), ("i32",))
    instance.bind(target, "add", ctypes.c_void_p())
    call, arguments, cells = engine.call_function(), target.args, target.view("I")

    def add(a: int, b: int) -> int:
        cells[0] = a
        cells[4] = b
        call(*arguments)
        return cells[0]  # type: ignore[no-any-return]

    add.instance = instance  # type: ignore[attr-defined]  # what it needs lives as long as it
    return add


def _arrays(path: Path, rounds: int) -> list[Goal]:
    found = []
    for length, is_judged in LENGTHS.items():
        say("Measuring", f"arrays of {length:,} numbers in and out")
        found += _arrays_of(_load(path), length, is_judged, rounds)
    return found


def _arrays_of(extension: Any, length: int, is_judged: bool, rounds: int) -> list[Goal]:
    numbers, other = numpy.ones(length), numpy.ones(length)
    to, source, size = other.ctypes.data, numbers.ctypes.data, numbers.nbytes
    resident = extension.empty(length, "f8")
    best = _bests(
        [
            Case("memmove", ctypes.memmove, (to, source, size)),
            Case("first", extension.first, (numbers,)),
            Case("touch", extension.touch, (numbers,)),
            Case("resident", extension.touch, (resident,)),
        ],
        rounds,
    )
    copy = f"`memmove` ({size / best['memmove'] / 1e9:.1f} GB/s)"
    what = f"a NumPy array of {length:,} `f64`"
    goal = 0.85 if is_judged else None
    return [
        _at_least(f"{what} in, beside {copy}", best["memmove"] / best["first"], goal),
        _at_least(f"{what} in and out, beside two", 2 * best["memmove"] / best["touch"], goal),
        Goal("the same array made by `extension.empty`", "none", _time(best["resident"]), None),
    ]


def _limits(path: Path, rounds: int) -> list[Goal]:
    say("Measuring", "limits")
    limits = import_module("pyext_host").Limits
    best = _bests(
        [
            Case("plain", _load(path).add, (20, 22)),
            Case("memory", _load(path, limits=limits(memory=1 << 24)).add, (20, 22)),
            Case("time", _load(path, limits=limits(time=1)).add, (20, 22)),
            Case("fuel", _load(path, limits=limits(fuel=1 << 40)).add, (20, 22)),
        ],
        rounds,
    )
    return [
        Goal(
            f"what a limit of {kind} adds to a call",
            "none",
            _time(best[kind] - best["plain"]),
            None,
        )
        for kind in ("memory", "time", "fuel")
    ]


def _fresh(path: Path, rounds: int) -> Goal:
    say("Measuring", "fresh instances")
    extension = _load(path)
    taken = _bests([Case("fresh", extension.fresh, ())], rounds)["fresh"]
    return _under("a new instance, `extension.fresh()`", taken, 0.0002)


def _threads(artifacts: Artifacts, path: Path, rounds: int) -> list[Goal]:
    say("Measuring", "two threads")
    shared, own = _load(path), _load(path, instances="per-thread")
    best = _bests(
        [
            Case("shared", _in_two_threads, (shared.turns,)),
            Case("own", _in_two_threads, (own.turns,)),
        ],
        # It takes a moment in which both cores are free.
        2 * rounds,
    )
    ratio = best["shared"] / best["own"]
    what = "two threads, an instance each, beside one instance that they share"
    machine = f"{_processes(artifacts, path, rounds):.2f} times"
    return [
        _at_least(what, ratio, 1.8, " times as fast"),
        Goal("the same in two processes, beside one that does it twice", "none", machine, None),
    ]


def _processes(artifacts: Artifacts, path: Path, rounds: int) -> float:
    """How many times as fast two processes run the turns twice as one does."""
    best = {1: float("inf"), 2: float("inf")}
    for _ in range(min(rounds, MOST_PROCESSES)):
        for count in best:
            best[count] = min(best[count], _turns_in(artifacts, path, count))
    return 2 * best[1] / best[2]


def _turns_in(artifacts: Artifacts, path: Path, count: int) -> float:
    """The seconds of so many processes at once, those of the slowest."""
    running = [start_python(artifacts, TURNING, str(path), str(TURNS)) for _ in range(count)]
    for process in running:
        assert process.stdout is not None
        process.stdout.readline()  # it is ready
    for process in running:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    return max(float(process.communicate()[0]) for process in running)


def _in_two_threads(turns: Callable[[int], int]) -> None:
    threads = [threading.Thread(target=turns, args=(TURNS,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _start(artifacts: Artifacts, path: Path, of_records: Path, rounds: int) -> list[Goal]:
    say("Measuring", "a process that loads an extension")
    programs = {
        "bare": "pass",
        "ours": f"import pyext_host; pyext_host.load({str(path)!r}).add(20, 22)",
        "records": (
            f"import pyext_host; extension = pyext_host.load({str(of_records)!r});"
            " extension.middle([extension.Point(1.0, 2.0)])"
        ),
        "dataclasses": "import dataclasses",
    }
    best = dict.fromkeys(programs, float("inf"))
    for program in programs.values():
        run_python(artifacts, program)  # compiles it, and Python's own files
    for _ in range(min(rounds, MOST_PROCESSES)):
        for name, program in programs.items():
            start = time.perf_counter()
            run_python(artifacts, program)
            best[name] = min(best[name], time.perf_counter() - start)
    bare = best.pop("bare")
    ours, records, dataclasses = (found - bare for found in best.values())
    return [
        _under("import, load and first call, warm, over bare Python", ours, 0.008),
        # What a bare Python took where the goal was set, so that the machine's speed drops out.
        _at_most(f"the same beside the start of a bare Python ({_time(bare)})", ours / bare, 1),
        Goal("the same with an extension of records", "none", _time(records), None),
        Goal("`import dataclasses` over bare Python", "none", _time(dataclasses), None),
    ]


def _interrupt(artifacts: Artifacts, path: Path, rounds: int) -> Goal:
    say("Measuring", "Ctrl-C")
    times = range(min(rounds, MOST_PROCESSES))
    taken = [float(run_python(artifacts, INTERRUPTED, str(path))) for _ in times]
    return _under("from Ctrl-C to its exception, the longest", max(taken), 0.05)


def _bests(cases: list[Case], rounds: int) -> dict[str, float]:
    found: list[Timing] = measure(cases, rounds, SAMPLE)
    return {timing.peer: timing.best for timing in found}


def _at_most(what: str, ratio: float, goal: float) -> Goal:
    return Goal(what, f"at most {goal:g} times", f"{ratio:.2f} times", ratio <= goal)


def _at_least(what: str, ratio: float, goal: float | None, unit: str = " of its speed") -> Goal:
    if goal is None:
        return Goal(what, "none", f"{ratio:.2f}", None)
    return Goal(what, f"at least {goal:g}{unit}", f"{ratio:.2f}", ratio >= goal)


def _under(what: str, seconds: float, goal: float) -> Goal:
    return Goal(what, f"under {_time(goal)}", _time(seconds), seconds < goal)


def _time(seconds: float) -> str:
    return f"{seconds * 1e3:.2f} ms" if seconds >= 1e-4 else f"{seconds * 1e6:.2f} µs"

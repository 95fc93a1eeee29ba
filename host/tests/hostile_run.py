"""Loads hostile modules and calls all that they have, in a process that may die of it.

`python hostile_run.py GROUP`: prints the name of each case before it, and what came of it.
"""

from __future__ import annotations

import builtins
import contextlib
import faulthandler
import inspect
import io
import json
import os
import sys
import time
from collections.abc import Iterator
from typing import Any

from effort import some

import pyext_host
from pyext_host import LoadError, PanicError, ProtocolError, PyextError, TrapError

#: Where code that somebody has run leaves a trace.
PWNED: list[Any] = []
builtins.PWNED = PWNED  # type: ignore[attr-defined]
#: What stands around a buffer that the guest may change.
CANARY = b"\xa5" * 64
#: Seconds after which a case counts as endless.
PATIENCE = 20

#: Of the cases that are greedy.
LIMITS: Any = pyext_host.Limits(memory=1 << 20, time=0.05, module_bytes=1 << 20)

#: What calls can raise when a module breaks the rules, or an argument is refused.
ALLOWED = (
    PyextError,
    MemoryError,
    RecursionError,
    TimeoutError,
    TypeError,
    ValueError,
    OverflowError,
)


@contextlib.contextmanager
def patience() -> Iterator[None]:
    """Ends the process if what is inside does not end."""
    if sys.platform == "emscripten":
        yield  # there are no threads, so nothing can
        return
    faulthandler.dump_traceback_later(PATIENCE, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


class Buffers:
    """Writable arguments, each in the middle of a larger block."""

    def __init__(self) -> None:
        self.blocks: list[bytearray] = []

    def make(self) -> memoryview:
        block = bytearray(CANARY + bytes(64) + CANARY)
        self.blocks.append(block)
        return memoryview(block)[len(CANARY) : len(CANARY) + 64]

    def check(self) -> None:
        for block in self.blocks:
            assert block[: len(CANARY)] == CANARY, "something was written in front of a buffer"
            assert block[-len(CANARY) :] == CANARY, "something was written behind a buffer"


def values_for(annotation: Any, buffers: Buffers) -> list[Any]:
    """Some arguments, of which one may fit."""
    shown = str(annotation)
    if "Buffer" in shown:
        return [buffers.make()]
    known: dict[str, list[Any]] = {
        "<class 'int'>": [1],
        "<class 'float'>": [1.5],
        "<class 'bool'>": [True],
        "<class 'str'>": ["abc"],
    }
    return known.get(shown, [None, "abc", [], {}, (), b"abc", [1], lambda *_: "x"])


def call_all(extension: Any, buffers: Buffers) -> list[BaseException | None]:
    """Calls each function; what each call has raised."""
    found: list[BaseException | None] = []
    for name in dir(extension):
        value = getattr(extension, name)
        if not inspect.isfunction(value):
            repr(value)
            continue
        repr(value.__doc__), str(inspect.signature(value))
        parameters = list(inspect.signature(value).parameters.values())
        choices = [values_for(p.annotation, buffers) for p in parameters]
        for i in range(max([len(c) for c in choices], default=1)):
            arguments = [c[i % len(c)] for c in choices]
            found.append(outcome(value, *arguments))
    return found


def outcome(function: Any, *arguments: Any) -> BaseException | None:
    """What a call raises, if it is among what may be raised."""
    try:
        result = function(*arguments)
        if not isinstance(result, (bytes, str, list)) or len(result) < 10_000:
            repr(result)
        if inspect.isgenerator(result):
            for i, _ in enumerate(result):
                if i > 1000:
                    break
    except ALLOWED as e:
        str(e), repr(e)
        return e
    return None


def run_program(program: str, extension: Any, buffers: Buffers) -> list[BaseException | None]:
    """What a case asks for."""
    f = extension.f
    if program == "limited":
        start = time.monotonic()
        arguments = [
            (lambda: None) if p.name == "x" and "Callable" in str(p.annotation) else b"x" * 100
            for p in inspect.signature(f).parameters.values()
        ]
        found = [outcome(lambda: list(f(*arguments) or ())) for _ in range(2)]
        assert all(isinstance(e, (TimeoutError, MemoryError, TrapError)) for e in found), found
        assert time.monotonic() - start < 60 * LIMITS.time
        return found
    if program == "large":
        return [outcome(f, "x" * 100_000) for _ in range(3)]
    if program == "callback":
        return [outcome(f, lambda text: text) for _ in range(3)]
    if program == "iterable":
        return [outcome(f, iter(["a", "b"])) for _ in range(3)]
    if program == "reentry":
        depth = 0

        def again() -> None:
            nonlocal depth
            depth += 1
            f(again)

        found = [outcome(f, again)]
        assert depth <= 100
        return found
    if program == "grows":
        outcome(extension.pending)
        held = extension.pending.__globals__["m"]

        def look() -> None:
            bytes(held.view[:16])

        return [outcome(f, "a" * 100, look), outcome(lambda: held.view[:16].tobytes())]
    if program == "objects":
        made = []

        def make_and_use() -> None:
            made.append(f())
            made[-1].m()

        found = [outcome(make_and_use) for _ in range(3)]
        found += [outcome(x.close) for x in made]
        del made
        with contextlib.suppress(*ALLOWED):
            f()
        return found
    assert program == "iterator"
    return [outcome(lambda: [x for x, _ in zip(f(), range(500))]) for _ in range(3)]


def judge(case: Any, raised: list[BaseException | None]) -> str:
    """What is wrong; empty if nothing is."""
    if case.wanted == "broken" and not all(
        isinstance(e, (ProtocolError, OverflowError)) for e in raised[:1]
    ):
        return f"it is not found out: {raised[:1]}"
    if case.wanted == "trap" and not isinstance(raised[0], (TrapError, PanicError)):
        return f"it does not trap: {raised[0]!r}"
    return ""


def run(case: Any) -> str:
    """Loads and calls; what is wrong with what came of it."""
    buffers = Buffers()
    try:
        limits = LIMITS if case.program == "limited" else None
        with patience():
            extension = pyext_host.load(case.wasm, limits=limits)
    except (LoadError, TimeoutError, MemoryError) as e:
        assert not isinstance(e, LoadError) or "\n  mend: " in str(e)
        return "" if case.wanted in ("any", "load") else f"it is refused: {e}"
    if case.wanted == "load":
        return "it is loaded"
    with patience():
        raised = called(case, extension, buffers)
    buffers.check()
    return judge(case, raised)


def called(case: Any, extension: Any, buffers: Buffers) -> list[BaseException | None]:
    """What the calls of a case have raised."""
    if case.program:
        return run_program(case.program, extension, buffers)
    if case.wanted == "any":
        return call_all(extension, buffers)
    choices = inspect.signature(extension.f).parameters.values()
    arguments = [values_for(p.annotation, buffers)[0] for p in choices]
    raised = [outcome(extension.f, *arguments) for _ in range(2)]
    call_all(extension, buffers)
    return raised


def tried(case: Any) -> str:
    """What is wrong with a case; `ok` if nothing is."""
    with contextlib.redirect_stdout(io.StringIO()):
        problem = run(case)
    if PWNED:
        problem = "a name was run"
        PWNED.clear()
    return problem or "ok"


def main(names: list[str]) -> int:
    """Runs the cases of a group; gives the exit code."""
    import hostile

    report = sys.stdout
    failed = 0
    for case in some(hostile.of_group(names[0])):
        print(f"{case.name!r}", end=" ", flush=True, file=report)
        problem = tried(case)
        failed += problem != "ok"
        print(json.dumps(problem), flush=True, file=report)
    return 1 if failed else 0


if __name__ == "__main__":
    os.environ.setdefault("PYEXT_CACHE", "")
    sys.exit(main(sys.argv[1:]))

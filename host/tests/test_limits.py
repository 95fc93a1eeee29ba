"""Limits, Ctrl-C, and compiling in a process of its own."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from array import array
from pathlib import Path
from typing import Any

import pytest
from child import printed

import behaviour
import builder
import pyext_host
from pyext_host import Limits, LoadError, TrapError, apart, engine
from pyext_host.limits import Guard, _Clock

BODY = """
(global $n (mut i32) (i32.const 0))
(func (export "count") (result i32)
  (global.set $n (i32.add (global.get $n) (i32.const 1))) (global.get $n))
(func (export "spin") (loop $again (br $again)))
(func (export "turns") (param $n i32)
  (loop $again
    (local.set $n (i32.sub (local.get $n) (i32.const 1)))
    (br_if $again (local.get $n))))
(func $deep (export "deep") (param i32)
  (if (local.get 0) (then (call $deep (i32.sub (local.get 0) (i32.const 1))))))
(data (i32.const 3000) "memory allocation of 4096 bytes failed\\0asrc/lib.rs:1:2")
(func (export "grow") (param i32) (result i32)
  (if (i32.eq (memory.grow (local.get 0)) (i32.const -1))
    (then
      (i32.store (i32.add (global.get $control) (i32.const 16)) (i32.const 3000))
      (i32.store (i32.add (global.get $control) (i32.const 20)) (i32.const 53))
      unreachable))
  (memory.size))
"""
FUNCTIONS = [
    builder.function("count", [], "u32"),
    builder.function("spin"),
    builder.function("turns", [("n", "u32")]),
    builder.function("deep", [("n", "u32")]),
    builder.function("grow", [("pages", "u32")], "u32"),
]


@pytest.fixture(scope="module")
def wasm() -> bytes:
    text = BODY.replace("(global.get $control)", f"(i32.const {builder.CONTROL})")
    return builder.module(text, FUNCTIONS)


def test_a_call_that_takes_too_long_is_stopped_and_a_fresh_instance_follows(wasm: bytes) -> None:
    extension = pyext_host.load(wasm, limits=Limits(time=0.05))
    assert [extension.count(), extension.count()] == [1, 2]
    for _ in range(2):
        before = time.monotonic()
        with pytest.raises(TimeoutError, match=r"for longer than 0\.05 s"):
            extension.spin()
        assert time.monotonic() - before >= 0.05
        assert extension.count() == 1
    # The time is that of a call, and not of all together.
    ends = time.monotonic() + 0.2
    while time.monotonic() < ends:
        extension.count()


def test_a_time_limit_holds_in_long_calls(wasm: bytes) -> None:
    extension = pyext_host.load(wasm, limits=Limits(time=0.8))
    with pytest.raises(TimeoutError):
        extension.turns(0)  # four thousand million


def test_the_clock_of_a_time_limit_rests_when_no_call_is_under_way() -> None:
    def runs() -> bool:
        return any(frame.f_code is _Clock.run.__code__ for frame in sys._current_frames().values())

    function = {**builder.function("f", [("x", "u32")], "u32"), "vectorize": True}
    text = """(func (export "f") (param i32) (result i32) (local.get 0))
      (func (export "[vectorized]f") (param i32 i32 i32 i32))"""
    extension: Any = pyext_host.load(builder.module(text, [function]), limits=Limits(time=60))
    for given in (1, array("I", [1, 2])):
        extension.f(given)
        for wanted in (True, False):
            ends = time.monotonic() + 10
            while runs() is not wanted and time.monotonic() < ends:
                time.sleep(0.01)
            assert runs() is wanted


def test_a_time_limit_holds_in_every_thread(wasm: bytes) -> None:
    extension = pyext_host.load(wasm, limits=Limits(time=0.05))
    raised: list[BaseException] = []

    def run() -> None:
        try:
            extension.spin()
        except TimeoutError as e:
            raised.append(e)

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(raised) == 3


def test_ctrl_c_right_behind_a_call_leaves_the_limits_of_the_next_ones(
    wasm: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    extension = pyext_host.load(wasm, limits=Limits(fuel=10_000))
    turns = extension.turns
    turns(100)
    end = Guard._end

    def interrupted(guard: Guard) -> None:
        monkeypatch.setattr(Guard, "_end", end)
        raise KeyboardInterrupt

    monkeypatch.setattr(Guard, "_end", interrupted)
    with pytest.raises(KeyboardInterrupt):
        turns(100)
    # Each with fuel of its own, and not from that of the one that was interrupted.
    for _ in range(100):
        turns(100)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no interval timer")
@pytest.mark.parametrize("seconds", [None, 60])
def test_a_signal_handler_may_call_the_guest_that_it_interrupts(
    wasm: bytes, seconds: float | None
) -> None:
    extension = pyext_host.load(wasm, limits=Limits(time=seconds), interruptible=True)
    inside: list[int] = []

    def handler(*about: object) -> None:
        before = time.monotonic()
        while time.monotonic() - before < 0.1:
            extension.turns(1_000_000)
        inside.append(extension.count())

    before = signal.signal(signal.SIGALRM, handler)
    try:
        extension.turns(1)
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        while not inside:
            extension.turns(10_000_000)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert inside == [1]
    assert extension.count() == 2  # in the same instance


def test_fuel_runs_out_at_the_same_place_each_time(wasm: bytes) -> None:
    extension = pyext_host.load(wasm, limits=Limits(fuel=10_000))
    for _ in range(3):
        extension.turns(1000)  # each call has all of it
    extension.count()
    with pytest.raises(TimeoutError, match="used up its fuel of 10000"):
        extension.turns(100_000)
    assert extension.count() == 1


def test_memory_that_is_refused_is_a_memory_error(wasm: bytes) -> None:
    for limits in (Limits(memory=4 << 16), Limits(reservation=4 << 16)):
        extension = pyext_host.load(wasm, limits=limits)
        size = extension.grow(0)
        assert extension.grow(4 - size) == 4
        with pytest.raises(MemoryError, match=f"more memory than {4 << 16} bytes"):
            extension.grow(1)
        assert extension.grow(0) == size
    # Without a limit it is what the guest says of it.
    with pytest.raises(pyext_host.PanicError, match="memory allocation"):
        pyext_host.load(wasm).grow(65536)
    # And any other panic is none of memory.
    other = builder.module(builder.panicking(b"no\na.rs:1:2"), [builder.function("panics")])
    with pytest.raises(pyext_host.PanicError, match="no"):
        pyext_host.load(other, limits=Limits(memory=1 << 20)).panics()


def test_a_module_that_asks_for_more_memory_than_it_may_have_is_refused(wasm: bytes) -> None:
    with pytest.raises(LoadError) as caught:
        pyext_host.load(wasm, limits=Limits(memory=100))
    assert caught.value.code == "PX616"
    assert "(2 pages are 131072 bytes)" in caught.value.reason
    assert str(caught.value).endswith("mend: raise `memory` of its limits")


def test_the_stack_can_be_small_and_as_large_as_it_may_be(wasm: bytes) -> None:
    pyext_host.load(wasm, limits=Limits(stack=2 << 20)).deep(20_000)
    pyext_host.load(wasm).deep(5000)
    extension = pyext_host.load(wasm, limits=Limits(stack=64 << 10))
    with pytest.raises(TrapError) as caught:
        extension.deep(5000)
    assert caught.value.kind == "stack overflow"
    extension.deep(50)


def test_a_file_that_is_too_large_is_not_read(wasm: bytes, tmp_path: Path) -> None:
    path = tmp_path / "large.wasm"
    path.write_bytes(wasm)
    for source in (wasm, path):
        with pytest.raises(LoadError) as caught:
            pyext_host.load(source, limits=Limits(module_bytes=100))
        assert caught.value.code == "PX624"
        assert pyext_host.load(source, limits=Limits(module_bytes=len(wasm))).count() == 1


def test_limits_that_are_none_are_refused() -> None:
    for wrong in ({"time": 0}, {"memory": -1}, {"time": float("nan")}):
        with pytest.raises(ValueError, match="more than 0"):
            Limits(**wrong)
    # wasmtime would end the process for such a stack.
    for large in ({"fuel": 1 << 63}, {"time": float("inf")}, {"stack": (2 << 20) + 1}):
        with pytest.raises(ValueError, match="at most; None is no limit"):
            Limits(**large)
    for kind in ({"memory": 1.5}, {"time": "1"}, {"fuel": True}):
        with pytest.raises(TypeError):
            Limits(**kind)
    assert repr(Limits(time=0.5, memory=7)) == "Limits(memory=7, time=0.5)"


def test_without_limits_nothing_stands_between_a_call_and_wasmtime(wasm: bytes) -> None:
    plain = pyext_host.load(wasm)
    plain.count()
    assert plain.count.__globals__["call"] is engine.call_function()


PREPARATION = """
import os, signal, sys, threading, time
import pyext_host
wasm = open(sys.argv[1], "rb").read()
"""
PROGRAM = """
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have it ignored
extension = pyext_host.load(wasm, OPTIONS)
assert extension.count() == 1
def interrupt():
    time.sleep(0.3)
    interrupt.at = time.monotonic()
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=interrupt).start()
try:
    CALL
except KeyboardInterrupt:
    print("interrupted", time.monotonic() - interrupt.at, extension.count())
"""


def interrupted(wasm: bytes, folder: Path, options: str, call: str) -> list[str]:
    return run(wasm, folder, PROGRAM.replace("OPTIONS", options).replace("CALL", call))


def run(wasm: bytes, folder: Path, program: str, **environment: str) -> list[str]:
    path = folder / "guest.wasm"
    path.write_bytes(wasm)
    return printed(PREPARATION + program, str(path), **environment).split()


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="Windows sends no signals")
@pytest.mark.parametrize("options", ["interruptible=True", "limits=pyext_host.Limits(time=60)"])
def test_ctrl_c_stops_a_guest(wasm: bytes, tmp_path: Path, options: str) -> None:
    if not engine.verdict().fast:
        return  # there it waits for the guest, as docs/guide/running.md says
    said, seconds, count = interrupted(wasm, tmp_path, options, "extension.spin()")
    assert (said, count) == ("interrupted", "1")
    assert float(seconds) < 5  # of 10 ms, the machine may make more


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="Windows sends no signals")
def test_without_it_ctrl_c_arrives_when_the_guest_returns(wasm: bytes, tmp_path: Path) -> None:
    # It must come while the guest runs, or while Python loops: in both nothing breaks.
    call = "while True: extension.turns(300_000_000)"
    said, _, count = interrupted(wasm, tmp_path, "limits=None", call)
    assert said == "interrupted"
    # Inside wasmtime-py's Python code nobody knows whether the guest has run: a new instance.
    assert count == "2" or (count == "1" and not engine.verdict().fast)


def test_the_portable_way_has_limits_too(wasm: bytes, tmp_path: Path) -> None:
    program = """
for limits, function, kind in [
    (pyext_host.Limits(time=0.05), "spin", TimeoutError),
    (pyext_host.Limits(fuel=10_000), "spin", TimeoutError),
    (pyext_host.Limits(memory=4 << 16), "grow", MemoryError),
]:
    e = pyext_host.load(wasm, limits=limits)
    assert e.count() == 1
    try:
        getattr(e, function)(*([9] if function == "grow" else []))
    except kind:
        print(e.count())
"""
    assert run(wasm, tmp_path, program, PYEXT_FAST_PATH="0") == ["1", "1", "1"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
def test_limits_hold_in_a_forked_child(wasm: bytes, tmp_path: Path) -> None:
    program = """
extension = pyext_host.load(wasm, limits=pyext_host.Limits(time=0.1))
extension.count()
child = os.fork()
try:
    extension.spin()
except TimeoutError:
    if child == 0:
        os._exit(0)
print(os.waitpid(child, 0)[1])
"""
    assert run(wasm, tmp_path, program) == ["0"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
def test_limits_hold_in_a_child_that_was_forked_in_the_middle_of_a_call(tmp_path: Path) -> None:
    program = """
import signal
from types import SimpleNamespace
children = []

def add(a, b):
    if not children:
        children.append(os.fork())
        if not children[0]:
            signal.alarm(20)  # ends the child in any case
    return a + b

nothing = lambda *given: None
host = SimpleNamespace(add=add, lookup=nothing, poke=nothing, store=nothing)
extension = pyext_host.load(wasm, limits=pyext_host.Limits(time=0.1), imports=host)
try:
    extension.sum(4_000_000_000)
except TimeoutError:
    if children[0] == 0:
        os._exit(0)
print(os.waitpid(children[0], 0)[1])
"""
    assert run(behaviour.calling(), tmp_path, program) == ["0"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
def test_limits_hold_in_a_child_whose_parent_had_a_thread_in_a_call(
    wasm: bytes, tmp_path: Path
) -> None:
    program = """
extension = pyext_host.load(wasm, limits=pyext_host.Limits(time=0.5))

def spin():
    try:
        extension.spin()
    except TimeoutError:
        print("thread")

thread = threading.Thread(target=spin)
thread.start()
time.sleep(0.1)
child = os.fork()
if child == 0:
    signal.alarm(20)  # ends the child in any case
    try:
        extension.spin()
    except TimeoutError:
        os._exit(0)
print(os.waitpid(child, 0)[1])
thread.join()
"""
    assert sorted(run(wasm, tmp_path, program)) == ["0", "thread"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
def test_a_child_forked_in_the_middle_of_a_call_has_one_clock(wasm: bytes, tmp_path: Path) -> None:
    if not engine.verdict().fast:
        return  # there a signal handler waits for the guest
    program = """
loaded = [pyext_host.load(wasm, limits=pyext_host.Limits(time=0.5)) for _ in range(3)]
def fork(*about):
    child = os.fork()
    if child == 0:
        time.sleep(0.1)
        os._exit(len(sys._current_frames()))
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
signal.signal(signal.SIGALRM, fork)
signal.setitimer(signal.ITIMER_REAL, 0.1)
for extension in loaded:
    extension.count()
try:
    loaded[0].spin()
except TimeoutError:
    print("ended")
"""
    assert run(wasm, tmp_path, program) == ["2", "ended"]  # threads, this one included


def test_where_the_clock_cannot_be_started_a_later_call_starts_it(
    wasm: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    extension = pyext_host.load(wasm, limits=Limits(time=0.05))
    guard: Any = extension.__state__._guard
    clock = guard._clock
    while not clock.rests:  # for a test before
        time.sleep(0.01)
    with monkeypatch.context() as patch:

        def refuse(*arguments: Any) -> None:
            raise RuntimeError("can't start new thread")

        patch.setattr("pyext_host.limits.start_new_thread", refuse)
        with pytest.raises(RuntimeError, match="thread"):
            extension.count()
    with pytest.raises(TimeoutError):
        extension.turns(4_000_000_000)


def test_the_clock_runs_or_rests_where_a_thread_comes_and_goes_while_another_is_about_to_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[Any] = []
    monkeypatch.setattr("pyext_host.limits.start_new_thread", lambda *about: started.append(about))
    monkeypatch.setattr("pyext_host.limits.sleep", lambda seconds: None)
    monkeypatch.setattr("pyext_host.limits.engine.next_epoch", lambda made: None)

    class Calls(dict[int, None]):
        def __bool__(self) -> bool:
            if not clock.rests or len(started) > 1:
                return False
            # One call starts another thread, which ends; a second call is under way.
            clock.wake()
            clock.rests = True
            return True

    clock = _Clock(None)
    clock.calls = Calls()
    clock.wake()
    ((run, (mark,)),) = started
    run(mark)
    assert len(started) == 2
    assert clock.rests


def test_a_module_can_be_compiled_in_a_process_of_its_own(
    wasm: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*arguments: Any) -> Any:
        raise AssertionError("compiled in this process")

    monkeypatch.setattr(engine, "compile_module", never)
    limits = Limits(time=60, fuel=1 << 40)
    for cache in ("off", str(tmp_path / "cache")):
        monkeypatch.setenv("PYEXT_CACHE", cache)
        assert pyext_host.load(wasm, limits=limits, compile="subprocess").count() == 1
    assert len(list((tmp_path / "cache").glob("*.cwasm"))) == 1
    monkeypatch.setenv("PYEXT_CACHE", "off")
    broken = bytearray(wasm)
    broken[wasm.index(b"\x0a", 60)] ^= 0x55
    with pytest.raises(LoadError) as caught:
        pyext_host.load(bytes(broken), compile="subprocess")
    assert caught.value.code in ("PX603", "PX615")
    with pytest.raises(ValueError, match="'here' or 'subprocess'"):
        pyext_host.load(wasm, compile="elsewhere")  # type: ignore[call-overload]


def test_compiling_has_the_limit_too(wasm: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYEXT_CACHE", "off")
    monkeypatch.setattr(apart, "_PROGRAM", "import time; time.sleep(60)")
    with pytest.raises(TimeoutError, match="compiling it takes longer than 0.2 s"):
        pyext_host.load(wasm, limits=Limits(time=0.2), compile="subprocess")


def test_a_process_that_could_not_compile_is_not_called_a_refusal(
    wasm: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYEXT_CACHE", "off")
    for program, executable, told in (
        ("import sys; sys.exit('no room')", sys.executable, "it ended with 1. no room"),
        ("", "", "Python does not say where its program is"),
        ("", "/nowhere/python", "No such file or directory: "),
    ):
        monkeypatch.setattr(apart, "_PROGRAM", program)
        monkeypatch.setattr(sys, "executable", executable)
        with pytest.raises(LoadError, match=f"^PX626: .*{told}"):
            pyext_host.load(wasm, compile="subprocess")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere address space is not limited so")
def test_without_address_space_it_says_what_to_set(wasm: bytes, tmp_path: Path) -> None:
    program = """
import resource
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
try:
    pyext_host.load(wasm)
except pyext_host.LoadError as e:
    print(e.code, "reservation" in e.mend)
small = pyext_host.Limits(reservation=64 << 20)
print(sum(e.count() for e in [pyext_host.load(wasm, limits=small) for _ in range(5)]))
"""
    assert run(wasm, tmp_path, program) == ["PX623", "True", "5"]

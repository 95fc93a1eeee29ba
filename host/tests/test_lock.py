"""The lock of an instance: who waits for it, who is handed it, and what interrupts either."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from _thread import interrupt_main
from functools import partial
from typing import Any, Callable

import pytest
import test_imports
import test_reentry
from child import printed
from effort import examples

import behaviour
import builder
import pyext_host
from pyext_host import engine
from pyext_host.lock import Lock


@pytest.fixture
def usual(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock that there is from Python 3.10 on."""
    monkeypatch.setattr("pyext_host.lock._IS_USUAL", True)


def load(scratch: int = builder.SCRATCH_SIZE) -> Any:
    body, described = builder.echo("u32", "number")
    text, told = builder.echo("string", "text")
    traps = '(func (export "traps") unreachable)'
    return pyext_host.load(
        builder.module(body + text + traps, [described, told, builder.function("traps")], scratch)
    )


def lock_of(extension: Any) -> Lock:
    extension.number(1)
    found: Lock = extension.number.__globals__["lock"]
    return found


class Holder:
    """A thread that has the lock until it is told to let go."""

    def __init__(self, lock: Lock) -> None:
        self.go, has = threading.Event(), threading.Event()

        def hold() -> None:
            with lock.held():
                has.set()
                self.go.wait()

        self.thread = threading.Thread(target=hold)
        self.thread.start()
        has.wait()

    def let_go(self) -> None:
        self.go.set()
        self.thread.join()


def until(done: Any) -> None:
    end = time.monotonic() + 30
    while not done():
        assert time.monotonic() < end
        time.sleep(0.001)


@pytest.mark.usefixtures("usual")
def test_a_call_waits_until_the_thread_that_has_the_lock_gives_it_back() -> None:
    extension = load()
    lock = lock_of(extension)
    holder = Holder(lock)
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda i=i: found.append(extension.number(i))) for i in range(3)
    ]
    for i, thread in enumerate(threads):
        thread.start()
        until(lambda i=i: len(lock.waiting) == i + 1)
    assert found == []
    assert not lock.is_free
    assert not lock.is_here()
    holder.let_go()
    for thread in threads:
        thread.join()
    assert found == [0, 1, 2]  # as they came
    assert lock.is_free
    assert lock.waiting == []
    assert lock.owner == 0


def test_a_thread_that_makes_one_call_after_the_other_lets_others_in() -> None:
    extension = load()
    lock_of(extension)
    done = threading.Event()
    calls = 0

    def hurry() -> None:
        nonlocal calls
        while not done.is_set():
            extension.number(7)
            calls += 1

    thread = threading.Thread(target=hurry)
    thread.start()
    try:
        until(lambda: calls > 100)
        for i in range(200):
            assert extension.number(i) == i
    finally:
        done.set()
        thread.join()


@pytest.mark.usefixtures("usual")
def test_nothing_of_a_call_is_held_in_the_thread_that_asks() -> None:
    extension = load()
    lock = lock_of(extension)
    seen: list[tuple[bool, bool]] = []

    class Number:
        def __index__(self) -> int:
            # An argument is converted before the call has the lock, in a frame of the call.
            seen.append((lock.is_free, lock.is_here()))
            holder = Holder(lock)
            seen.append((lock.is_free, lock.is_here()))
            holder.let_go()
            return 3

    assert extension.number(Number()) == 3
    assert seen == [(True, False), (False, False)]


def test_threads_that_make_many_calls_take_turns_of_many_calls() -> None:
    extension = load()
    lock_of(extension)
    made: list[int] = []
    go = threading.Barrier(2)

    def work(me: int) -> None:
        go.wait()
        for _ in range(20_000):
            extension.number(me)
            made.append(me)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # To change the thread takes as long as dozens of calls.
    assert sum(a != b for a, b in zip(made, made[1:])) < len(made) / 10


@pytest.mark.usefixtures("usual")
def test_ctrl_c_ends_the_waiting_and_nothing_else() -> None:
    extension = load()
    lock = lock_of(extension)
    holder = Holder(lock)

    def interrupt() -> None:
        until(lambda: lock.waiting)
        if os.name == "nt":  # where `os.kill` ends the process
            interrupt_main()
        else:
            os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    # Where tests run in the background, Ctrl-C is ignored from the start.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        thread.start()
        with pytest.raises(KeyboardInterrupt):
            extension.number(1)
    finally:
        signal.signal(signal.SIGINT, before)
    thread.join()
    assert lock.waiting == []
    assert not lock.is_free
    assert not lock.is_here()
    holder.let_go()
    assert lock.is_free
    assert extension.number(2) == 2


@pytest.mark.usefixtures("usual")
def test_a_lock_that_is_handed_to_who_has_stopped_waiting_is_given_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lock = Lock()
    holder = Holder(lock)

    class Stopped(Exception):
        pass

    class Gate:
        """The waiting ends with an exception at the moment in which the lock is handed over."""

        def acquire(self, timeout: float | None = None) -> None:
            if timeout is not None:
                holder.let_go()
                assert lock.owner == threading.get_ident()
                raise Stopped

        def release(self) -> None:
            pass

    monkeypatch.setattr("pyext_host.lock.allocate_lock", Gate)
    with pytest.raises(Stopped), lock.held():
        pass
    assert lock.is_free
    assert lock.waiting == []
    assert lock.owner == 0


STORM = """
import os, random, signal, sys, threading, time
import test_lock
if os.environ.get("PYEXT_TEST_UNUSUAL"):
    test_lock.pyext_host.lock._IS_USUAL = False
rounds, scratch, others = map(int, sys.argv[1:])
extension = test_lock.load(scratch)
lock = test_lock.lock_of(extension)
assert extension.text("a") == "a"
try:
    extension.traps()
except test_lock.pyext_host.TrapError:
    pass
# Not before all code is made: whose `exec` was interrupted exits with a status that says so.
fired = False

def interrupt(*_):
    global fired
    fired = True
    raise KeyboardInterrupt

signal.signal(signal.SIGALRM, interrupt)
random.seed(5)
interrupted, me, is_over = 0, threading.get_ident(), False

# In a function: from 3.13 on a signal as a loop jumps back passes the `try` around it by.
def call_until_it_comes(i):
    while not fired:  # what comes out of a finaliser Python takes
        extension.number(3), extension.text("abc")
        if i % 50 == 0:
            try:
                extension.traps()
            except test_lock.pyext_host.TrapError:
                pass

def hurry():
    while not is_over:
        assert extension.number(5) == 5

threads = [threading.Thread(target=hurry, daemon=True) for _ in range(others)]
for thread in threads:
    thread.start()
for i in range(rounds):
    try:
        fired = False
        signal.setitimer(signal.ITIMER_REAL, random.uniform(1e-6, 2e-4))
        call_until_it_comes(i)
    except KeyboardInterrupt:
        pass
    interrupted += 1
    if others:
        assert lock.owner != me and me not in [w.thread for w in list(lock.waiting)], i
    else:
        # A call that could not tidy up leaves that to the next one, and nothing locked.
        assert (lock.is_free, lock.waiting) == (True, []), i
    assert extension.number(4) == 4 and extension.text("x") == "x"
    assert others or (lock.owner <= 0, lock.is_hurt) == (True, False), i
is_over = True
for thread in threads:
    thread.join()
print(interrupted)
"""


#: The second has no room in scratch, so that no call is hot.
@pytest.mark.parametrize("is_usual", [True, False])
def test_an_error_in_one_thread_changes_nothing_of_a_call_in_another(
    is_usual: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.version_info < (3, 10):
        is_usual = False
    monkeypatch.setattr("pyext_host.lock._IS_USUAL", is_usual)
    host = test_imports.Host()
    guest: Any = pyext_host.load(behaviour.calling(), imports=host)
    guest.live()
    m = guest.live.__globals__["m"]
    is_over = False

    def wrong(key: str, value: int) -> None:
        nonlocal is_over
        is_over = True
        raise KeyError(key)

    host.stored = wrong

    def fail() -> None:
        with pytest.raises(KeyError):
            guest.store("k", 1)

    fail()
    guest.poke(1)
    step = steps = others = 0
    while steps >= step:
        step, steps, is_over = step + 1, 0, False
        inside, go = threading.Event(), threading.Event()
        thread = threading.Thread(target=guest.poke, args=(1,), daemon=True)

        def poked(inside: Any = inside, go: Any = go) -> None:
            inside.set()
            go.wait()

        def hook(frame: Any, event: str, _: Any, inside: Any = inside, thread: Any = thread) -> Any:
            nonlocal steps, others
            if frame.f_code.co_filename == "<pyext>":
                frame.f_trace_opcodes = True
                steps += event == "opcode" and is_over
                if steps == step and not thread.ident and m.lock.is_free:
                    others += 1
                    thread.start()
                    inside.wait()
            return hook

        host.poked = poked
        sys.settrace(hook)
        try:
            fail()
        finally:
            sys.settrace(None)
        if thread.ident:
            assert (m.busy, m.lock.is_free) == (int(not is_usual), False), step
            go.set()
            thread.join()
    assert others > 3


STORMS = [(builder.SCRATCH_SIZE, 0), (0, 0), (builder.SCRATCH_SIZE, 1)]


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no interval timer")
@pytest.mark.skipif(sys.version_info < (3, 10), reason="it looks for signals at any instruction")
@pytest.mark.skipif(not engine.verdict().fast, reason="wasmtime-py loses what a signal interrupts")
@pytest.mark.parametrize(("scratch", "others"), STORMS, ids=["hot", "slow", "contended"])
def test_signals_at_any_time_leave_nothing_locked(scratch: int, others: int) -> None:
    rounds = str(examples(3000))
    assert printed(STORM, rounds, str(scratch), str(others)) == f"{rounds}\n"


def test_where_threads_run_at_the_same_time_another_lock_does_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: False, raising=False)
    extension = load()
    lock = lock_of(extension)
    assert not hasattr(lock, "free")
    assert lock.is_free
    assert [extension.number(5), extension.text("x")] == [5, "x"]
    with pytest.raises(pyext_host.TrapError):
        extension.traps()
    with lock.held():
        assert lock.is_here()
        assert extension.number(6) == 6
    holder = Holder(lock)
    assert not lock.is_here()
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(extension.number(7)))
    thread.start()
    time.sleep(0.05)
    assert found == []
    holder.let_go()
    thread.join()
    assert found == [7]
    assert lock.is_free


@pytest.mark.parametrize(
    "body",
    [
        lambda: test_reentry.test_a_call_may_come_at_every_step_of_another(builder.SCRATCH_SIZE),
        test_reentry.test_a_trap_at_every_step_of_another_call_ends_in_a_value_or_a_trap,
        test_reentry.test_a_call_at_every_step_of_one_that_traps_changes_nothing_of_the_trap,
        lambda: test_reentry.test_a_finaliser_may_call_while_a_result_is_lifted(32),
        lambda: test_reentry.test_ctrl_c_at_every_step_of_a_call_leaves_nothing_locked(4096),
        lambda: test_reentry.test_ctrl_c_at_every_step_of_a_call_leaves_nothing_locked(0),
        test_reentry.test_an_argument_may_call_the_extension,
        test_reentry.test_threads_share_one_extension,
        test_reentry.test_threads_may_make_the_first_call_together,
        *(partial(test_signals_at_any_time_leave_nothing_locked, *storm) for storm in STORMS),
    ],
    ids=[
        "call",
        "trap",
        "call of one that traps",
        "finaliser",
        "ctrl-c",
        "ctrl-c, slow",
        "argument",
        "threads",
        "first",
        "hot",
        "slow",
        "contended",
    ],
)
def test_the_other_lock_does_the_same(
    body: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    if isinstance(body, partial) and (sys.version_info < (3, 10) or not engine.verdict().fast):
        pytest.skip("as above")
    monkeypatch.setattr("pyext_host.lock._IS_USUAL", False)
    monkeypatch.setenv("PYEXT_TEST_UNUSUAL", "1")  # in the process that signals go to
    body()

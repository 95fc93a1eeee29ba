"""Functions that the user gives an extension: what is asked of them, exceptions, calls inside."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
import traceback
from contextlib import suppress
from types import SimpleNamespace
from typing import Any, Callable

import pytest

import behaviour
import builder
import pyext_host
from pyext_host import BorrowError, LoadError, StaleObjectError, TrapError, engine


class Host:
    """Does what it is told."""

    def __init__(self) -> None:
        self.poked: Callable[[], Any] = lambda: None
        self.stored: Callable[[str, int], Any] = lambda key, value: None
        self.looked_up: Callable[[str], Any] = lambda key: f"<{key}>" if key else None
        self.added: Callable[[int, int], Any] = lambda a, b: a + b

    def add(self, a: int, b: int) -> Any:
        return self.added(a, b)

    def lookup(self, key: str) -> Any:
        return self.looked_up(key)

    def poke(self) -> Any:
        return self.poked()

    def store(self, key: str, value: int) -> Any:
        return self.stored(key, value)


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture
def guest(host: Host) -> Any:
    return pyext_host.load(behaviour.calling(), imports=host)


def assert_at_rest(guest: Any) -> None:
    guest.live()
    m = guest.live.__globals__["m"]
    assert (m.busy, m.top, m.spent, m._depth) == (0, m.scratch, 0, 0)
    assert (m.foreign.litter, m.foreign.lent, m.foreign._unwinding) == ([], {}, None)
    assert not m.lock.is_here()


def test_the_guest_calls_what_it_was_given(guest: Any, host: Host) -> None:
    assert guest.sum(100) == 5050
    assert guest.find("a key") == "<a key>"
    assert guest.find("") is None
    seen: list[Any] = []
    host.stored = lambda key, value: seen.append((key, value))
    assert guest.store("größe", -(1 << 63)) is None
    assert seen == [("größe", -(1 << 63))]
    assert guest.poke(4) == 5
    big = "x" * 100_000
    host.looked_up = lambda key: big
    for _ in range(3):
        assert guest.find("") == big
    assert_at_rest(guest)
    assert guest.blocks() == 0


def test_imports_can_be_a_mapping(host: Host) -> None:
    guest: Any = pyext_host.load(behaviour.calling(), imports={"Host": host})
    assert guest.sum(3) == 6


NOTHING: Any = SimpleNamespace()
MISSING: list[tuple[Any, list[str]]] = [
    (None, ["Host is missing"]),
    ({}, ["Host is missing"]),
    ({"Host": NOTHING, "Hots": 1}, ["it has no import Hots", "Host.add is missing"]),
    (
        SimpleNamespace(add=1, lookup=lambda: 1, store=lambda a, b, c: 1, poke=print),
        [
            "Host.add is int, which cannot be called",
            "Host.lookup cannot take 1 argument",
            "Host.store cannot take 2 arguments",
        ],
    ),
]


@pytest.mark.parametrize(("imports", "reasons"), MISSING)
def test_what_is_missing_is_listed_at_load(imports: Any, reasons: list[str]) -> None:
    with pytest.raises(LoadError) as caught:
        pyext_host.load(behaviour.calling(), imports=imports)
    assert caught.value.code == "PX619"
    for reason in reasons:
        assert reason in caught.value.reason
    assert "poke" not in caught.value.reason or "Host.poke is missing" in caught.value.reason


def test_an_extension_without_imports_takes_none() -> None:
    with pytest.raises(LoadError, match="no import"):
        pyext_host.load(builder.module(), imports={"Host": NOTHING})
    with pytest.raises(LoadError, match="PX619"):
        pyext_host.load(builder.module(), imports=NOTHING)
    assert pyext_host.load(builder.module(), imports={}).blocks() == 0


def test_a_package_gives_imports_later(host: Host) -> None:
    guest: Any
    guest, provide = pyext_host.load_package(behaviour.calling(), name="package")
    with pytest.raises(LoadError, match="(?s)PX620.*provide"):
        guest.sum(1)
    with pytest.raises(LoadError, match="PX620"):
        guest.Counter(1)
    with pytest.raises(LoadError, match="PX620"):
        guest.fresh()
    with pytest.raises(LoadError, match="PX619"):
        provide(NOTHING)
    assert "__provide__" not in dir(guest)
    provide(host)
    assert guest.sum(3) == 6
    assert guest.fresh().sum(3) == 6
    other = Host()
    other.added = lambda a, b: 7
    provide(other)
    assert guest.sum(3) == 7


def test_ctrl_c_while_the_imports_are_made_leaves_them_to_the_next_call(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest: Any
    guest, provide = pyext_host.load_package(behaviour.calling(), name="package")
    provide(host)
    with monkeypatch.context() as patch:
        patch.setattr("pyext_host.trampoline.Trampoline", raising(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            guest.sum(1)
    assert guest.sum(3) == 6


RESULTS: list[tuple[str, Any, type[Exception], str]] = [
    ("added", "x", TypeError, "Host.add: result: expected int, got str"),
    ("added", 1 << 63, OverflowError, "Host.add: result: 9223372036854775808 is out of range"),
    ("looked_up", 1, TypeError, "Host.lookup: result: expected str, got int"),
    ("poked", 1, TypeError, "Host.poke: result: expected None, got int"),
    ("stored", 1, TypeError, "Host.store: result: expected None, got int"),
]


@pytest.mark.parametrize(("name", "value", "kind", "text"), RESULTS)
def test_a_result_of_another_type_ends_the_call(
    guest: Any, host: Host, name: str, value: Any, kind: type[Exception], text: str
) -> None:
    counter = guest.Counter(1)
    setattr(host, name, lambda *_: value)
    with pytest.raises(kind, match=text):
        guest.sum(1), guest.find(""), guest.poke(1), guest.store("", 1)
    with pytest.raises(StaleObjectError):
        counter.add(1)
    assert_at_rest(guest)
    setattr(host, name, getattr(Host(), name))
    assert guest.sum(3) == 6


class Mine(Exception):
    pass


def raising(error: BaseException) -> Callable[..., Any]:
    def raises(*_: Any) -> Any:
        raise error

    return raises


ERRORS = [
    Mine("mine"), ValueError("v"), OverflowError(), UnicodeDecodeError("utf-8", b"x", 0, 1, "r"),
    KeyboardInterrupt(), SystemExit(3), GeneratorExit(), StopIteration(), RecursionError("deep"),
    TrapError("unreachable"),
]  # fmt: skip


@pytest.mark.parametrize("error", ERRORS, ids=lambda e: type(e).__name__)
def test_an_exception_comes_out_as_the_same_object(
    guest: Any, host: Host, error: BaseException
) -> None:
    host.added, host.poked, host.stored = raising(error), raising(error), raising(error)
    calls: list[Any] = [lambda: guest.sum(3), lambda: guest.poke(1)]
    for call in calls:
        counter = guest.Counter(1)
        with pytest.raises(type(error)) as caught:
            call()
        assert caught.value is error
        names = [frame.name for frame in traceback.extract_tb(error.__traceback__)]
        assert names[-1] == "raises"
        assert error.__cause__ is None
        assert not error.__suppress_context__
        assert_at_rest(guest)
        with pytest.raises(StaleObjectError):
            counter.add(1)
        error.__traceback__ = None
    counter = guest.Counter(1)
    for key in ("k", "k" * 9000):  # which scratch has no room for
        with pytest.raises(type(error)) as caught:
            guest.store(key, 1)
        assert caught.value is error
        assert traceback.extract_tb(error.__traceback__)[-1].name == "raises"
        error.__traceback__ = None
    assert counter.add(1) == 2
    assert guest.swallow("k", 1) == 1
    assert counter.add(1) == 3
    assert_at_rest(guest)


def test_an_exception_keeps_its_cause_and_context(guest: Any, host: Host) -> None:
    def poked() -> None:
        try:
            raise KeyError("first")
        except KeyError:
            raise Mine("second") from LookupError("cause")

    def added(*_: Any) -> None:
        try:
            raise KeyError("first")
        except KeyError:
            raise Mine("second")  # noqa: B904

    host.poked, host.added = poked, added
    with pytest.raises(Mine) as caught:
        guest.poke(1)
    assert type(caught.value.__cause__) is LookupError
    with pytest.raises(Mine) as caught:
        guest.sum(1)
    assert type(caught.value.__context__) is KeyError
    assert not caught.value.__suppress_context__


def test_the_text_of_an_exception_reaches_the_guest(guest: Any, host: Host) -> None:
    class Odd(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    for error in (Mine("a \ud800 text"), Odd(), Mine()):
        host.stored = raising(error)
        with pytest.raises(type(error)):
            guest.store("", 1)


def test_an_import_may_call_the_extension(guest: Any, host: Host) -> None:
    def looked_up(key: str) -> Any:
        return key and f"{key} {guest.find(key[1:])} {guest.sum(len(key))}"

    host.looked_up = looked_up
    assert guest.find("abc") == "abc bc c  1 3 6"

    def poked() -> None:
        counters = [guest.Counter(i) for i in range(5)]
        assert guest.total(counters) == 10
        assert guest.find("") == ""

    host.poked = poked
    assert guest.poke(1) == 2
    assert guest.live() == 0
    assert_at_rest(guest)


def test_calls_inside_of_calls_end_in_a_recursion_error(guest: Any, host: Host) -> None:
    deepest = 0

    def poked() -> None:
        nonlocal deepest
        deepest += 1
        guest.poke(1)

    host.poked = poked
    with pytest.raises(RecursionError, match="nest deeper than 64"):
        guest.poke(1)
    assert deepest == 65
    assert_at_rest(guest)
    depth = 0

    def stored(key: str, value: int) -> None:
        nonlocal depth
        depth += 1
        guest.store(key, value + 1)

    host.stored = stored
    counter = guest.Counter(1)
    with pytest.raises(RecursionError):
        guest.store("k", 0)
    assert depth == 65
    assert counter.add(1) == 2
    assert_at_rest(guest)


def test_a_borrow_conflict_names_method_and_type(guest: Any, host: Host) -> None:
    counter, other = guest.Counter(1), guest.Counter(2)
    seen: list[BaseException] = []

    def poked() -> None:
        for use in (
            lambda: counter.add(1),
            lambda: other + counter,
            lambda: guest.total([counter]),
            counter.close,
            counter.take,
        ):
            with pytest.raises(BorrowError) as caught:
                use()
            seen.append(caught.value)
        assert other.add(1) == 3

    host.poked = poked
    counter.poke_within()
    texts = [str(e) for e in seen]
    assert texts[0] == ("Counter.add: the Counter is in use, and this call would change it")
    assert texts[1].startswith("Counter.__add__: argument 'other': the Counter is in use")
    assert texts[2].startswith("total: argument 'counters': the object in it is in use")
    assert texts[3] == "Counter.close: the Counter is in use"
    assert counter.add(1) == 2
    assert_at_rest(guest)


def test_an_object_that_is_let_go_of_while_it_is_in_use_is_dropped_later(
    guest: Any, host: Host
) -> None:
    counters = [guest.Counter(1)]

    def poked() -> None:
        counters.clear()
        # It lives as long as the call does; what the queue says of it is put off.
        m = guest.live.__globals__["m"]
        m.drops.append(("[drop]Counter", handle))
        assert guest.live() == 1

    host.poked = poked
    guest.live()
    handle = counters[0].__pyext_handle__
    counters[0].poke_within()
    assert guest.live() == 0


def test_a_trap_inside_of_an_import_ends_the_outer_call(guest: Any, host: Host) -> None:
    def poked() -> None:
        with pytest.raises(TrapError) as caught:
            guest.traps()
        assert caught.value.kind == "unreachable"
        with pytest.raises(TrapError) as caught:
            guest.sum(1)
        assert caught.value.kind == "dead"

    host.poked = poked
    with pytest.raises(TrapError) as caught:
        guest.poke(1)
    assert caught.value.kind == "dead"
    assert_at_rest(guest)

    def stored(key: str, value: int) -> None:
        guest.traps()

    host.stored = stored
    with pytest.raises(TrapError) as caught:
        guest.store("", 1)
    assert caught.value.kind == "unreachable"
    with pytest.raises(TrapError):
        guest.swallow("", 1)
    assert guest.sum(3) == 6


def test_an_exception_of_an_inner_call_goes_through_all(guest: Any, host: Host) -> None:
    error = Mine()
    depth = 0

    def poked() -> None:
        nonlocal depth
        depth += 1
        if depth == 5:
            raise error
        guest.poke(1)

    host.poked = poked
    with pytest.raises(Mine) as caught:
        guest.poke(1)
    assert caught.value is error
    assert_at_rest(guest)


def test_a_call_may_be_given_several_large_results(host: Host) -> None:
    ask = "(drop (call $lookup (local.get 0) (local.get 1)))"
    part = (
        f'(func (export "twice") (param i32 i32) {ask} {ask})',
        builder.function("twice", [("key", "string")]),
    )
    parts = [*behaviour.CALLING, part]
    wasm = behaviour.guest(parts, behaviour.IMPORTS, imports=[behaviour.HOST])
    guest: Any = pyext_host.load(wasm, imports=host)
    host.looked_up = lambda key: "x" * 100_000
    guest.twice("k")
    assert guest.blocks() == 0
    assert_at_rest(guest)


@pytest.mark.parametrize(
    ("ty", "value"),
    [("string", "größe"), ({"list": "u16"}, [1, 2]), ("u32", 7), ("unit", None)],
    ids=str,
)
def test_an_import_that_can_fail_gives_what_its_function_gives(ty: Any, value: Any) -> None:
    function = builder.function("ask", [], builder.raises(ty))
    text = f"""{builder.prelude()} (func (export "ask") (result i32) (local $p i32)
      (local.set $p (call $ask)) {behaviour.COPY.format(24)})"""
    wasm = builder.plain(
        '(import "pyext:host/Host" "ask" (func $ask (result i32)))' + text,
        [function, *builder.COUNTERS],
        imports=[{"name": "Host", "functions": [function]}],
    )
    host = SimpleNamespace(ask=lambda: value)
    guest: Any = pyext_host.load(wasm, imports=host)
    assert guest.ask() == value
    error = KeyError("key")
    host.ask = raising(error)
    guest = pyext_host.load(wasm, imports=host)
    with pytest.raises(KeyError) as caught:
        guest.ask()
    assert caught.value is error


def test_exceptions_that_the_guest_keeps_do_not_pile_up(guest: Any, host: Host) -> None:
    host.stored = raising(Mine())
    for _ in range(1000):
        guest.swallow("k", 1)
    assert_at_rest(guest)


def test_ctrl_c_at_the_entry_of_an_import_comes_out(guest: Any, host: Host) -> None:
    # On the portable way it is wasmtime-py that is entered, which this ends the process of:
    # docs/guide/imports.md says so.
    if os.name != "posix" or not engine.verdict().fast:
        return
    # While the guest spins the signal waits; Python looks for it when the import is entered.
    ticks = []
    host.poked = lambda: ticks.append(1)

    def interrupt() -> None:
        time.sleep(0.05)
        signal.pthread_kill(main, signal.SIGINT)

    main = threading.main_thread().ident or 0
    # A process that a shell has started in the background ignores it.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        for _ in range(5):
            thread = threading.Thread(target=interrupt)
            thread.start()
            with pytest.raises(KeyboardInterrupt):
                guest.spin(400_000_000)
            thread.join()
            assert ticks == []
            assert_at_rest(guest)
    finally:
        signal.signal(signal.SIGINT, before)
        assert guest.poke(1) == 2
        ticks.clear()


def test_threads_may_call_and_be_called(guest: Any, host: Host) -> None:
    wrong: list[Any] = []

    def work(me: int) -> None:
        try:
            for i in range(100):
                if guest.sum(10) != 55 or guest.find(f"{me} {i}") != f"<{me} {i}>":
                    wrong.append((me, i))
                counter = guest.Counter(me)
                if counter.add(1) != me + 1:
                    wrong.append(me)
        except BaseException as e:
            wrong.append(e)

    interval = sys.getswitchinterval()
    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    try:
        sys.setswitchinterval(1e-5)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert wrong == []
    assert guest.live() == 0
    assert_at_rest(guest)


def test_finalisers_may_call_while_an_import_runs(guest: Any, host: Host) -> None:
    class Noisy:
        def __init__(self) -> None:
            self.itself, self.counter = self, guest.Counter(1)

        def __del__(self) -> None:
            with suppress(StaleObjectError):  # the counter's own finaliser can come first
                assert self.counter.add(1) == 2
            assert guest.find("bye") == "<bye>"

    threshold = gc.get_threshold()
    try:
        gc.set_threshold(7)

        def added(a: int, b: int) -> int:
            Noisy()
            return a + b

        host.added = added
        for _ in range(20):
            assert guest.sum(10) == 55
    finally:
        gc.set_threshold(*threshold)
    gc.collect()
    assert guest.live() == 0
    assert_at_rest(guest)


def test_an_import_that_no_host_has_is_refused() -> None:
    for head, reason in (
        ('(import "pyext:host/Host" "other" (func))', "which no host has"),
        ('(import "pyext:sdk/log" "other" (func))', "which no host has"),
        (
            '(import "pyext:host/Host" "poke" (func (param i32)))',
            r"is \(i32\) -> \(\), it has to be",
        ),
        ('(import "pyext:sdk/clock" "now" (func (result i32)))', "it has to be"),
        ('(import "pyext:host/Host" "poke" (global i32))', "is global"),
        ('(import "env" "memory" (memory 1))', "which no host has"),
        ('(import "pyext:host/Host" "poke" (table 1 funcref))', "is table"),
    ):
        wasm = builder.plain(
            head + "(memory 1)" * ("memory" not in head), [], imports=[behaviour.HOST]
        )
        with pytest.raises(LoadError, match=reason) as caught:
            pyext_host.load(wasm, imports=Host())
        assert caught.value.code == "PX613"

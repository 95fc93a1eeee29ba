"""Callables and iterables as arguments, iterators as results, and the services of every host."""

from __future__ import annotations

import gc
import inspect
import itertools
import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest

import behaviour
import builder
import pyext_host
from builder import function
from pyext_host import ProtocolError, StaleObjectError, TrapError

RAISES = {"raises": "unit"}
CALL = '(import "pyext:sdk/callable" "call" (func $call (param i32 i32) (result i32)))'
NEXT = '(import "pyext:sdk/iterator" "next" (func $next (param i32 i32) (result i32)))'
COPY = "(call $pending) (memory.copy (i32.const 512) (local.get $p) (i32.const {})) (i32.const 512)"


def callable_of(params: list[Any], result: Any = None, raises: bool = False) -> Any:
    made: dict[str, Any] = {"params": params}
    if result is not None:
        made["result"] = result
    return {"callable": {**made, **(RAISES if raises else {})}}


PARTS = [
    (
        # Calls it with a text and a number that lie at 800; the result is a number.
        """(func (export "apply") (param $f i32) (param $a i32) (param $n i32) (result f64)
          (i32.store (i32.const 800) (local.get $a))
          (i32.store (i32.const 804) (local.get $n))
          (i64.store (i32.const 808) (i64.const -5))
          (f64.load (call $call (local.get $f) (i32.const 800))))""",
        function(
            "apply", [("f", callable_of(["string", "s64"], "f64")), ("text", "string")], "f64"
        ),
    ),
    (
        """(func (export "run") (param $f i32)
          (drop (call $call (local.get $f) (i32.const 0)))
          (drop (call $call (local.get $f) (i32.const 0))))""",
        function("run", [("f", callable_of([]))]),
    ),
    (
        f"""(func (export "attempt") (param $f i32) (result i32) (local $p i32)
          (local.set $p (call $call (local.get $f) (i32.const 0))) {COPY.format(24)})""",
        function("attempt", [("f", callable_of([], raises=True))], builder.raises()),
    ),
    (
        """(func (export "maybe") (param $p i32) (result i32)
          (if (i32.eqz (i32.load8_u (local.get $p))) (then (return (i32.const 0))))
          (i32.load (call $call (i32.load offset=4 (local.get $p)) (i32.const 0))))""",
        {
            **function("maybe", [("f", {"option": callable_of([], "u32")})], "u32"),
        },
    ),
    (
        """(global $kept (mut i32) (i32.const 0))
        (func (export "keep") (param $f i32) (global.set $kept (local.get $f)))""",
        function("keep", [("f", callable_of([]))]),
    ),
    (
        '(func (export "use") (drop (call $call (global.get $kept) (i32.const 0))))',
        function("use"),
    ),
    (
        # The sum of an iterable's items, taken as many at once as it is told.
        """(func (export "sum") (param $t i32) (param $n i32) (result i64)
          (local $p i32) (local $at i32) (local $left i32) (local $s i64)
          (loop $more
            (local.set $p (call $next (local.get $t) (local.get $n)))
            (local.set $at (i32.load (local.get $p)))
            (local.set $left (i32.load offset=4 (local.get $p)))
            (block $done (loop $each
              (br_if $done (i32.eqz (local.get $left)))
              (local.set $s (i64.add (local.get $s) (i64.load (local.get $at))))
              (local.set $at (i32.add (local.get $at) (i32.const 8)))
              (local.set $left (i32.sub (local.get $left) (i32.const 1)))
              (br $each)))
            (br_if $more (i32.eqz (i32.load8_u offset=8 (local.get $p)))))
          (local.get $s))""",
        function("sum", [("items", {"iterator": "s64"}), ("n", "u32")], "s64"),
    ),
    (
        # Takes ten items, and raises what the last one is.
        """(func (export "last") (param $t i32) (result i32) (local $p i32) (local $at i32)
          (local.set $p (call $next (local.get $t) (i32.const 10)))
          (local.set $at (i32.add (i32.load (local.get $p))
            (i32.mul (i32.const 32) (i32.sub (i32.load offset=4 (local.get $p)) (i32.const 1)))))
          (call $pending) (memory.copy (i32.const 512) (local.get $at) (i32.const 32))
          (i32.const 512))""",
        function("last", [("items", {"iterator": "s64", **RAISES})], builder.raises("s64")),
    ),
    (
        # An iterator of numbers from 0; there is one, and its handle is what it is told.
        """(global $at (mut i32) (i32.const 0)) (global $end (mut i32) (i32.const 0))
        (global $handle (mut i32) (i32.const 0)) (global $closed (mut i32) (i32.const 0))
        (func (export "count") (param $end i32) (result i32)
          (global.set $at (i32.const 0)) (global.set $end (local.get $end))
          (global.set $handle (i32.add (global.get $handle) (i32.const 1)))
          (global.get $handle))
        (func (export "closed") (result i32) (global.get $closed))
        (func (export "pyext_close") (param i32)
          (if (i32.eq (local.get 0) (global.get $handle)) (then
            (global.set $handle (i32.add (global.get $handle) (i32.const 1)))
            (global.set $closed (i32.add (global.get $closed) (i32.const 1))))))
        (func (export "pyext_next") (param $h i32) (param $n i32) (result i32) (local $i i32)
          (if (i32.ne (local.get $h) (global.get $handle))
            (then (i32.store (i32.const 44) (i32.const 1)) (return (i32.const 0))))
          (call $pending)
          (block $done (loop $each
            (br_if $done (i32.ge_u (local.get $i) (local.get $n)))
            (br_if $done (i32.ge_u (global.get $at) (global.get $end)))
            (i32.store (i32.add (i32.const 90000) (i32.mul (local.get $i) (i32.const 4)))
              (global.get $at))
            (global.set $at (i32.add (global.get $at) (i32.const 1)))
            (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (br $each)))
          (i32.store (i32.const 512) (i32.const 90000))
          (i32.store (i32.const 516) (local.get $i))
          (i32.store8 (i32.const 520) (i32.ge_u (global.get $at) (global.get $end)))
          (if (i32.load8_u (i32.const 520)) (then
            (global.set $handle (i32.add (global.get $handle) (i32.const 1)))))
          (i32.const 512))""",
        function("count", [("end", "u32")], {"iterator": "u32"}),
    ),
    ("", function("closed", [], "u32")),
    ('(func (export "traps") unreachable)', function("traps")),
]


@pytest.fixture
def guest() -> Any:
    text = CALL + NEXT + builder.prelude() + "".join(body for body, _ in PARTS)
    return pyext_host.load(builder.plain(text, [*builder.COUNTERS, *(d for _, d in PARTS)]))


def assert_at_rest(guest: Any) -> None:
    assert guest.blocks() == 0
    m = guest.blocks.__globals__["m"]
    assert (m.busy, m.top, m.spent, m._depth) == (0, m.scratch, 0, 0)
    assert (m.foreign.litter, m.foreign.lent, m.foreign._unwinding) == ([], {}, None)


def test_a_callable_is_called_with_values_and_gives_one(guest: Any) -> None:
    seen: list[Any] = []

    def f(text: str, number: int) -> float:
        seen.append((text, number))
        return len(text) + 0.5

    assert guest.apply(f, "größe") == 5.5
    assert seen == [("größe", -5)]
    guest.run(lambda: None)
    assert guest.maybe(None) == 0
    assert guest.maybe(lambda: 7) == 7
    assert guest.attempt(lambda: None) is None
    with pytest.raises(TypeError, match="argument 'f': expected callable, got int"):
        guest.run(1)
    with pytest.raises(TypeError, match="argument 'f': expected callable, got int"):
        guest.maybe(1)
    with pytest.raises(TypeError, match="argument 'f': result: expected float, got str"):
        guest.apply(lambda *_: "x", "")
    with pytest.raises(TypeError, match="argument 'f': result: expected None, got int"):
        guest.run(lambda: 1)
    assert_at_rest(guest)


def test_an_exception_of_a_callable_comes_out_as_the_same_object(guest: Any) -> None:
    for error in (ValueError("v"), KeyboardInterrupt(), SystemExit(2)):

        def f() -> None:
            raise error

        for call in (guest.run, guest.attempt):
            with pytest.raises(type(error)) as caught:
                call(f)
            assert caught.value is error
            assert_at_rest(guest)


def test_calls_of_callables_nest(guest: Any) -> None:
    def descend(depth: int) -> int:
        return depth and int(guest.maybe(lambda: descend(depth - 1))) + 1

    assert descend(50) == 50
    with pytest.raises(RecursionError):
        descend(70)
    assert_at_rest(guest)


def test_a_callable_that_is_kept_is_of_no_use(guest: Any) -> None:
    guest.keep(lambda: None)
    with pytest.raises(ProtocolError, match="whose call has ended"):
        guest.use()
    assert_at_rest(guest)


def test_a_guest_may_leave_callables_and_iterables_alone() -> None:
    parts = [
        (
            '(func (export "ignore") (param i32 i32))',
            function("ignore", [("f", callable_of([])), ("items", {"iterator": "u8"})]),
        ),
        (
            '(func (export "maybe") (param i32))',
            function("maybe", [("f", {"option": callable_of([])})]),
        ),
    ]
    text = builder.prelude() + "".join(body for body, _ in parts)
    guest: Any = pyext_host.load(builder.plain(text, [d for _, d in parts]))
    for _ in range(2):
        assert guest.ignore(print, [1]) is None
        assert guest.maybe(print) is None
        assert guest.maybe(None) is None


def test_an_iterable_is_taken_in_batches(guest: Any) -> None:
    for n in (1, 7, 128, 100_000):
        assert guest.sum(range(5000), n) == sum(range(5000))
        assert guest.sum([], n) == 0
    taken: list[int] = []

    def items() -> Iterator[int]:
        for i in range(10):
            taken.append(i)
            yield i

    assert guest.sum(items(), 3) == 45
    assert guest.sum({3, 4}, 3) == 7
    with pytest.raises(TypeError, match="argument 'items': expected iterable of int, got int"):
        guest.sum(1, 1)
    with pytest.raises(TypeError, match="argument 'items': expected iterable of int, got str"):
        guest.sum("12", 1)
    with pytest.raises(TypeError, match=r"argument 'items'\[5\]: expected int, got str"):
        guest.sum([0, 1, 2, 3, 4, "x"], 2)
    with pytest.raises(OverflowError, match=r"argument 'items'\[3\]: "):
        guest.sum([0, 1, 2, 1 << 63], 2)
    assert_at_rest(guest)


def test_the_place_in_an_item_of_an_iterable_is_whole() -> None:
    fields = [{"name": "value", "type": "s64"}, {"name": "values", "type": "s64"}]
    types = [{"name": "Row", "kind": "record", "fields": fields}]
    rows = {"iterator": {"named": "Row"}}
    parts = [
        (
            f"""(func (export "{name}") (param $t i32)
              (drop (call $next (local.get $t) (i32.const 2)))
              (drop (call $next (local.get $t) (i32.const 2))))""",
            function(name, [("rows", {**rows, **more})]),
        )
        for name, more in (("plain", {}), ("trying", RAISES))
    ]
    text = NEXT + builder.prelude() + "".join(body for body, _ in parts)
    guest: Any = pyext_host.load(builder.plain(text, [d for _, d in parts], types=types))
    for take in (guest.plain, guest.trying):
        with pytest.raises(TypeError, match=r"argument 'rows'\[3\]\.values: expected int, got str"):
            take([guest.Row(1, 1)] * 3 + [guest.Row(1, "x")])
        with pytest.raises(TypeError, match=r"argument 'rows'\[0\]\.value: expected int, got str"):
            take([guest.Row("x", 1)])


def test_an_exception_of_an_iterable_is_its_last_item(guest: Any) -> None:
    error = LookupError("no more")

    def items() -> Iterator[int]:
        yield 1
        yield 2
        raise error

    with pytest.raises(LookupError) as caught:
        guest.last(items())
    assert caught.value is error
    assert guest.last(iter([4, 5, 6])) == 6
    with pytest.raises(LookupError) as caught:
        guest.sum(items(), 2)
    assert caught.value is error
    with pytest.raises(TypeError, match=r"argument 'items'\[1\]: expected int, got str"):
        guest.last([1, "x"])
    assert_at_rest(guest)


def test_an_iterator_is_lazy_and_gives_all_items(guest: Any) -> None:
    for end in (0, 1, 2, 3, 127, 128, 1000):
        assert list(guest.count(end)) == list(range(end))
    numbers = guest.count(1000)
    assert iter(numbers) is numbers
    assert list(itertools.islice(numbers, 300)) == list(range(300))
    numbers.close()
    assert list(numbers) == []
    assert guest.closed() == 1
    uses: list[Any] = [lambda: next(guest.count(5)), lambda: guest.count(5)]
    for use in uses:
        before = guest.closed()
        use()
        gc.collect()
        assert guest.closed() == before + 1
    assert_at_rest(guest)


def test_an_iterator_of_a_dead_instance_is_stale(guest: Any) -> None:
    numbers = guest.count(1000)
    assert next(numbers) == 0
    with pytest.raises(TrapError):
        guest.traps()
    with pytest.raises(StaleObjectError, match="instance that has trapped"):
        next(numbers)
    other, newer = guest.count(5), guest.count(5)
    with pytest.raises(StaleObjectError, match="is closed"):
        next(other)
    assert list(newer) == [0, 1, 2, 3, 4]


# ---- services

SERVICES = """
(import "pyext:sdk/log" "log" (func $log (param i32 i32 i32 i32 i32)))
(import "pyext:sdk/random" "fill" (func $fill (param i32 i32)))
(import "pyext:sdk/clock" "now" (func $now (result i64)))
(import "pyext:sdk/clock" "monotonic" (func $monotonic (result i64)))
(import "pyext:sdk/stdout" "write" (func $write (param i32 i32)))
"""
SERVING = [
    (
        """(func (export "log") (param i32 i32 i32 i32 i32)
          (call $log (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get 4)))""",
        function("log", [("level", "s32"), ("target", "string"), ("text", "string")]),
    ),
    (
        """(func (export "random") (param i32) (result i32)
          (call $fill (i32.const 20000) (local.get 0))
          (call $pair (i32.const 20000) (local.get 0)))""",
        function("random", [("n", "u32")], {"list": "u8"}),
    ),
    ('(func (export "now") (result i64) (call $now))', function("now", [], "s64")),
    (
        '(func (export "monotonic") (result i64) (call $monotonic))',
        function("monotonic", [], "s64"),
    ),
    (
        '(func (export "write") (param i32 i32) (call $write (local.get 0) (local.get 1)))',
        function("write", [("text", "string")]),
    ),
]


def serving() -> Any:
    text = SERVICES + builder.prelude() + "".join(body for body, _ in SERVING)
    described = [*builder.COUNTERS, *(d for _, d in SERVING)]
    return pyext_host.load(builder.plain(text, described))


def test_an_extension_logs_under_its_name(caplog: pytest.LogCaptureFixture) -> None:
    guest = serving()
    caplog.set_level(logging.DEBUG)
    guest.log(30, "guest::inner", "100 %s")
    guest.log(10, "other", "text")
    guest.log(20, "", "plain")
    assert caplog.record_tuples == [
        ("guest.inner", 30, "100 %s"),
        ("guest.other", 10, "text"),
        ("guest", 20, "plain"),
    ]
    logging.getLogger("guest.quiet").setLevel(logging.ERROR)
    guest.log(30, "quiet", "not seen")
    assert len(caplog.records) == 3


def test_random_bytes_differ_and_stay_inside_of_the_memory() -> None:
    guest = serving()
    assert len({guest.random(32) for _ in range(10)}) == 10
    assert guest.random(0) == b""
    with pytest.raises(ProtocolError, match="outside of the memory"):
        guest.random(1 << 30)


def test_clocks_tell_nanoseconds() -> None:
    guest = serving()
    assert abs(guest.now() - time.time_ns()) < 10**10
    first, second = guest.monotonic(), guest.monotonic()
    assert 0 <= second - first < 10**10


def test_text_goes_to_what_stdout_is_now(capsys: pytest.CaptureFixture[str]) -> None:
    guest = serving()
    guest.write("größe\n")
    assert capsys.readouterr().out == "größe\n"


def test_the_interface_says_what_an_iterator_of_objects_is() -> None:
    part = (
        '(func (export "all") (result i32) (i32.const 1))'
        '(func (export "pyext_next") (param i32 i32) (result i32) (unreachable))'
        '(func (export "pyext_close") (param i32))',
        function("all", [], {"iterator": {"own": "Counter"}}),
    )
    guest: Any = pyext_host.load(behaviour.guest([part]))
    assert "Generator[guest.Counter" in str(inspect.signature(guest.all))

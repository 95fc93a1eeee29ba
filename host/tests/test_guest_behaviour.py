"""Classes, imports, callables and iterators of the guest that the SDK has built."""

from __future__ import annotations

import gc
import inspect
import logging
import os
import traceback
from types import SimpleNamespace
from typing import Any

import pytest
from effort import examples
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

import pyext_host
from pyext_host import BorrowError, ExtensionError, PanicError, StaleObjectError

GUEST = os.environ.get("PYEXT_TEST_BEHAVIOUR", "")


class Host:
    """A store that calls `inside` wherever it is called."""

    def __init__(self) -> None:
        self.kept: dict[str, int] = {}
        self.inside: Any = lambda: None

    def lookup(self, key: str) -> str | None:
        self.inside()
        return str(self.kept[key]) if key in self.kept else None

    def store(self, key: str, value: int) -> None:
        self.inside()
        if not key:
            raise KeyError("no key")
        self.kept[key] = value

    def length(self, words: list[str]) -> int:
        return len(words)

    def describe(self, place: Any) -> str:
        return f"{place.name} at {place.at}"

    def place(self, name: str) -> Any:
        return {"name": name, "at": (1.0, 2.0)}

    def numbers(self, count: int) -> list[float]:
        return [i / 2 for i in range(count)]

    def mixed(self, flag: bool, numbers: tuple[int, int], *others: Any) -> Any:
        return (flag, *numbers, *others)

    def nothing(self) -> None:
        self.inside()

    def careless(self) -> int:
        self.inside()
        return 1

    def table(self, rows: Any) -> Any:
        return {key: value for row in rows for key, value in row.items() if value is not None}

    def try_color(self, color: Any) -> Any:
        return color


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture
def guest(host: Host) -> Any:
    other = SimpleNamespace(answer=lambda: 42)
    return pyext_host.load(GUEST, imports={"Host": host, "Other": other})


def test_values_of_every_kind_pass_an_import(guest: Any, host: Host) -> None:
    host.kept["a"] = 7
    assert guest.lookup("a") == "7"
    assert guest.lookup("b") is None
    assert guest.twice("a") == 'Some("77") 42'
    assert guest.everything().startswith("2 home at (1.0, 2.0) Place {")
    assert guest.store("k") is None
    assert host.kept["k"] == 1


def test_an_exception_passes_rust_as_itself_or_as_a_cause(guest: Any, host: Host) -> None:
    error = LookupError("full")
    host.inside = lambda: raises(error)
    counter = guest.Counter("c", 1)
    calls: list[Any] = [lambda: guest.store("k"), lambda: guest.store_boxed("k")]
    for call in calls:
        with pytest.raises(LookupError) as caught:
            call()
        assert caught.value is error
        assert traceback.extract_tb(error.__traceback__)[-1].name == "raises"
    with pytest.raises(ExtensionError, match="k is not stored") as wrapped:
        guest.store_or_say("k")
    assert wrapped.value.__cause__ is error
    assert wrapped.value.causes == ("LookupError: full",)
    with pytest.raises(guest.Unstored, match="k is unstored") as unstored:
        guest.store_with_class("k")
    assert unstored.value.__cause__ is error
    assert unstored.value.key == "k"
    assert guest.store_all(["a", "b"]) == (0, ["LookupError: full"] * 2)
    with pytest.raises(ExtensionError, match="made in the guest"):
        guest.own_exception()
    assert counter.count == 1
    with pytest.raises(LookupError) as caught:
        guest.careless()
    assert caught.value is error
    with pytest.raises(StaleObjectError):
        counter.increment()


def raises(error: BaseException) -> None:
    raise error


def test_what_is_borrowed_cannot_be_changed_from_inside(guest: Any, host: Host) -> None:
    watched = guest.Watched()
    seen: list[str] = []

    def inside() -> None:
        host.inside = lambda: None
        with pytest.raises(BorrowError) as caught:
            watched.change("k")
        seen.append(str(caught.value))

    calls: list[Any] = [lambda: watched.read(), lambda: watched.change("k")]
    for call in calls:
        host.inside = inside
        call()
    assert [text.split(":")[0] for text in seen] == ["Watched.change", "Watched.change"]
    assert all("the Watched is in use" in text for text in seen)


def test_a_panic_under_a_borrow_leaves_nothing_locked(guest: Any) -> None:
    counter = guest.Counter("c", 1)
    with pytest.raises(PanicError, match="the counter c explodes"):
        counter.explode()
    with pytest.raises(StaleObjectError):
        counter.increment()
    assert guest.Counter("d").increment() == 1


def test_a_view_of_what_lies_in_an_object_is_of_a_copy(guest: Any) -> None:
    counter = guest.Counter("a name of some length", 1)
    view = guest.views.letters(counter)
    counter.name = "b"
    view[0] = ord("A")
    assert (bytes(view), counter.name) == (b"A name of some length", "b")
    assert guest.letters(counter) == b"b"
    # It is the guest's, and goes to it without a copy, but it is not the object's.
    view = guest.views.letters(counter)
    counter.close()
    guest.many(10)
    assert bytes(view) == b"b"
    for name, given in (("Counter", ("c",)), ("fresh", ())):
        with pytest.raises(TypeError, match=f"views.{name}: it is no function of the module"):
            getattr(guest.views, name)(*given)


def test_an_iterator_drops_what_it_holds(guest: Any) -> None:
    numbers = guest.holding(guest.Counter("c", 5))
    assert [next(numbers) for _ in range(300)] == [5] * 300
    assert guest.live() == 1
    numbers.close()
    assert guest.live() == 0
    found: list[int] = []
    with pytest.raises(guest.TooLarge) as caught:
        found.extend(guest.up_to(200))
    assert (found, caught.value.number) == (list(range(200)), 200)
    with pytest.raises(PanicError, match="the iterator breaks"):
        list(guest.breaks())


def test_an_iterator_that_is_a_class_says_what_it_gives(guest: Any) -> None:
    following = guest.Countdown.__next__
    assert inspect.signature(following).return_annotation is following.__annotations__["return"]
    assert (following.__annotations__["return"], following.__name__) == (int, "__next__")
    assert [*guest.Countdown(3)] == [2, 1, 0]


def test_a_function_may_return_one_of_several_iterators(guest: Any) -> None:
    assert [*guest.range(3, True)] == [0, 1, 2] == [*guest.range(3, False)][::-1]
    assert [*guest.checked_range(2, False)] == [1, 0]
    with pytest.raises(pyext_host.ExtensionError, match="nothing to count"):
        guest.checked_range(0, True)


def test_iterables_and_callables_reach_rust(guest: Any) -> None:
    assert guest.first(iter(range(10**6)), 3) == [0, 1, 2]
    assert guest.zip([1, 2], ["a", "b", "c"]) == [(1, "a"), (2, "b")]
    assert guest.map([1.0, 2.0], lambda x: x * 2) == [2.0, 4.0]
    counter = guest.Counter("c", 1)
    assert guest.update(counter, lambda count: count + 1) == 3
    # A method of a further block.
    assert counter.change(lambda count: count * 5) == 15
    assert counter.change(lambda count: 3) == 3
    with pytest.raises(BorrowError):
        guest.update(counter, lambda count: counter.increment())
    assert counter.count == 3


def test_crates_that_ask_getrandom_have_random_bytes(guest: Any) -> None:
    found = {part for _ in range(4) for part in guest.bytes_of_crates(32)}
    assert len(found) == 8
    assert guest.bytes_of_crates(0) == (b"", b"")


def test_it_logs_as_its_drop_is_run(guest: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    guest.Noisy("a")
    gc.collect()
    guest.live()
    assert [record.getMessage() for record in caplog.records] == ["a is dropped"]


def test_a_million_objects_come_and_go(guest: Any) -> None:
    m = guest.live.__globals__
    for i in range(examples(1000)):
        counters = guest.many(1000)
        if i % 100 == 0:
            assert guest.live() == 1000
    del counters
    assert guest.live() == 0
    assert not m["m"].drops


class Counters(RuleBasedStateMachine):
    """Counters beside a model in Python; a count of None is that of an object that has gone."""

    objects: Any = Bundle("objects")

    def __init__(self) -> None:
        super().__init__()
        self.host = Host()
        other = SimpleNamespace(answer=lambda: 42)
        self.guest: Any = pyext_host.load(GUEST, imports={"Host": self.host, "Other": other})
        #: Counts of the objects that Python holds.
        self.alive: list[list[Any]] = []

    def made(self, counter: Any, count: int) -> list[Any]:
        pair = [counter, count]
        self.alive.append(pair)
        return pair

    def gone(self, pair: list[Any]) -> None:
        pair[1] = None
        self.alive = [other for other in self.alive if other is not pair]

    def expect(self, pairs: list[list[Any]], call: Any, kind: Any = StaleObjectError) -> Any:
        """Makes a call that these objects take part in; none if one of them has gone."""
        if any(pair[1] is None for pair in pairs):
            with pytest.raises(kind):
                call()
            return None
        return call()

    @rule(target=objects, count=st.integers(-100, 100))
    def create(self, count: int) -> Any:
        return self.made(self.guest.Counter("name", count), count)

    @rule(target=objects, count=st.integers(0, 5))
    def create_many(self, count: int) -> Any:
        found = self.guest.many(count)
        return multiple(*[self.made(counter, i) for i, counter in enumerate(found)])

    @rule(target=objects, count=st.integers(0, 5), end=st.integers(0, 5))
    def create_some(self, count: int, end: int) -> Any:
        numbers = self.guest.counters(count)
        found = [self.made(counter, i) for i, counter in zip(range(end), numbers)]
        numbers.close()
        return multiple(*found)

    @rule(pair=objects, by=st.integers(-5, 5))
    def increment(self, pair: list[Any], by: int) -> None:
        found = self.expect([pair], lambda: pair[0].increment(by))
        if pair[1] is not None:
            pair[1] += by
            assert found == pair[1]

    @rule(pair=objects)
    def read(self, pair: list[Any]) -> None:
        assert self.expect([pair], lambda: pair[0].count) == pair[1]

    @rule(left=objects, right=objects)
    def swap(self, left: list[Any], right: list[Any]) -> None:
        def call() -> None:
            if left is right:
                with pytest.raises(BorrowError):
                    left[0].swap(right[0])
            else:
                left[0].swap(right[0])
                left[1], right[1] = right[1], left[1]

        self.expect([left, right], call)

    @rule(left=objects, right=consumes(objects))
    def absorb(self, left: list[Any], right: list[Any]) -> None:
        def call() -> None:
            if left is right:
                with pytest.raises(BorrowError):
                    left[0].absorb(right[0])
            else:
                left[0].absorb(right[0])
                left[1] += right[1]
                self.gone(right)

        self.expect([left, right], call)

    @rule(pair=objects)
    def finish(self, pair: list[Any]) -> None:
        count = pair[1]
        if self.expect([pair], pair[0].finish) is not None:
            assert count is not None
            self.gone(pair)

    @rule(pair=objects)
    def close(self, pair: list[Any]) -> None:
        pair[0].close()
        self.gone(pair)

    @rule(pair=consumes(objects))
    def let_go(self, pair: list[Any]) -> None:
        self.gone(pair)
        pair[0] = None

    @rule(pairs=st.lists(objects, max_size=4))
    def total(self, pairs: list[list[Any]]) -> None:
        counters = [pair[0] for pair in pairs if pair[0] is not None]
        known = [pair for pair in pairs if pair[0] is not None]
        found = self.expect(known, lambda: self.guest.total(counters))
        if found is not None:
            assert found == sum(pair[1] for pair in known)

    @rule(pair=objects)
    def change_inside_of_an_update(self, pair: list[Any]) -> None:
        def change(count: int) -> int:
            with pytest.raises(BorrowError):
                pair[0].increment()
            inner = self.guest.Counter("inner", count)
            return int(inner.increment())

        if self.expect([pair], lambda: self.guest.update(pair[0], change)) is not None:
            pair[1] += pair[1] + 1

    @rule(pair=objects)
    def raise_inside_of_an_update(self, pair: list[Any]) -> None:
        def change(count: int) -> int:
            raise ZeroDivisionError

        def call() -> None:
            with pytest.raises(ZeroDivisionError):
                self.guest.update(pair[0], change)

        self.expect([pair], call)

    @rule(pair=objects)
    def explode(self, pair: list[Any]) -> None:
        def call() -> None:
            with pytest.raises(PanicError):
                pair[0].explode()
            for other in list(self.alive):
                self.gone(other)

        self.expect([pair], call)

    @invariant()
    def as_many_live_as_python_holds(self) -> None:
        if self.guest.live() != len(self.alive):
            gc.collect()  # a traceback holds on to what its frames have
        assert self.guest.live() == len(self.alive)


def test_counters_do_what_a_model_does() -> None:
    steps = settings(max_examples=examples(30), stateful_step_count=40, deadline=None)
    run_state_machine_as_test(Counters, settings=steps)

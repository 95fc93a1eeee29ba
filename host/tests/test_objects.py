"""Objects of classes: handles and what becomes of them, members, properties, special methods."""

from __future__ import annotations

import copy
import gc
import inspect
import pickle
import threading
from typing import Any, Callable

import pytest

import behaviour
import builder
import pyext_host
from pyext_host import StaleObjectError, TrapError


@pytest.fixture
def guest() -> pyext_host.Extension:
    return pyext_host.load(behaviour.guest())


def test_a_class_has_constructor_methods_and_properties(guest: Any) -> None:
    counter = guest.Counter(3)
    assert type(counter) is guest.Counter
    assert counter.add(4) == 7
    assert counter.value == 7
    counter.value = 2
    assert (counter.value, len(counter), guest.live()) == (2, 2, 1)
    assert guest.Counter(start=5).value == 5
    assert guest.Counter.zero().value == 0
    assert guest.Counter.count() == counter.count()
    assert guest.Counter.__doc__ == "Counts."
    assert (guest.Counter.__module__, guest.Counter.__qualname__) == ("guest", "Counter")
    assert "Counter" in repr(guest)
    assert str(inspect.signature(guest.Counter)) == "(start: int) -> guest.Counter"
    assert str(inspect.signature(counter.add)) == "(n: int) -> int"
    with pytest.raises(TypeError, match="argument 'n': expected int, got str"):
        counter.add("x")
    with pytest.raises(AttributeError):
        counter.other = 1


def test_special_methods_are_python_s(guest: Any) -> None:
    a, b = guest.Counter(3), guest.Counter(4)
    assert (a + b).value == 7
    assert a != b
    assert a == guest.Counter(3)
    before = a
    a += 10
    assert a is before
    assert a.value == 13
    assert list(guest.Counter(3)) == [3, 2, 1]
    assert bool(guest.Counter(0)) is False
    assert (a == 13) is False
    for other in (13, None, "x"):
        with pytest.raises(TypeError, match="unsupported operand"):
            a + other
    with pytest.raises(TypeError, match="unhashable"):
        hash(a)

    class Right:
        def __radd__(self, other: Any) -> Any:
            return ("radd", other.value)

    assert a + Right() == ("radd", 13)

    class Odd:
        def __index__(self) -> int:
            raise TypeError("mine")

    with pytest.raises(TypeError, match="mine"):
        a += Odd()


def test_close_drops_at_once_and_only_once(guest: Any) -> None:
    counter = guest.Counter(1)
    counter.close()
    assert guest.live() == 0
    counter.close()
    uses: list[Any] = [
        lambda: counter.add(1),
        lambda: counter.value,
        lambda: guest.consume(counter),
    ]
    for use in uses:
        with pytest.raises(StaleObjectError, match="the Counter is closed or was given away"):
            use()
    with pytest.raises(StaleObjectError, match=r"Counter\.add: the Counter"):
        counter.add(1)
    with guest.Counter(2) as counter:
        assert counter.value == 2
    assert guest.live() == 0
    with pytest.raises(StaleObjectError, match="argument 'other'"):
        guest.Counter(1) + counter


def test_close_of_a_class_takes_its_own_objects_only() -> None:
    text = '(func (export "other") (result i32) (i32.const 7))'
    part = (
        f'{text} (func (export "[drop]Other") (param i32))',
        builder.function("other", [], {"own": "Other"}),
    )
    guest: Any = pyext_host.load(
        behaviour.guest([part], types=[{"name": "Other", "kind": "class"}])
    )
    other = guest.other()
    for wrong, got in ((other, "Other"), (5, "int")):
        with pytest.raises(TypeError, match=f"Counter.close: expected Counter, got {got}"):
            guest.Counter.close(wrong)
    other.close()


def test_what_is_given_away_is_closed(guest: Any) -> None:
    counter = guest.Counter(5)
    assert counter.take() == 5
    with pytest.raises(StaleObjectError):
        counter.take()
    counter = guest.Counter(5)
    guest.consume(counter)
    with pytest.raises(StaleObjectError, match="argument 'counter'"):
        guest.consume(counter)
    assert guest.live() == 0


def test_objects_are_parts_of_values(guest: Any) -> None:
    counters = guest.several(5)
    assert [c.value for c in counters] == [0, 1, 2, 3, 4]
    assert guest.total(counters) == 10
    assert guest.maybe(None) == 77
    assert guest.maybe(counters[3]) == 3
    counters[1].close()
    with pytest.raises(StaleObjectError, match="argument 'counters'"):
        guest.total(counters)
    del counters[1]
    guest.eat(counters)
    assert guest.live() == 0
    with pytest.raises(StaleObjectError):
        guest.maybe(counters[0])
    with pytest.raises(TypeError, match=r"argument 'counters'\[1\]: expected Counter, got int"):
        guest.total([guest.Counter(1), 2])
    with pytest.raises(TypeError, match="argument 'counter': expected Counter, got int"):
        guest.maybe(2)


def test_an_object_may_have_other_values_behind_it() -> None:
    scaled = """(func (export "scaled") (param $p i32) (result i32)
      (i32.mul (i32.load offset=4 (local.get $p))
        (i32.load (call $take (i32.load (local.get $p)) (i32.const 0)))))"""
    pair = {"tuple": [behaviour.BORROW, "u32"]}
    part = (scaled, builder.function("scaled", [("pair", pair)], "u32"))
    guest: Any = pyext_host.load(behaviour.guest([part]))
    assert guest.scaled((guest.Counter(3), 0x01020304)) == 3 * 0x01020304


def test_objects_in_a_list_that_was_given_away_are_closed(guest: Any) -> None:
    counters = guest.several(2)
    guest.eat(counters)
    with pytest.raises(TrapError):
        guest.Counter(1).traps()
    # The next instance has none of its handles, and these are no objects of the one before.
    for counter in counters:
        with pytest.raises(StaleObjectError, match="is closed or was given away"):
            guest.maybe(counter)


def test_what_python_lets_go_of_is_dropped_at_the_next_call(guest: Any) -> None:
    guest.Counter(1)
    counter = guest.Counter(2)
    assert guest.live() == 1
    del counter
    assert guest.live() == 0
    state = guest.live.__globals__["m"]
    thread = threading.Thread(target=lambda: guest.Counter(3))
    thread.start()
    thread.join()
    assert len(state.drops) == 1
    assert guest.live() == 0
    assert len(state.drops) == 0


def test_objects_in_cycles_are_dropped(guest: Any) -> None:
    class Holder:
        pass

    for _ in range(100):
        holder: Any = Holder()
        holder.counter, holder.itself = guest.Counter(1), holder
    del holder
    gc.collect()
    assert guest.live() == 0


def test_many_create_and_drop_cycles_leave_nothing(guest: Any) -> None:
    for i in range(100_000):
        guest.Counter(i)
    assert guest.live() == 0
    assert len(guest.live.__globals__["m"].drops) == 0


def test_after_a_trap_objects_are_stale(guest: Any) -> None:
    counter, other = guest.Counter(1), guest.Counter(2)
    with pytest.raises(TrapError):
        counter.traps()
    fresh = guest.Counter(9)
    uses: list[Any] = [
        lambda: counter.add(1),
        lambda: other.value,
        lambda: fresh + counter,
        lambda: guest.total([fresh, counter]),
        lambda: guest.maybe(counter),
        lambda: guest.consume(counter),
    ]
    for use in uses:
        with pytest.raises(StaleObjectError, match="instance that has trapped"):
            use()
    counter.close()
    assert guest.live() == 1
    assert fresh.value == 9
    with pytest.raises(TrapError):
        fresh.traps()
    with pytest.raises(StaleObjectError):
        fresh.add(1)


def test_objects_of_another_load_are_no_objects_of_this_one(guest: Any) -> None:
    other = pyext_host.load(behaviour.guest())
    stranger = other.Counter(1)
    uses: list[Any] = [lambda: guest.consume(stranger), lambda: guest.maybe(stranger)]
    for use in uses:
        with pytest.raises(TypeError, match="this Counter is of another extension or of another"):
            use()
    with pytest.raises(TypeError, match="of another extension"):
        guest.Counter.add(stranger, 1)
    with pytest.raises(TypeError, match="expected Counter, got int"):
        guest.Counter.add(5, 1)
    assert stranger.value == 1


def test_objects_can_be_neither_copied_nor_pickled(guest: Any) -> None:
    counter = guest.Counter(1)
    for use in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="neither copied nor pickled"):
            use(counter)


def test_a_class_can_be_derived_from(guest: Any) -> None:
    base: Any = guest.Counter

    class Named(base):  # type: ignore[misc]
        def double(self) -> int:
            return int(self.value) * 2

    named = Named(4)
    assert type(named) is Named
    assert named.double() == 8
    assert named.add(1) == 5
    assert guest.maybe(named) == 5
    with pytest.raises(TypeError, match="not a class that derives from Counter"):
        guest.Counter.__new__(int, 1)
    gc.collect()
    assert guest.live() == 1


def test_an_object_that_the_extension_has_not_made_is_a_type_error(guest: Any) -> None:
    empty = object.__new__(guest.Counter)
    uses: list[Callable[[], object]] = [
        lambda: empty.add(1),
        lambda: empty.value,
        lambda: len(empty),
        lambda: empty == empty,
        lambda: guest.Counter(1) + empty,
        lambda: guest.consume(empty),
        lambda: guest.total([guest.Counter(1), empty]),
    ]
    # The first call makes the code that the second one runs.
    for use in uses * 2:
        with pytest.raises(TypeError, match="has not made this object") as caught:
            use()
        assert caught.value.__suppress_context__
    empty.close()


def test_a_forged_handle_is_found_out(guest: Any) -> None:
    counter = guest.Counter(1)
    counter.__pyext_handle__ += 5
    with pytest.raises(StaleObjectError):
        counter.add(1)
    counter.__pyext_handle__ += 1 << 50
    with pytest.raises(StaleObjectError):
        counter.add(1)
    counter.__pyext_handle__ = -1
    with pytest.raises(StaleObjectError):
        counter.add(1)


def test_a_class_without_constructor_cannot_be_called() -> None:
    members = [m for m in behaviour.MEMBERS if m[1]["role"] != "constructor"]
    before = behaviour.MEMBERS[:]
    try:
        behaviour.MEMBERS[:] = members
        guest: Any = pyext_host.load(behaviour.guest())
    finally:
        behaviour.MEMBERS[:] = before
    with pytest.raises(TypeError, match="Counter has no constructor"):
        guest.Counter()
    assert guest.Counter.zero().value == 0

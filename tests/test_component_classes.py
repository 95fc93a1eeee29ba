"""Classes of an extension as resources of a component, through `wasmtime.component`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from components import Instance, build
from support import ROOT
from wasmtime import WasmtimeError
from wasmtime.component import Variant

#: No object.
NONE = Variant("none")


@pytest.fixture(scope="module")
def path() -> Path:
    """The component of the guest with behaviour."""
    return build(ROOT / "tests" / "behaviour").component


@pytest.fixture
def instance(path: Path) -> Instance:
    """A new instance."""
    return Instance(path)


def objects(instance: Instance, name: str, *arguments: Any) -> Any:
    """Calls a function of the interface with the classes."""
    return instance.call(f"objects#{name}", *arguments)


def counter(instance: Instance, start: int, name: str = "some") -> Any:
    """A new counter."""
    return objects(instance, "[constructor]counter", name, start)


def count(instance: Instance, of: Any) -> int:
    """The count of a counter."""
    found: int = objects(instance, "[method]counter.count", of)
    return found


def live(instance: Instance) -> int:
    """How many counters the guest has."""
    found: int = instance.call("live")
    return found


def test_methods_properties_and_static_functions_are_functions_of_the_resource(
    instance: Instance,
) -> None:
    one = counter(instance, 5, "one")
    assert objects(instance, "[method]counter.increment", one, 3) == 8
    assert objects(instance, "[method]counter.name", one) == "one"
    objects(instance, "[method]counter.set-name", one, "two words")
    assert objects(instance, "[method]counter.words", one) == ["two", "words"]
    assert objects(instance, "[method]counter.set-count", one, 4).tag == "ok"
    assert objects(instance, "[method]counter.set-count", one, -4).payload.value.count == -4
    assert objects(instance, "[method]counter.repr", one) == 'Counter("two words", 4)'
    assert count(instance, objects(instance, "[static]counter.at", 7)) == 7
    parsed = objects(instance, "[static]counter.parse", "12")
    assert count(instance, parsed.payload) == 12
    failed = objects(instance, "[static]counter.parse", "x")
    assert failed.payload.message == '"x" is no number'


def test_a_constructor_that_can_fail_is_a_static_function(instance: Instance) -> None:
    made = objects(instance, "[static]countdown.new", 2)
    following = [objects(instance, "[method]countdown.next", made.payload) for _ in range(3)]
    assert [one.payload for one in following] == [1, 0, None]


def test_objects_cross_in_everything_that_holds_them(instance: Instance) -> None:
    many = objects(instance, "many", 3)
    assert [count(instance, one) for one in many] == [0, 1, 2]
    assert objects(instance, "total", many) == 3
    merged = objects(instance, "merge", many)
    assert count(instance, merged) == 3
    named = dict(objects(instance, "by-name", ["a", "b"]))
    assert objects(instance, "named", sorted(named.items())) == ["a: a", "b: b"]
    assert objects(instance, "take-maybe", NONE) == NONE
    taken = objects(instance, "take-maybe", Variant("some", named["a"])).payload
    record = objects(instance, "label", "L", taken)
    assert record.label == "L"
    assert objects(instance, "[method]counter.name", objects(instance, "unlabel", record)) == "a"
    first, number, second = objects(instance, "pair", merged, named["b"])
    assert (count(instance, first), number, count(instance, second.payload)) == (3, 0, 0)


def test_objects_cross_in_variants_and_results(instance: Instance) -> None:
    source = objects(instance, "source-of", Variant("some", counter(instance, 9)))
    assert source.tag == "counted"
    assert objects(instance, "consume", source) == 18
    assert objects(instance, "source-of", NONE).tag == "nothing"
    assert objects(instance, "consume", Variant("fixed", 3)) == 3
    attempts = objects(instance, "attempts", 4)
    assert [one.tag for one in attempts] == ["ok", "err", "ok", "err"]
    assert [count(instance, one.payload) for one in attempts if one.tag == "ok"] == [0, 2]


def test_what_is_dropped_consumed_and_given_away_leaves_nothing(instance: Instance) -> None:
    store = instance.store
    before = live(instance)
    for _ in range(200):
        one, two = counter(instance, 1), counter(instance, 2)
        objects(instance, "[method]counter.absorb", one, two)
        made = objects(instance, "merge", [*objects(instance, "many", 5), one])
        record = objects(instance, "label", "x", made)
        objects(instance, "[static]counter.finish", objects(instance, "unlabel", record))
        counter(instance, 3).drop(store)
    assert live(instance) == before


def test_an_object_that_was_given_away_cannot_be_used(instance: Instance) -> None:
    one = counter(instance, 1)
    objects(instance, "[static]counter.finish", one)
    with pytest.raises((ValueError, WasmtimeError)):
        count(instance, one)


def test_lending_an_object_twice_to_what_changes_it_traps(instance: Instance) -> None:
    one = counter(instance, 1)
    with pytest.raises(WasmtimeError):
        objects(instance, "[method]counter.swap", one, one)

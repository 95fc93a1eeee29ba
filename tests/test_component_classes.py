"""Classes, imports and services of an extension in a component, through `wasmtime.component`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from components import Imports, Instance, build
from support import ROOT, make_crate
from wasmtime import WasmtimeError
from wasmtime.component import Record, Variant

#: No object.
NONE = Variant("none")


#: The parts of the guest with behaviour that a component can have.
PARTS = ["classes", "imports", "services"]
LIBRARY = '#![cfg_attr(target_family = "wasm", no_std)]\nextern crate alloc;\n'


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The component of a guest with classes and imports."""
    sources = ROOT / "tests" / "behaviour" / "src"
    files = {f"src/{part}.rs": (sources / f"{part}.rs").read_text("utf-8") for part in PARTS}
    files["src/lib.rs"] = LIBRARY + "".join(f"pub mod {part};\n" for part in PARTS)
    manifest = (
        '[dependencies]\nlog = { version = "0.4", default-features = false }\n'
        f'pyext = {{ path = {(ROOT / "sdk").as_posix()!r}, features = ["log"] }}\n'
        '[lib]\ncrate-type = ["cdylib"]\n'
    )
    crate = make_crate(tmp_path_factory.mktemp("parts"), "parts", files, manifest)
    return build(crate).component


@dataclass
class Python:
    """What is given to the guest."""

    stored: dict[str, int] = field(default_factory=dict)
    said: list[Any] = field(default_factory=list)

    def imports(self) -> Imports:
        """The interfaces that the component imports."""
        return {
            "host": {
                "lookup": lambda _, key: some(self.stored.get(key)),
                "store": self.store,
                "length": lambda _, words: len(words),
                "describe": lambda _, place: f"at {place.name}",
                "place": self.place,
                "numbers": lambda _, count: [i / 2 for i in range(count)],
                "mixed": lambda _, *arguments: self.mixed(arguments),
                "nothing": lambda _: self.said.append("nothing"),
                "careless": lambda _: -5,
                "table": self.table,
                "try-color": lambda _, color: Variant("ok", color),
            },
            "other": {"answer": lambda _: 42},
            "pyext-log": {"log": lambda _, *record: self.said.append(record)},
            "pyext-random": {"bytes": lambda _, count: bytes(i % 251 for i in range(count))},
            "pyext-clock": {"now": lambda _: 1_700_000_000 * 10**9, "monotonic": self.tick},
            "pyext-stdout": {"write": lambda _, text: self.said.append(text)},
        }

    def store(self, _: object, key: str, value: int) -> Variant:
        if key == "full":
            return Variant("err", raised("no room", 7))
        self.stored[key] = value
        return Variant("ok")

    def place(self, _: object, name: str) -> Variant:
        place: Any = Record()
        place.name, place.at = name, Variant("some", (1.5, -2.5))
        return Variant("ok", place)

    def mixed(self, arguments: tuple[Any, ...]) -> Any:
        self.said.append(arguments)
        flag, numbers, *others = arguments
        return (flag, *numbers, *others)

    def table(self, _: object, rows: list[Any]) -> Any:
        known = [(key, value) for row in rows for key, value in row if value != NONE]
        return [(key, value.payload) for key, value in known]

    def tick(self, _: object) -> int:
        self.said.append("tick")
        return 1000 * len(self.said)


def some(value: int | None) -> Variant:
    """The text of a number, if there is one."""
    return NONE if value is None else Variant("some", f"value {value}")


def raised(message: str, exception: int) -> Any:
    """What an import returns in place of its result."""
    error: Any = Record()
    error.message, error.causes, error.exception = message, [], exception
    return error


@pytest.fixture
def given() -> Python:
    """What a new instance is given."""
    return Python()


@pytest.fixture
def instance(path: Path, given: Python) -> Instance:
    """A new instance."""
    return Instance(path, imports=given.imports())


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


def test_imports_are_called_with_values_of_every_shape(instance: Instance, given: Python) -> None:
    answer = instance.call("everything")
    assert answer.tag == "ok"
    text = answer.payload
    assert text.startswith(
        '2 at home Place { name: "home", at: Some((1.5, -2.5)) } [0.0, 0.5, 1.0]'
    )
    assert text.endswith('{"a": 1} Green')
    huge = (2**64 - 1, 2**64 - 1)
    assert given.said == ["nothing", (True, (-7, 2**64 - 1), 0.5, huge, (3, 5), b"bytes")]
    assert f"(true, -7, {2**64 - 1}, 0.5, {2**128 - 1}, 3.000000005s, {list(b'bytes')})" in text
    assert instance.call("careless") == -5


def test_results_of_imports_are_the_guests(instance: Instance, given: Python) -> None:
    assert instance.call("lookup", "a") == NONE
    assert instance.call("store", "a", 3).tag == "ok"
    assert given.stored == {"a": 3}
    assert instance.call("lookup", "a") == Variant("some", "value 3")
    assert instance.call("twice", "a") == 'Some("value 3value 3") 42'
    # Many calls of imports in one, whose results take memory.
    keys = [f"key {i} {'x' * (i % 500)}" for i in range(3000)]
    stored, mistakes = instance.call("store-all", [*keys, "full"])
    assert (stored, mistakes) == (3000, ["no room"])


def test_an_error_of_an_import_comes_out_with_its_number(instance: Instance) -> None:
    failed = instance.call("store", "full", 1)
    assert failed.tag == "err"
    assert (failed.payload.message, failed.payload.exception) == ("no room", 7)
    caused = instance.call("store-or-say", "full").payload
    assert (caused.message, caused.causes) == ("full is not stored", ["no room"])


def test_methods_call_imports_while_the_object_is_lent(instance: Instance, given: Python) -> None:
    watched = objects(instance, "[constructor]watched")
    given.stored["k"] = 1
    assert objects(instance, "[method]watched.change", watched, "k") == len("value 1")
    assert objects(instance, "[method]watched.absorb", watched, counter(instance, 1)) == 7
    assert live(instance) == 0


def test_services_are_imports(instance: Instance, given: Python) -> None:
    instance.call("print", "a", 3)
    assert "".join(given.said) == "a and 3\nplain\n\n\u00e9\n"
    given.said.clear()
    instance.call("log-all", "text")
    assert given.said[0] == (40, "parts::services", "error: text")
    assert given.said[-1] == (20, "some.target", "text")
    size = 5000
    chunk = bytes(i % 251 for i in range(1024))
    assert instance.call("random-bytes", size) == (chunk * 5)[:size]
    now, took = instance.call("time")
    assert now == (1_700_000_000, 0)
    assert took[1] > 0


def test_an_object_that_imports_as_it_goes_is_dropped(instance: Instance, given: Python) -> None:
    noisy = objects(instance, "[constructor]noisy", "loud")
    noisy.drop(instance.store)
    assert given.said == [(20, "parts::services", "loud is dropped")]

"""Values of any type: neutral, as `pyext_host` has them, as `wasmtime.component` has them.

Neutral values are hashable and compare by content: a list or record is a tuple of its parts,
a set or map a frozenset, an option `None` or `("some", value)`, a result `("ok", value)` or
`("err", value)`, an enum its case's name, a variant `(case, fields)`, flags a frozenset of names,
a duration `(seconds, nanoseconds)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pyext_host
from hypothesis import strategies as st
from wasmtime.component import Record, Variant

Type = Any
Value = Any

INTEGERS = {
    f"{sign}{bits}": (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if sign == "s" else (0, 2**bits - 1)
    for sign in "us"
    for bits in (8, 16, 32, 64, 128)
}
WIDE = ("u128", "s128")
MOST = 6


def kebab(name: str) -> str:
    """A name in WIT. These tests choose names that need no more than this."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).replace("_", "-").lower()
    return re.sub(r"-(?=\d)", "", words)


def upper_snake(name: str) -> str:
    """A member of an enum in Python."""
    return kebab(name).replace("-", "_").upper()


def comparable(value: Value) -> Value:
    """The value with floats as text, so that NaN equals itself and zero has a sign."""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, tuple):
        return tuple(comparable(part) for part in value)
    if isinstance(value, frozenset):
        return frozenset(comparable(part) for part in value)
    return value


@dataclass(frozen=True)
class Types:
    """The types of an interface, with the definitions that they name."""

    definitions: dict[str, dict[str, Any]]

    @classmethod
    def of(cls, interface: dict[str, Any]) -> Types:
        """Those of an interface section."""
        return cls({definition["name"]: definition for definition in interface.get("types", [])})

    def fields(self, whole: dict[str, Any]) -> list[Type]:
        """The types of the fields of a record or case."""
        return [field["type"] for field in whole.get("fields", [])]

    def cases(self, name: str) -> dict[str, dict[str, Any]]:
        """The cases of a variant, by name."""
        return {case["name"]: case for case in self.definitions[name]["cases"]}

    def has_bytes(self, ty: Type) -> bool:
        """Whether a value of it occupies memory: what does not is left out in WIT."""
        if isinstance(ty, str):
            return ty != "unit"
        ((form, part),) = ty.items()
        if form == "tuple":
            return any(map(self.has_bytes, part))
        if form == "named":
            definition = self.definitions[part]
            return definition["kind"] != "record" or any(
                map(self.has_bytes, self.fields(definition))
            )
        return True

    def strategy(self, ty: Type) -> st.SearchStrategy[Value]:
        """Any neutral value of the type."""
        if isinstance(ty, str):
            return primitive(ty)
        ((form, part),) = ty.items()
        many = self.strategy
        if form == "list":
            return st.lists(many(part), max_size=MOST).map(tuple)
        if form == "set":
            return st.frozensets(many(part), max_size=MOST)
        if form == "map":
            key, value = part
            pairs = st.dictionaries(many(key), many(value), max_size=MOST)
            return pairs.map(lambda pairs: frozenset(pairs.items()))
        if form == "option":
            return st.none() | many(part).map(lambda value: ("some", value))
        if form == "tuple":
            return st.tuples(*map(many, part))
        if form == "array":
            element, count = part
            return st.lists(many(element), min_size=count, max_size=count).map(tuple)
        if form == "result":
            ok, error = part
            return st.tuples(st.just("ok"), many(ok)) | st.tuples(st.just("err"), many(error))
        return self.named(self.definitions[part])

    def named(self, definition: dict[str, Any]) -> st.SearchStrategy[Value]:
        """Any neutral value of a definition."""
        kind = definition["kind"]
        if kind == "enum":
            return st.sampled_from([case["name"] for case in definition["cases"]])
        if kind == "flags":
            return st.frozensets(st.sampled_from([flag["name"] for flag in definition["flags"]]))
        if kind == "record":
            return st.tuples(*map(self.strategy, self.fields(definition)))
        return st.one_of([self.case(case) for case in definition["cases"]])

    def case(self, case: dict[str, Any]) -> st.SearchStrategy[Value]:
        """Any neutral value of a case."""
        return st.tuples(st.just(case["name"]), st.tuples(*map(self.strategy, self.fields(case))))


def primitive(name: str) -> st.SearchStrategy[Value]:
    """Any neutral value of a type without parts."""
    if name in INTEGERS:
        low, high = INTEGERS[name]
        return st.integers(low, high)
    # What a timedelta can hold, whose unit is the microsecond.
    longest = timedelta.max // timedelta(seconds=1)
    simple: dict[str, st.SearchStrategy[Value]] = {
        "unit": st.just(()),
        "bool": st.booleans(),
        "f32": st.floats(width=32),
        "f64": st.floats(),
        "char": st.characters(exclude_categories=["Cs"]),
        "string": st.text(st.characters(exclude_categories=["Cs"]), max_size=4 * MOST),
        "duration": st.tuples(
            st.integers(0, longest), st.integers(0, 999_999).map(lambda micros: 1000 * micros)
        ),
    }
    return simple[name]


@dataclass(frozen=True)
class Component:
    """Values as `wasmtime.component` has them, if every variant is tagged there."""

    types: Types

    def lower(self, ty: Type, value: Value) -> Any:
        """From the neutral form."""
        if isinstance(ty, str):
            if ty in WIDE:
                return (value % 2**64, value // 2**64 % 2**64)
            return value
        ((form, part),) = ty.items()
        if form == "list":
            values = [self.lower(part, one) for one in value]
            return bytes(values) if part == "u8" else values
        if form == "set":
            values = [self.lower(part, one) for one in value]
            return bytes(values) if part == "u8" else values
        if form == "map":
            return [self.pack(part, pair) for pair in value]
        if form == "option":
            if not self.types.has_bytes(part):
                return value is not None
            return Variant("none") if value is None else self.case("some", [part], value[1:])
        if form == "tuple":
            return self.pack(part, value)
        if form == "array":
            element, count = part
            return self.pack([element] * count, value)
        if form == "result":
            tag, inner = value
            return self.case(tag, [part[tag == "err"]], [inner])
        return self.lower_named(self.types.definitions[part], value)

    def lower_named(self, definition: dict[str, Any], value: Value) -> Any:
        """From the neutral form, of a definition."""
        kind = definition["kind"]
        if kind == "enum":
            return kebab(value)
        if kind == "flags":
            return {kebab(name) for name in value}
        if kind == "record":
            record = Record()
            for field, part in zip(definition["fields"], value):
                if self.types.has_bytes(field["type"]):
                    setattr(record, kebab(field["name"]), self.lower(field["type"], part))
            return record
        tag, fields = value
        case = self.types.cases(definition["name"])[tag]
        return self.case(kebab(tag), self.types.fields(case), fields)

    def pack(self, types: Iterable[Type], values: Iterable[Value]) -> tuple[Any, ...]:
        """Those that occupy memory."""
        pairs = zip(types, values)
        return tuple(self.lower(ty, value) for ty, value in pairs if self.types.has_bytes(ty))

    def case(self, tag: str, types: list[Type], values: Iterable[Value]) -> Variant:
        """A case with the data of its fields."""
        packed = self.pack(types, values)
        return Variant(tag, packed[0] if len(packed) == 1 else packed or None)

    def lift(self, ty: Type, value: Any) -> Value:
        """To the neutral form."""
        if not self.types.has_bytes(ty):
            return self.nothing(ty)
        if isinstance(ty, str):
            if ty in WIDE:
                low, high = value
                wide = low + 2**64 * high
                return wide - 2**128 if ty == "s128" and wide >= 2**127 else wide
            return value
        ((form, part),) = ty.items()
        if form == "list":
            return tuple(self.lift(part, one) for one in value)
        if form == "set":
            return frozenset(self.lift(part, one) for one in value)
        if form == "map":
            return frozenset(self.unpack(part, pair) for pair in value)
        if form == "option":
            if not self.types.has_bytes(part):
                return ("some", self.nothing(part)) if value else None
            return None if value.tag == "none" else ("some", self.lift(part, value.payload))
        if form == "tuple":
            return self.unpack(part, value)
        if form == "array":
            element, count = part
            return self.unpack([element] * count, value)
        if form == "result":
            return (value.tag, *self.fields([part[value.tag == "err"]], value.payload))
        return self.lift_named(self.types.definitions[part], value)

    def lift_named(self, definition: dict[str, Any], value: Any) -> Value:
        """To the neutral form, of a definition."""
        kind = definition["kind"]
        if kind == "enum":
            return {kebab(case["name"]): case["name"] for case in definition["cases"]}[value]
        if kind == "flags":
            names = {kebab(flag["name"]): flag["name"] for flag in definition["flags"]}
            return frozenset(names[name] for name in value)
        if kind == "record":
            return tuple(
                self.lift(field["type"], getattr(value, kebab(field["name"]), None))
                for field in definition["fields"]
            )
        cases = {kebab(case["name"]): case for case in definition["cases"]}
        case = cases[value.tag]
        return (case["name"], self.fields(self.types.fields(case), value.payload))

    def unpack(self, types: Iterable[Type], values: Iterable[Any]) -> tuple[Value, ...]:
        """All, of those that occupy memory."""
        rest = iter(values)
        return tuple(
            self.lift(ty, next(rest) if self.types.has_bytes(ty) else None) for ty in types
        )

    def fields(self, types: list[Type], payload: Any) -> tuple[Value, ...]:
        """The fields of a case."""
        count = sum(map(self.types.has_bytes, types))
        return self.unpack(types, [payload] if count == 1 else payload or ())

    def nothing(self, ty: Type) -> Value:
        """The only value of a type without bytes."""
        if isinstance(ty, str):
            return ()
        ((form, part),) = ty.items()
        parts = part if form == "tuple" else self.types.fields(self.types.definitions[part])
        return tuple(map(self.nothing, parts))


@dataclass(frozen=True)
class Host:
    """Values as `pyext_host` has them."""

    types: Types
    extension: Any

    def find(self, path: str) -> Any:
        """A class of the extension by its name."""
        found = self.extension
        for name in path.split("."):
            found = getattr(found, name)
        return found

    def nullable(self, ty: Type) -> bool:
        """Whether `None` is one of its values."""
        return ty == "unit" or (isinstance(ty, dict) and "option" in ty)

    def lower(self, ty: Type, value: Value) -> Any:
        """From the neutral form."""
        if isinstance(ty, str):
            if ty == "unit":
                return None
            if ty == "duration":
                seconds, nanos = value
                return timedelta(seconds=seconds, microseconds=nanos // 1000)
            return value
        ((form, part),) = ty.items()
        if form in ("list", "array"):
            element = part if form == "list" else part[0]
            values = [self.lower(element, one) for one in value]
            return bytes(values) if element == "u8" else values
        if form == "set":
            return {self.lower(part, one) for one in value}
        if form == "map":
            key, inner = part
            return {self.lower(key, one): self.lower(inner, other) for one, other in value}
        if form == "option":
            if value is None:
                return None
            inner = self.lower(part, value[1])
            return pyext_host.Some(inner) if self.nullable(part) else inner
        if form == "tuple":
            return tuple(self.lower(inner, one) for inner, one in zip(part, value))
        if form == "result":
            tag, inner = value
            if tag == "ok":
                return pyext_host.Ok(self.lower(part[0], inner))
            return pyext_host.Err(self.lower(part[1], inner))
        return self.lower_named(self.types.definitions[part], value)

    def lower_named(self, definition: dict[str, Any], value: Value) -> Any:
        """From the neutral form, of a definition."""
        kind, found = definition["kind"], self.find
        if kind == "enum":
            return found(definition["name"])[upper_snake(value)]
        if kind == "flags":
            flags = found(definition["name"])
            total = flags(0)
            for name in value:
                total |= flags[upper_snake(name)]
            return total
        if kind == "record":
            return self.make(definition["name"], definition["fields"], value)
        tag, fields = value
        case = self.types.cases(definition["name"])[tag]
        return self.make(self.sibling(definition, case["class"]), case.get("fields", []), fields)

    def make(self, name: str, fields: list[dict[str, Any]], values: Iterable[Value]) -> Any:
        """An instance of a dataclass."""
        arguments = {
            field["name"]: self.lower(field["type"], value) for field, value in zip(fields, values)
        }
        return self.find(name)(**arguments)

    def sibling(self, definition: dict[str, Any], name: str) -> str:
        """The full name of a class that stands where the definition does."""
        return ".".join([*definition["name"].split(".")[:-1], name])

    def lift(self, ty: Type, value: Any) -> Value:
        """To the neutral form."""
        if isinstance(ty, str):
            if ty == "unit":
                assert value is None
                return ()
            if ty == "duration":
                seconds = value // timedelta(seconds=1)
                return (seconds, value.microseconds * 1000)
            return value
        ((form, part),) = ty.items()
        if form in ("list", "array"):
            element = part if form == "list" else part[0]
            assert isinstance(value, bytes if element == "u8" else list)
            return tuple(self.lift(element, one) for one in value)
        if form == "set":
            assert isinstance(value, set)
            return frozenset(self.lift(part, one) for one in value)
        if form == "map":
            key, inner = part
            return frozenset((self.lift(key, k), self.lift(inner, v)) for k, v in value.items())
        if form == "option":
            if value is None:
                return None
            if self.nullable(part):
                assert isinstance(value, pyext_host.Some)
                value = value.value
            return ("some", self.lift(part, value))
        if form == "tuple":
            assert isinstance(value, tuple)
            return tuple(self.lift(inner, one) for inner, one in zip(part, value))
        if form == "result":
            if isinstance(value, pyext_host.Ok):
                return ("ok", self.lift(part[0], value.value))
            assert isinstance(value, pyext_host.Err)
            return ("err", self.lift(part[1], value.error))
        return self.lift_named(self.types.definitions[part], value)

    def lift_named(self, definition: dict[str, Any], value: Any) -> Value:
        """To the neutral form, of a definition."""
        kind = definition["kind"]
        if kind == "enum":
            return {upper_snake(case["name"]): case["name"] for case in definition["cases"]}[
                value.name
            ]
        if kind == "flags":
            flags = self.find(definition["name"])
            names = [flag["name"] for flag in definition["flags"]]
            return frozenset(name for name in names if flags[upper_snake(name)] in value)
        if kind == "record":
            return self.parts(definition["name"], definition["fields"], value)
        for case in definition["cases"]:
            name = self.sibling(definition, case["class"])
            if isinstance(value, self.find(name)):
                return (case["name"], self.parts(name, case.get("fields", []), value))
        raise AssertionError(f"{value!r} is no case of {definition['name']}")

    def parts(self, name: str, fields: list[dict[str, Any]], value: Any) -> tuple[Value, ...]:
        """The fields of a dataclass."""
        assert type(value) is self.find(name)
        return tuple(self.lift(field["type"], getattr(value, field["name"])) for field in fields)

"""A component through `wasmtime.component`, whose values these are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from wasmtime import Engine, Store
from wasmtime.component import Component, Linker, Record

from ..artifacts import Artifacts
from ..peers.component import NAME as NAME
from . import NAMES, Trip, each, same

_COLORS = ["red", "green", "blue"]
_RIGHTS = ["read", "write", "execute"]
_LOW = (1 << 64) - 1
# No two cases have payloads of one class, so wasmtime-py takes and gives the payloads alone.
_CASES = [type(None), float, tuple, str]


def load(artifacts: Artifacts) -> Mapping[str, Trip]:
    engine = Engine()
    store = Store(engine)
    module = artifacts.guest("component", "values")
    component = Component.from_file(engine, str(artifacts.component(module)))
    instance = Linker(engine).instantiate(store, component)

    def function(name: str) -> Callable[[Any], Any]:
        export = instance.get_func(store, name.replace("_", "-"))
        assert export is not None
        return partial(export, store)

    wide = function("wide")

    def wide_in_halves(number: int) -> int:
        low, high = wide((number & _LOW, number >> 64))
        return int(low) | int(high) << 64

    def dict_in_pairs(values: dict[str, int]) -> dict[str, int]:
        return dict(pairs(list(values.items())))

    def set_in_list(values: set[int]) -> set[int]:
        return set(items(list(values)))

    def duration_in_parts(time: timedelta) -> timedelta:
        seconds = time.days * 86_400 + time.seconds
        seconds, nanoseconds = duration((seconds, time.microseconds * 1_000))
        return timedelta(0, seconds, nanoseconds // 1_000)

    pairs, items, duration = function("dict"), function("set"), function("duration")
    own_entry, plain_entry = _record("name", "size", "ratio", "hidden")
    own_point, plain_point = _record("x", "y")
    special = {
        "points": (each(own_point), each(plain_point)),
        "entry_of": (own_entry, plain_entry),
        "entries": (each(own_entry), each(plain_entry)),
        "shape_of": (_own_shape, _plain_shape),
        "shapes": (each(_own_shape), each(_plain_shape)),
        "colors": (each(_COLORS.__getitem__), each(_COLORS.index)),
        "rights_of": (_own_rights, _plain_rights),
    }
    trips = {name: Trip(function(name), *special.get(name, (same, same))) for name in NAMES}
    return {
        **trips,
        "wide": Trip(wide_in_halves),
        "dict": Trip(dict_in_pairs),
        "set": Trip(set_in_list),
        "duration": Trip(duration_in_parts),
    }


def _record(*names: str) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    def own(plain: Any) -> Any:
        made = Record()
        made.__dict__.update(zip(names, plain))
        return made

    return own, lambda value: tuple(getattr(value, name) for name in names)


def _own_shape(plain: Any) -> Any:
    number, *fields = plain
    return tuple(fields) if number == 2 else fields[0] if fields else None


def _plain_shape(value: Any) -> Any:
    number = _CASES.index(type(value))
    return (number, *value) if number == 2 else (number,) if value is None else (number, value)


def _own_rights(bits: int) -> set[str]:
    return {name for i, name in enumerate(_RIGHTS) if bits >> i & 1}


def _plain_rights(rights: set[str]) -> int:
    return sum(1 << _RIGHTS.index(name) for name in rights)

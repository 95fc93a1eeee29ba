"""A component through `wasmtime.component`: an object and an iterator are resources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from wasmtime import Engine, Store
from wasmtime.component import Component, Linker

from ..artifacts import Artifacts
from ..peers.component import NAME as NAME
from . import Behaviour, scale


def load(artifacts: Artifacts) -> Behaviour:
    engine = Engine()
    store = Store(engine)
    core = artifacts.guest("component", "behaviour")
    component = Component.from_file(engine, str(artifacts.component(core)))
    linker = Linker(engine)
    with linker.root() as root:
        root.add_func("scale", lambda _, number: scale(number))
    instance = linker.instantiate(store, component)
    things = instance.get_export_index(store, "bench:peer/things")
    assert things is not None

    def function(name: str) -> Callable[..., Any]:
        index = instance.get_export_index(store, name, things)
        assert index is not None
        export = instance.get_func(store, index)
        assert export is not None
        return partial(export, store)

    counter = function("[constructor]counter")(7)
    begin, following = function("[constructor]numbers"), function("[method]numbers.next")

    def numbers(end: int) -> Iterator[int]:
        iterator = begin(end)
        while (number := following(iterator)) is not None:
            yield number
        iterator.drop(store)

    return Behaviour(
        method=partial(function("[method]counter.add"), counter),
        count=partial(function("[method]counter.count"), counter),
        numbers=numbers,
        scaled=function("scaled"),
        apply=None,
    )

"""A component through `wasmtime.component`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from typing import Any, cast

from wasmtime import Engine, Store
from wasmtime.component import Component, Linker

from ..artifacts import Artifacts
from . import Add, Fresh, Greet, Peer, TwoSum

NAME = "wasmtime.component"


def load(artifacts: Artifacts) -> Peer:
    engine = Engine()
    store = Store(engine)
    component = Component.from_file(engine, str(artifacts.component(artifacts.guest("component"))))
    linker = Linker(engine)
    instance = linker.instantiate(store, component)

    def function(name: str) -> Callable[..., object]:
        export = instance.get_func(store, name)
        assert export is not None
        return partial(export, store)

    def fresh() -> tuple[Store, Any]:
        other = Store(engine)
        return other, linker.instantiate(other, component)

    def call(made: tuple[Store, Any]) -> int:
        other, instance = made
        found: int = instance.get_func(other, "add")(other, 20, 22)
        return found

    return Peer(
        name=NAME,
        version=version("wasmtime"),
        add=cast(Add, function("add")),
        greet=cast(Greet, function("greet")),
        two_sum=cast(TwoSum, function("two-sum")),
        two_sum_hash=cast(TwoSum, function("two-sum-hash")),
        fresh=Fresh(fresh, call),
    )

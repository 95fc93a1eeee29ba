"""A component through `wasmtime.component`: a list goes in, and a new one comes out."""

from __future__ import annotations

from functools import partial

from wasmtime import Engine, Store
from wasmtime.component import Component, Linker

from ..artifacts import Artifacts
from ..peers.component import NAME as NAME
from . import Scale


def load(artifacts: Artifacts) -> Scale:
    engine = Engine()
    store = Store(engine)
    core = artifacts.guest("component", "arrays")
    component = Component.from_file(engine, str(artifacts.component(core)))
    instance = Linker(engine).instantiate(store, component)
    scale = instance.get_func(store, "scale")
    assert scale is not None
    return Scale(list, partial(scale, store), most=100_000)

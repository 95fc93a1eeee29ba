"""`wasmtime.component` as oracle: it and our host get equal values from the same functions."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pyext_host
import pytest
from components import Instance, build
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from interface_types import Component, Host, Types, comparable, kebab
from oracle_guest import source
from support import ROOT, make_crate
from wasm import custom

#: The seed of the generated guest, and how many types it has beyond one of each kind.
SEED, RANDOM_TYPES = 1, 12
#: The guests whose types our host knows; others are checked on the component alone.
ON_HOST = ("plain",)


@dataclass(frozen=True)
class Oracle:
    """Functions that give their argument back, as both sides offer them."""

    types: Types
    functions: dict[str, Any]
    instance: Instance
    extension: Any

    def host(self) -> Host:
        """Values as our host has them."""
        modules = {name: getattr(pyext_host, name, None) for name in ("Some", "Ok", "Err")}
        return Host(self.types, partial(find, self.extension), *modules.values())


def find(extension: Any, path: str) -> Any:
    """What stands at a dotted path."""
    for name in path.split("."):
        extension = getattr(extension, name)
    return extension


def load(crate: Path, on_host: bool) -> Oracle:
    """Builds a guest and loads it on both sides."""
    built = build(crate)
    interface = json.loads(custom(built.module.read_bytes(), "pyext"))
    echoes = {
        function["name"]: function["params"][0]["type"]
        for function in interface["functions"]
        if function["name"].startswith("echo_")
    }
    extension = pyext_host.load(built.module) if on_host else None
    return Oracle(Types.of(interface), echoes, Instance(built.component), extension)


@pytest.fixture(scope="module", params=["plain", "every-type"])
def oracle(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Oracle:
    """The guest of the host's own tests, and a generated one with every type."""
    on_host = request.param in ON_HOST
    if request.param == "plain":
        return load(ROOT / "host" / "tests" / "guest", on_host)
    files = {"src/lib.rs": source(SEED, RANDOM_TYPES)}
    crate = make_crate(tmp_path_factory.mktemp("oracle"), "oracle", files)
    return load(crate, on_host)


def test_equal_values_come_back(oracle: Oracle) -> None:
    assert len(oracle.functions) > 40
    for name, ty in oracle.functions.items():
        sides = [partial(on_component, oracle, name, ty)]
        if oracle.extension:
            sides.append(partial(on_host, oracle, name, ty))
        compare(oracle.types.strategy(ty), sides, (name, ty))


def on_component(oracle: Oracle, name: str, ty: Any, value: Any) -> Any:
    """What comes back through `wasmtime.component`."""
    component = Component(oracle.types)
    arguments = [component.lower(ty, value)] if oracle.types.has_bytes(ty) else []
    return component.lift(ty, oracle.instance.call(kebab(name), *arguments))


def on_host(oracle: Oracle, name: str, ty: Any, value: Any) -> Any:
    """What comes back through our host."""
    host = oracle.host()
    return host.lift(ty, getattr(oracle.extension, name)(host.lower(ty, value)))


def compare(
    values: st.SearchStrategy[Any], sides: Sequence[Callable[[Any], Any]], what: object
) -> None:
    """Any value comes back on all sides as it is."""

    @settings(
        max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(values)
    def check(value: Any) -> None:
        for side in sides:
            assert comparable(side(value)) == comparable(value), what

    check()

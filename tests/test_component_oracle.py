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
from wasmtime.component import Variant

pytestmark = pytest.mark.long

#: The seed of the generated guest, and how many types it has beyond one of each kind.
SEED, RANDOM_TYPES = 1, 12
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@dataclass(frozen=True)
class Oracle:
    """Functions that give their argument back, as both sides offer them."""

    types: Types
    functions: dict[str, Any]
    instance: Instance
    extension: Any


def load(crate: Path) -> Oracle:
    """Builds a guest and loads it on both sides."""
    built = build(crate)
    interface = json.loads(custom(built.module.read_bytes(), "pyext"))
    echoes = {
        function["name"]: function["params"][0]["type"]
        for function in interface["functions"]
        if function["name"].startswith("echo_")
        and [param["type"] for param in function["params"]] == [function.get("result", "unit")]
    }
    extension = pyext_host.load(built.module)
    return Oracle(Types.of(interface), echoes, Instance(built.component), extension)


@pytest.fixture(scope="module")
def plain() -> Oracle:
    """The guest of the host's own tests."""
    return load(ROOT / "host" / "tests" / "guest")


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Oracle:
    """A guest with every type and many nestings."""
    files = {"src/lib.rs": source(SEED, RANDOM_TYPES)}
    return load(make_crate(tmp_path_factory.mktemp("oracle"), "oracle", files))


def test_equal_values_come_back_from_the_guest_of_the_host(plain: Oracle) -> None:
    compare_echoes(plain)


def test_equal_values_come_back_of_every_type(generated: Oracle) -> None:
    compare_echoes(generated)


def compare_echoes(oracle: Oracle) -> None:
    """Any value of the type comes back from each function on both sides."""
    assert len(oracle.functions) > 40
    for name, ty in oracle.functions.items():
        sides = [partial(on_component, oracle, name, ty), partial(on_host, oracle, name, ty)]
        compare(oracle.types.strategy(ty), sides, (name, ty))


def on_component(oracle: Oracle, name: str, ty: Any, value: Any) -> Any:
    """What comes back through `wasmtime.component`."""
    component = Component(oracle.types)
    arguments = [component.lower(ty, value)] if oracle.types.has_bytes(ty) else []
    return component.lift(ty, oracle.instance.call(kebab(name), *arguments))


def on_host(oracle: Oracle, name: str, ty: Any, value: Any) -> Any:
    """What comes back through our host."""
    host = Host(oracle.types, oracle.extension)
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


@given(
    at=st.integers(0, 2**32 - 1),
    parts=st.lists(st.none() | TEXT, max_size=5),
    text=TEXT,
)
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
def test_equal_errors_are_raised(
    generated: Oracle, at: int, parts: list[str | None], text: str
) -> None:
    extension, call = generated.extension, generated.instance.call
    some = [Variant("none") if part is None else Variant("some", part) for part in parts]
    for name, host, component in (
        ("raise_mark", (at, parts), (at, some)),
        ("raise_fault", (at, text), (at, text)),
        ("raise_text", (text,), (text,)),
    ):
        error = raised(getattr(extension, name), *host)
        failed = call(kebab(name), *component)
        assert failed.tag == "err"
        assert failed.payload.message == error.message
        assert failed.payload.causes == list(error.causes)
    mark = raised(extension.raise_mark, at, parts)
    value = call("raise-mark", at, some).payload.value
    assert (mark.at, mark.parts) == (value.at, [part.payload for part in value.parts])
    full = at % 2 == 0
    expected = extension.FaultFull if full else extension.FaultMissing
    fault = raised(extension.raise_fault, at, text)
    case = call("raise-fault", at, text).payload.value
    assert isinstance(mark, extension.Mark)
    assert type(fault) is expected
    assert case == (Variant("full") if full else Variant("missing", (text, at)))
    assert full or (fault.key, fault.at) == case.payload


def raised(function: Callable[..., Any], *arguments: Any) -> Any:
    """The exception that a function raises."""
    with pytest.raises(pyext_host.ExtensionError) as caught:
        function(*arguments)
    return caught.value

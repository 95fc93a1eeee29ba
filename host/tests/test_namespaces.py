"""Constants and submodules of an extension."""

from __future__ import annotations

import math
import pickle
from typing import Any

import pytest

import builder
import pyext_host

ADD = '(func (export "{}") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))'


def add(name: str) -> Any:
    return builder.function(name, [("a", "u32"), ("b", "u32")], "u32")


def test_constants_are_attributes() -> None:
    values: list[tuple[Any, Any, Any]] = [
        ("bool", True, True),
        ("u64", 2**64 - 1, 2**64 - 1),
        ("s64", -(2**63), -(2**63)),
        ("f64", 1, 1.0),
        ("f32", "inf", math.inf),
        ("char", "é", "é"),
        ("string", "text", "text"),
        ({"list": "u8"}, [0, 255], b"\0\xff"),
        ({"array": ["u8", 2]}, [1, 2], b"\1\2"),
        ({"list": "u32"}, [1, 2], (1, 2)),
    ]
    constants = [
        {"name": f"C{i}", "type": ty, "value": value} for i, (ty, value, _) in enumerate(values)
    ]
    extension = pyext_host.load(builder.module("", [], constants=constants))
    for i, (_, _, wanted) in enumerate(values):
        found = getattr(extension, f"C{i}")
        assert (found, type(found)) == (wanted, type(wanted))


def test_a_submodule_has_what_is_in_it() -> None:
    text = "".join(ADD.format(name) for name in ("add", "geometry.add", "geometry.solid.add"))
    wasm = builder.module(
        text,
        [add("add"), add("geometry.add"), add("geometry.solid.add")],
        modules=[
            {"name": "geometry", "docs": "Shapes."},
            {"name": "geometry.solid"},
        ],
        constants=[{"name": "geometry.SIDES", "type": "u8", "value": 4}],
    )
    extension = pyext_host.load(wasm, name="demo")
    geometry = extension.geometry
    assert geometry.add(1, 2) == geometry.solid.add(b=1, a=2) == extension.add(1, 2) == 3
    assert geometry.SIDES == 4
    assert (geometry.__name__, geometry.__doc__) == ("demo.geometry", "Shapes.")
    assert (geometry.solid.__name__, geometry.solid.__doc__) == ("demo.geometry.solid", None)
    assert dir(geometry) == ["SIDES", "add", "solid"]
    assert "geometry.add" not in dir(extension)
    assert "geometry" in repr(extension)
    assert "SIDES" in repr(geometry)
    function = geometry.add
    assert (function.__name__, function.__qualname__) == ("add", "geometry.add")
    assert function.__module__ == "demo"
    with pytest.raises(TypeError, match=r"^(geometry\.)?add\(\) missing 1 required positional"):
        function(1)
    with pytest.raises(AttributeError, match="extension 'demo.geometry' has no attribute 'sub'"):
        _ = geometry.sub


def test_functions_of_a_submodule_are_pickled_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    wasm = builder.module(
        ADD.format("geometry.add"), [add("geometry.add")], modules=[{"name": "geometry"}]
    )
    extension = pyext_host.load(wasm, name="demo_of_submodules")
    monkeypatch.setitem(__import__("sys").modules, "demo_of_submodules", extension)
    assert pickle.loads(pickle.dumps(extension.geometry.add)) is extension.geometry.add

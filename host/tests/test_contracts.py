"""Contracts: what a protocol means, and loading with `expects`."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any, Protocol

import contracts
import pytest
from contracts import Color, Line, Point, Rights, ShapeCircle, ShapeEmpty

import builder
import pyext_host
from pyext_host import InterfaceError, LoadError
from pyext_host import contracts as contract

POINT = {
    "name": "Spot",
    "kind": "record",
    "frozen": True,
    "fields": [{"name": "x", "type": "f64"}, {"name": "y", "type": "f64"}],
}
ROW = {
    "name": "Row",
    "kind": "record",
    "fields": [{"name": "at", "type": {"named": "Spot"}}, {"name": "text", "type": "string"}],
}
COLOR = {
    "name": "Colour",
    "kind": "enum",
    "cases": [{"name": "RED", "value": 0}, {"name": "BLUE", "value": 10}],
}
MODE = {"name": "Mode", "kind": "flags", "flags": [{"name": "READ"}, {"name": "WRITE"}]}
FIGURE = {
    "name": "Figure",
    "kind": "variant",
    "cases": [
        {"name": "Empty", "class": "FigureEmpty"},
        {"name": "Circle", "class": "FigureCircle", "fields": [{"name": "radius", "type": "f64"}]},
    ],
}


def test_each_annotation_is_the_type_that_the_guide_says() -> None:
    made = contract.of(contracts.Everything).interface
    functions = {f["name"]: f for f in made["functions"]}

    def types(name: str) -> list[Any]:
        return [p["type"] for p in functions[name]["params"]] + [functions[name].get("result")]

    assert types("ints") == ["s64", "u8", "u128", {"tuple": ["s64", "f32"]}]
    strings = [{"list": "string"}, "char", {"map": ["string", "f64"]}, {"list": "u8"}]
    assert types("texts") == ["string", *strings]
    floats, point = {"list": "f64"}, {"named": "Point"}
    assert types("lists") == [floats, {"list": "f32"}, {"array": ["s64", 3]}, {"list": point}]
    colors = {"map": ["string", {"named": "Color"}]}
    sets = {"map": ["string", {"set": "string"}]}
    assert types("maps") == [colors, {"set": "s64"}, {"list": "u8"}, sets]
    nested = {"option": {"option": "s64"}}
    assert types("options") == [{"option": "s64"}, nested, {"option": {"named": "Shape"}}]
    results = {"result": ["s64", "string"]}
    assert types("results") == [{"named": "Rights"}, {"named": "Color"}, results]
    called = {"params": ["string", "s64"], "result": "bool", "raises": "unit"}
    items = {"iterator": "u8", "raises": "unit"}
    assert types("calls") == [{"callable": called}, items, {"iterator": {"named": "Line"}}]
    assert types("stubs") == [{"named": "Line"}, {"list": "s64"}, "duration"]
    assert types("free") == [None]
    assert types("geometry.area") == [{"named": "Shape"}, "f64"]
    assert [c["name"] for c in made["constants"]] == ["COLOR", "NAME", "size"]
    assert [c.get("docs") for c in made["constants"]] == [None, None, "How large."]
    assert made["modules"] == [{"name": "geometry", "docs": "Measures."}]
    kinds = [p.get("kind") for p in functions["texts"]["params"]]
    assert kinds == [None, "variadic", "keyword", "keywords"]
    assert [p.get("default") for p in functions["results"]["params"]] == [["READ"], "BLUE"]
    assert functions["lists"]["params"][1]["writable"] is True
    assert (made["docs"], functions["results"]["docs"]) == (
        "All that a contract can have.",
        "Data.",
    )


@pytest.mark.parametrize(
    ("protocol", "reason"),
    [
        (contracts.Unreadable, "f: its annotations cannot be read: NameError: .*Nowhere"),
        (contracts.Strange, "f, parameter x: the class complex is no dataclass and no Enum"),
        (contracts.Bare, "f, parameter x: it has no annotation"),
        (contracts.Endless, "it contains itself"),
        (contracts.NoValue, "f, parameter x: its default is of type ellipsis: write the value"),
        (contracts.Keyless, "f, parameter x: .*Any is no "),
        (contracts.Text, "f, parameter x: u32 is int in Python, not str"),
        (contracts.Around, "inner: Around is a submodule of itself"),
        (contracts.Waiting, "f: it is `async`, and functions of extensions are not"),
        (contracts.Overloaded, "f: it is overloaded: functions of extensions have one signature"),
        (contracts.OfClass, "f: it is a classmethod without an annotation, and no function"),
        (contracts.Mixed, "f, parameter x: .* is no union of dataclasses"),
        (contracts.Called, "a module has no `__call__`"),
        (contracts.Unsaid, "NAME: it is a str without an annotation, and no function"),
    ],
)
def test_a_protocol_that_is_no_contract_says_where(protocol: Any, reason: str) -> None:
    with pytest.raises(LoadError, match=f"^PX622: contracts:{protocol.__name__}: .*{reason}"):
        contract.of(protocol)


def test_numbers_that_json_has_not_are_texts_in_defaults() -> None:
    (function,) = contract.of(contracts.Defaults).interface["functions"]
    assert [param["default"] for param in function["params"]] == [2.5, "-inf"]


def test_a_variant_with_a_case_that_the_program_does_not_know_has_the_plugins_classes() -> None:
    more = {**FIGURE, "cases": [*FIGURE["cases"], {"name": "Odd", "class": "FigureOdd"}]}
    wasm = builder.echo_module({"list": {"named": "Figure"}}, types=[more])
    plugin: Any = pyext_host.load(wasm, expects=contracts.Shapes)
    values = [plugin.FigureOdd(), plugin.FigureCircle(1.0)]
    assert plugin.echo(values) == values


def test_annotations_count_that_python_makes_when_they_are_asked_for() -> None:
    text = """
class Part(Protocol):
    LIMIT: int
class Whole(Protocol):
    NAME: str
    part: Part
"""
    namespace: dict[str, Any] = {"Protocol": Protocol, "__name__": __name__}
    # As in a file without `from __future__ import annotations`, on Python 3.14.
    exec(compile(text, "plugins.py", "exec", dont_inherit=True), namespace)
    made = contract.of(namespace["Whole"]).interface
    assert [entry["name"] for entry in made["constants"]] == ["NAME", "part.LIMIT"]
    assert [entry["name"] for entry in made["modules"]] == ["part"]


def test_a_record_is_the_same_by_its_fields_and_its_class_is_the_programs_own() -> None:
    wasm = builder.echo_module({"named": "Row"}, types=[POINT, ROW])
    plugin = pyext_host.load(wasm, expects=contracts.Lines)
    line = Line(Point(1, 2.5), "a")
    found = plugin.echo(line)
    assert (type(found), type(found.at), found) == (Line, Point, line)
    assert pickle.loads(pickle.dumps(found)) == line
    # Under the name that the plugin has for it, too.
    assert vars(plugin)["Row"] is Line


@pytest.mark.parametrize(
    ("protocol", "types", "ty", "value"),
    [
        (contracts.Texts, [], "string", "text"),
        (contracts.Points, [POINT], {"list": {"named": "Spot"}}, [Point(1, 2), Point(3, 4)] * 9),
        (contracts.Colors, [COLOR], {"named": "Colour"}, Color.BLUE),
        (contracts.Flags, [MODE], {"named": "Mode"}, Rights.WRITE),
        (
            contracts.Shapes,
            [FIGURE],
            {"list": {"named": "Figure"}},
            [ShapeCircle(1.0), ShapeEmpty()] * 9,
        ),
    ],
)
def test_values_of_the_programs_own_classes_cross(
    protocol: Any, types: Any, ty: Any, value: Any
) -> None:
    plugin = pyext_host.load(builder.echo_module(ty, types=types), expects=protocol)
    for _ in range(2):
        assert plugin.echo(value) == value
        assert [*map(type, plugin.echo([*value]))] if isinstance(value, list) else True


def test_all_differences_are_in_one_error_and_nothing_of_the_plugin_has_run() -> None:
    class Wanted(Protocol):
        def f(self, a: str) -> int: ...
        def g(self) -> None: ...

    text = '(func (export "_initialize") unreachable)' + builder.echo("u8", "f")[0]
    wasm = builder.module(text, [builder.function("f", [("a", "u8")], "u8")])
    with pytest.raises(LoadError, match="constructors failed"):
        pyext_host.load(wasm)
    with pytest.raises(InterfaceError) as caught:
        pyext_host.load(wasm, expects=Wanted)
    e = caught.value
    assert e.code == "PX621"
    assert [(d.code, d.place) for d in e.differences] == [
        ("PX343", "function f"),
        ("PX343", "function f, parameter a"),
        ("PX340", "function g"),
    ]
    assert "PX343: function f: result is u8, the contract has s64\n" in str(e)
    assert "cargo pyext new --interface" in e.mend
    again = pickle.loads(pickle.dumps(e))
    assert (str(again), again.differences) == (str(e), e.differences)


def test_a_file_serves_as_the_protocol_that_it_was_made_from(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pyext_host", "interface"]
    path = {"PYTHONPATH": ":".join(p for p in sys.path if p)}

    def run(name: str) -> subprocess.CompletedProcess[str]:
        folder = Path(contracts.__file__).parent
        return subprocess.run(
            [*command, name], env=path, cwd=folder, capture_output=True, text=True
        )

    made = run("contracts:Lines")
    assert (made.returncode, made.stderr) == (0, "")
    assert json.loads(made.stdout) == contract.of(contracts.Lines).interface
    file = tmp_path / "lines.json"
    file.write_text(made.stdout, encoding="utf-8")
    plugin = pyext_host.load(
        builder.echo_module({"named": "Row"}, types=[POINT, ROW]), expects=file
    )
    assert plugin.echo({"at": {"x": 1, "y": 2}, "text": "a"}).at.y == 2
    with pytest.raises(InterfaceError, match=r"lines\.json: 4 differences"):
        pyext_host.load(builder.echo_module("string"), expects=str(file))
    for name in ("contracts:Nothing", "nowhere:X", "contracts:Line", "contracts:Strange"):
        failed = run(name)
        assert (failed.returncode, failed.stdout) == (2, "")
        assert failed.stderr.startswith(
            "PX622: contracts:" if "nowhere" not in name else "PX622: n"
        )


def test_what_is_no_contract_is_refused(tmp_path: Path) -> None:
    wasm = builder.echo_module("string")
    with pytest.raises(LoadError, match="^PX622: .*cannot be read"):
        pyext_host.load(wasm, expects=tmp_path / "nothing.json")
    broken = tmp_path / "broken.json"
    for content in (b"", b"\xff", b"[]", b'{"abi": 1}', wasm[:99]):
        broken.write_bytes(content)
        with pytest.raises(LoadError, match="^PX622: .*this is no contract"):
            pyext_host.load(wasm, expects=broken)
    values: list[Any] = [3, int, Protocol, contracts.Line, {"functions": []}]
    for value in values:
        with pytest.raises(TypeError, match="expects"):
            pyext_host.load(wasm, expects=value)


def test_an_extension_is_a_contract_for_others(tmp_path: Path) -> None:
    file = tmp_path / "old.wasm"
    file.write_bytes(builder.echo_module("string"))
    loaded: Any = pyext_host.load(builder.echo_module("string"), expects=file)
    assert loaded.echo("a") == "a"
    with pytest.raises(InterfaceError, match=r"PX343: function echo: result is u8, .* string"):
        pyext_host.load(builder.echo_module("u8"), expects=file)


def test_a_plugin_takes_of_the_imports_what_it_asks_for() -> None:
    class Anything(Protocol): ...

    text = '(import "pyext:host/clock" "now" (func $now (result i32)))'
    text += builder.prelude() + '(func (export "f") (result i32) (call $now))'
    asked = [{"name": "clock", "functions": [builder.function("now", [], "u32")]}]
    functions = [builder.function("f", [], "u32"), *builder.COUNTERS]
    asking = builder.plain(text, functions, imports=asked)

    class Clock:
        def now(self) -> int:
            return 7

    given = {"clock": Clock(), "more": object()}
    loaded: Any = pyext_host.load(asking, expects=Anything, imports=given)
    assert loaded.f() == 7
    for imports in (given, Clock()):
        loaded = pyext_host.load(builder.echo_module("u8"), expects=Anything, imports=imports)
        assert loaded.echo(3) == 3
    with pytest.raises(InterfaceError, match="PX345: import clock: the contract does not have it"):
        pyext_host.load(asking, expects=Anything)
    with pytest.raises(InterfaceError, match="PX345"):
        pyext_host.load(asking, expects=Anything, imports={"more": object()})


def test_a_type_checker_sees_the_protocol() -> None:
    # `mypy` goes through the tests, too.
    plugin: contracts.Texts = pyext_host.load(
        builder.echo_module("string"), expects=contracts.Texts
    )
    assert plugin.echo("a") == "a"

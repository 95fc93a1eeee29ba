"""The reader of interfaces: it takes what is right and answers everything else with a LoadError."""

from __future__ import annotations

import contextlib
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import builder
from pyext_host import LoadError, layout
from pyext_host.interface import NO_DEFAULT, Type, error_record
from pyext_host.reader import read

EMPTY = b"\0asm\1\0\0\0"


def code_of(wasm: bytes) -> str:
    """The code of the error that reading ends in."""
    with pytest.raises(LoadError) as caught:
        read(wasm, "test")
    text = str(caught.value)
    assert text.startswith(f"{caught.value.code}: test: ")
    assert "\n  mend: " in text
    assert "\x1b" not in text
    return str(caught.value.code)


def with_interface(content: bytes) -> bytes:
    return EMPTY + builder.section(b"pyext", content)


def with_functions(*functions: Any) -> bytes:
    return with_interface(json.dumps(TOP | {"functions": list(functions)}).encode())


TOP: dict[str, Any] = {"abi": 1, "sdk": "1", "name": "m", "functions": []}


def test_an_interface_is_read() -> None:
    found = read(
        with_interface(
            builder.interface(
                [
                    builder.function("b", [("x", {"list": "u8"}, True), ("y", "char")]),
                    builder.function("a", [], builder.raises({"tuple": ["u8", "unit"]})),
                ],
                docs="Docs",
                version="1.2.3",
                unknown_key=[1],
            )
        ),
        "test",
    )
    assert (found.name, found.version, found.docs) == ("guest", "1.2.3", "Docs")
    a, b = found.functions
    assert a.result == Type("tuple", (Type("u8"), Type("unit")))
    assert a.raises == Type("unit")
    assert [(p.name, p.writable) for p in b.params] == [("x", True), ("y", False)]
    assert b.wasm_params == ["i32", "i32", "i32"]
    assert b.wasm_results == []


@pytest.mark.parametrize(
    ("wasm", "code"),
    [
        (b"", "PX602"),
        (b"\0as", "PX602"),
        (b"MZ\x90\0\1\0\0\0", "PX602"),
        (b"\0asm\x0d\0\1\0", "PX602"),
        (b"\0asm\2\0\0\0", "PX602"),
        (EMPTY, "PX604"),
        (EMPTY + builder.section(b"pyext:record", b"\0"), "PX605"),
        (EMPTY + b"\0", "PX603"),
        (EMPTY + b"\0\5", "PX603"),
        (EMPTY + b"\0\x80\x80\x80\x80\x80\1", "PX603"),
        (EMPTY + b"\0\xff\xff\xff\xff\xff", "PX603"),
        (EMPTY + b"\0\xff\xff\xff\xff\x1f", "PX603"),
        (EMPTY + b"\0\0", "PX603"),
        (EMPTY + b"\0\1\5", "PX603"),
        (EMPTY + b"\0\x06\xff\xff\xff\xff\x0fa", "PX603"),
        (with_interface(b"{}") + builder.section(b"pyext", b"{}"), "PX603"),
        (with_interface(b""), "PX606"),
        (with_interface(b"\xff\xfe"), "PX606"),
        (with_interface(b"[" * 200_000), "PX606"),
        (with_interface(b'{"abi":1'), "PX606"),
        (with_interface(b"[]"), "PX606"),
        (with_interface(b'{"abi":' + b"9" * 100_000 + b"}"), "PX606"),
        (with_interface(b"{}"), "PX607"),
        (with_interface(b'{"abi":true}'), "PX607"),
        (with_interface(b'{"abi":1.0}'), "PX607"),
        (with_interface(b'{"abi":2}'), "PX607"),
        (with_interface(b'{"abi":1e400}'), "PX607"),
        (with_interface(json.dumps(TOP | {"abi": "\x1b[31m"}).encode()), "PX607"),
        (with_interface(json.dumps(TOP | {"requires": ["teleport"]}).encode()), "PX608"),
        (with_interface(json.dumps(TOP | {"requires": "x"}).encode()), "PX606"),
        (with_interface(json.dumps(TOP | {"name": "a-b"}).encode()), "PX609"),
        (with_interface(json.dumps(TOP | {"name": None}).encode()), "PX606"),
        (with_interface(json.dumps(TOP | {"version": 1}).encode()), "PX606"),
        (with_interface(json.dumps(TOP | {"docs": ["x"]}).encode()), "PX606"),
        (with_interface(json.dumps(TOP | {"functions": {}}).encode()), "PX606"),
        (with_functions(1), "PX606"),
        (with_functions({"name": "f"}), "PX606"),
        (with_functions({"name": "f", "params": [1]}), "PX606"),
        (with_functions({"name": 1, "params": []}), "PX606"),
        (with_functions(builder.function("b"), builder.function("a")), "PX609"),
        (with_functions(builder.function("a"), builder.function("a")), "PX609"),
        (with_functions(builder.function("f", [("x", "u8"), ("x", "u8")])), "PX609"),
        (with_functions(builder.function("f", [("x", "u8", True)])), "PX610"),
        (with_functions(builder.function("f", [("x", {"list": "unit"})])), "PX610"),
        (with_functions(builder.function("f", [], {"list": {"tuple": ["unit"]}})), "PX610"),
        (with_functions(builder.function("f", [("x", {"list": "string"}, True)])), "PX610"),
        (
            with_functions(
                {"name": "f", "params": [{"name": "x", "type": {"list": "u8"}, "writable": 1}]}
            ),
            "PX606",
        ),
    ],
)
def test_a_malformed_module_is_refused(wasm: bytes, code: str) -> None:
    assert code_of(wasm) == code


HOSTILE_NAMES = [
    "",
    " ",
    "a b",
    "a-b",
    "2d",
    "a.b",
    "f()",
    "x\n",
    "x=__import__('os').system('true')",
    "a):\n    import os\n    def b(",
    "\x1b[2J",
    "naïve",
    "ﬁ",
    "lambda",
    "None",
    "import",
    "a\0b",
    "a" * 100_000 + "!",
    "\ud800",
]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_name_that_is_not_python_is_refused(name: str) -> None:
    assert code_of(with_functions(builder.function(name))) == "PX609"
    assert code_of(with_functions(builder.function("f", [(name, "u8")]))) == "PX609"


@pytest.mark.parametrize(
    "name",
    ["memory", "_initialize", "pyext_v1", "pyext_x", "cabi_realloc", "__init__", "__class__"],
)
def test_a_reserved_name_is_refused(name: str) -> None:
    assert code_of(with_functions(builder.function(name))) == "PX609"


def nested(depth: int) -> Any:
    ty: Any = "u8"
    for _ in range(depth):
        ty = {"option": ty}
    return ty


@pytest.mark.parametrize(
    "ty",
    [
        None,
        1,
        [],
        {},
        "i32",
        "U8",
        "\x1b[31mu8",
        {"list": None},
        {"list": "u8", "option": "u8"},
        {"tuple": []},
        {"tuple": ["u8"] * 13},
        {"tuple": "u8"},
        {"result": {"ok": "u8"}},
        {"result": ["u8"]},
        {"map": ["u8"]},
        {"array": ["u8"]},
        {"array": ["u8", -1]},
        {"array": ["u8", True]},
        {"array": ["u8", 1.0]},
        {"array": ["u8", 1 << 32]},
        {"named": 1},
        {"record": {}},
        nested(21),
    ],
)
def test_what_is_no_type_of_a_parameter_is_refused(ty: Any) -> None:
    assert code_of(with_functions(builder.function("f", [("x", ty)]))) == "PX610"


@pytest.mark.parametrize("ty", [None, {"result": "u8"}, {"result": []}, {"result": ["u8", "no"]}])
def test_what_is_no_type_of_a_result_is_refused(ty: Any) -> None:
    assert code_of(with_functions(builder.function("f", [], ty))) == "PX610"


def test_types_nest_20_deep() -> None:
    read(with_functions(builder.function("f", [("x", nested(20))])), "test")
    read(with_types(record("A", nested(19))), "test")
    assert "nest deeper" in reason_of(with_types(record("A", nested(20))))
    # Its items come back in a list, which is in a record.
    read(with_functions(builder.function("f", [], {"iterator": nested(18)})), "test")
    assert "nest deeper" in reason_of(with_function({"result": {"iterator": nested(19)}}))


def test_a_type_has_4096_parts() -> None:
    read(with_types(record("A", *["u8"] * 4096)), "test")


POINT = {
    "name": "Point",
    "kind": "record",
    "fields": [{"name": "x", "type": "f64"}, {"name": "y", "type": "u8"}],
}
SHAPE = {
    "name": "Shape",
    "kind": "variant",
    "cases": [
        {
            "name": "Circle",
            "class": "ShapeCircle",
            "docs": "Round.",
            "fields": [{"name": "radius", "type": "f64"}],
        },
        {"name": "Empty", "class": "ShapeEmpty"},
    ],
}
COLOR = {
    "name": "Color",
    "kind": "enum",
    "cases": [{"name": "RED", "value": 3}, {"name": "BLUE", "value": -7}],
}
PERM = {"name": "Perm", "kind": "flags", "flags": [{"name": "READ"}, {"name": "WRITE"}]}
FAULT = {
    "name": "Fault",
    "kind": "error",
    "base": "ValueError",
    "fields": [{"name": "at", "type": "u32"}],
}
TYPES = [COLOR, FAULT, PERM, POINT, SHAPE]


def with_types(*types: Any, functions: Any = (), **other: Any) -> bytes:
    top = TOP | {"types": list(types), "functions": list(functions), **other}
    return with_interface(json.dumps(top).encode())


def with_function(function: Any) -> bytes:
    return with_types(*TYPES, functions=[{"name": "f", "params": [], **function}])


def reason_of(wasm: bytes) -> str:
    """What is wrong, in words."""
    code_of(wasm)
    with pytest.raises(LoadError) as caught:
        read(wasm, "test")
    return caught.value.reason


def test_everything_in_an_interface_is_read() -> None:
    function = {
        "params": [
            {
                "name": "a",
                "type": {"list": {"named": "Point"}},
                "writable": True,
                "kind": "positional",
            },
            {"name": "b", "type": {"option": {"array": ["u8", 4]}}, "default": None},
            {"name": "c", "type": {"list": "s128"}, "kind": "variadic"},
            {"name": "d", "type": {"named": "Color"}, "kind": "keyword", "default": "RED"},
            {"name": "e", "type": {"map": ["string", {"set": "duration"}]}, "kind": "keywords"},
        ],
        "result": {"result": [{"named": "Shape"}, {"named": "Fault"}]},
        "raises": {"named": "Fault"},
        "wipe": True,
    }
    constant = {"name": "m.LIMIT", "docs": "Most.", "type": "u8", "value": 3}
    found = read(
        with_types(
            *TYPES,
            functions=[{"name": "m.f", **function}],
            modules=[{"name": "m", "docs": "M."}],
            constants=[constant],
        ),
        "test",
    )
    assert [(module.name, module.docs) for module in found.modules] == [("m", "M.")]
    color, fault, perm, point, shape = found.types
    assert [str(ty) for ty in found.types] == ["Color", "Fault", "Perm", "Point", "Shape"]
    assert [(c.name, c.value) for c in color.named.cases] == [("RED", 3), ("BLUE", -7)]
    assert (fault.named.base, fault.is_hashable) == ("ValueError", False)
    assert tuple(fault.layout) == (4, 4)
    assert (*perm.layout, perm.wasm, color.wasm) == (1, 1, "i32", "i32")
    assert (*point.layout, point.is_plain, point.is_hashable) == (16, 8, True, False)
    assert (*shape.layout, shape.payload_offset, shape.is_hashable) == (16, 8, 8, True)
    assert [case.class_name for case in shape.named.cases] == ["ShapeCircle", "ShapeEmpty"]
    (limit,) = found.constants
    assert (limit.name, limit.docs, limit.type, limit.value) == ("m.LIMIT", "Most.", Type("u8"), 3)
    (f,) = found.functions
    assert [param.kind for param in f.params] == [
        "positional",
        "usual",
        "variadic",
        "keyword",
        "keywords",
    ]
    assert [param.default for param in f.params if param.kind in ("usual", "keyword")] == [
        None,
        "RED",
    ]
    assert all(param.default is NO_DEFAULT for param in f.params if param.kind == "variadic")
    assert f.wasm_params == ["i32"] * 8
    assert (f.wasm_results, f.wipe, f.raises) == (["i32"], True, fault)
    assert f.params[3].type == color
    assert f.result == Type("result", (shape, fault))
    assert tuple(f.outcome.layout) == (32, 8)


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        ({"result": {"list": "unit"}}, "without bytes"),
        ({"result": {"set": {"list": "u16"}}}, "cannot be a key"),
        ({"result": {"map": [{"named": "Point"}, "u8"]}}, "cannot be a key"),
        ({"result": {"map": [{"option": {"set": "u8"}}, "u8"]}}, "cannot be a key"),
        ({"result": {"array": ["u8", 0]}}, "no elements"),
        ({"result": {"array": ["unit", 1]}}, "without bytes"),
        ({"result": {"array": [{"array": ["u64", 4294967295]}, 4294967295]}}, "too large"),
        ({"result": {"list": {"array": ["u64", 2147483648]}}}, "too large"),
        ({"result": {"iterator": {"array": ["u64", 2147483648]}}}, "too large"),
        ({"result": {"named": "Nothing"}}, "there is no type 'Nothing'"),
        ({"result": {"named": "Fault"}}, "Fault stands where none can"),
        ({"result": {"list": {"named": "Fault"}}}, "stands where none can"),
        ({"result": {"result": [{"named": "Fault"}, "u8"]}}, "stands where none can"),
        ({"raises": {"named": "Point"}}, "which is no error"),
        ({"raises": "string"}, "which is no error"),
        ({"raises": None}, "not a type"),
        ({"wipe": 1}, "not true or false"),
        ({"params": [{"name": "x"}]}, "not a type"),
        (
            {"params": [{"name": "x", "type": {"result": ["u8", {"named": "Fault"}]}}]},
            "stands where none can",
        ),
        ({"params": [{"name": "x", "type": "u8", "writable": True}]}, "writable"),
        (
            {"params": [{"name": "x", "type": {"list": {"named": "Color"}}, "writable": True}]},
            "writable",
        ),
        ({"params": [{"name": "x", "type": "u8", "kind": "usual"}]}, "its kind is 'usual'"),
        ({"params": [{"name": "x", "type": "u8", "kind": 1}]}, "not a text"),
        ({"params": [{"name": "x", "type": "u8", "kind": "variadic"}]}, "another type"),
        (
            {"params": [{"name": "x", "type": {"map": ["u8", "u8"]}, "kind": "keywords"}]},
            "another type",
        ),
        ({"params": [{"name": "x", "type": "u8", "kind": "keywords"}]}, "another type"),
        (
            {"params": [{"name": "x", "type": {"list": "string"}, "kind": "keywords"}]},
            "another type",
        ),
        (
            {"params": [{"name": "x", "type": {"list": "u8"}, "kind": "variadic", "default": []}]},
            "cannot have a default",
        ),
        (
            {"params": [{"name": "x", "type": {"list": "u8"}, "writable": True, "default": []}]},
            "cannot have a default",
        ),
        (
            {"params": [{"name": "x", "type": "u8", "default": 1}, {"name": "y", "type": "u8"}]},
            "y has no default",
        ),
        (
            {
                "params": [
                    {"name": "x", "type": "u8", "kind": "keyword"},
                    {"name": "y", "type": "u8"},
                ]
            },
            "not in order",
        ),
        (
            {
                "params": [
                    {"name": "x", "type": {"list": "u8"}, "kind": "variadic"},
                    {"name": "y", "type": {"list": "u8"}, "kind": "variadic"},
                ]
            },
            "not in order",
        ),
        ({"params": [{"name": f"p{i}", "type": "u8"} for i in range(1001)]}, "more than 1000"),
    ],
)
def test_a_function_against_the_rules_is_refused(function: Any, reason: str) -> None:
    assert reason in reason_of(with_function(function))


GOOD_VALUES: list[tuple[Any, Any]] = [
    ("unit", None),
    ("bool", True),
    ("u8", 255),
    ("s64", -(1 << 63)),
    ("u128", (1 << 64) - 1),
    ("f32", 1),
    ("f64", -2.5),
    ("f64", "nan"),
    ("char", "é"),
    ("string", ""),
    ({"option": "u8"}, None),
    ({"option": "u8"}, 1),
    ({"option": {"option": "u8"}}, None),
    ({"option": "unit"}, None),
    ({"list": "u8"}, [1, 2]),
    ({"set": "u8"}, []),
    ({"array": ["u8", 2]}, [1, 2]),
    ({"tuple": ["u8", "string"]}, [1, "x"]),
    ({"map": ["u8", "u8"]}, []),
    ({"named": "Color"}, "BLUE"),
    ({"named": "Perm"}, ["READ", "WRITE"]),
    ({"named": "Perm"}, []),
]
BAD_VALUES: list[tuple[Any, Any]] = [
    ("unit", 0),
    ("bool", 1),
    ("bool", None),
    ("u8", 256),
    ("u8", -1),
    ("u8", True),
    ("u8", 1.0),
    ("u8", "1"),
    ("u128", 1 << 64),
    ("f64", True),
    ("f64", "infinity"),
    ("f64", 10**400),
    ("f64", None),
    ("char", ""),
    ("char", "ab"),
    ("char", "\ud800"),
    ("string", 1),
    ("string", "a\udfff"),
    ("duration", 1),
    ({"option": "u8"}, "x"),
    ({"option": {"option": "u8"}}, 1),
    ({"option": "unit"}, 0),
    ({"list": "u8"}, [1, "x"]),
    ({"list": "u8"}, None),
    ({"array": ["u8", 2]}, [1]),
    ({"tuple": ["u8", "string"]}, [1]),
    ({"tuple": ["u8", "string"]}, ["x", 1]),
    ({"map": ["u8", "u8"]}, [[1, 2]]),
    ({"map": ["u8", "u8"]}, {}),
    ({"result": ["u8", "u8"]}, 1),
    ({"named": "Color"}, "GREEN"),
    ({"named": "Color"}, 3),
    ({"named": "Color"}, ["RED"]),
    ({"named": "Perm"}, ["EXECUTE"]),
    ({"named": "Perm"}, [["READ"]]),
    ({"named": "Perm"}, "READ"),
    ({"named": "Point"}, []),
]


@pytest.mark.parametrize(("ty", "value"), GOOD_VALUES)
def test_a_value_of_the_type_is_a_default_and_a_constant(ty: Any, value: Any) -> None:
    param = {"name": "x", "type": ty, "default": value}
    assert read(with_function({"params": [param]}), "test").functions[0].params[0].default == value
    constant = {"name": "X", "type": ty, "value": value}
    assert read(with_types(*TYPES, constants=[constant]), "test").constants[0].value == value


@pytest.mark.parametrize(("ty", "value"), BAD_VALUES)
def test_what_is_no_value_of_the_type_is_refused(ty: Any, value: Any) -> None:
    param = {"name": "x", "type": ty, "default": value}
    assert "is not a value of" in reason_of(with_function({"params": [param]}))
    constant = {"name": "X", "type": ty, "value": value}
    assert "is not a value of" in reason_of(with_types(*TYPES, constants=[constant]))


def test_a_constant_without_a_value_is_refused() -> None:
    assert "`value` is missing" in reason_of(with_types(constants=[{"name": "X", "type": "u8"}]))


def test_a_constant_holds_no_error() -> None:
    ty = {"result": ["u8", {"named": "Fault"}]}
    constant = {"name": "X", "type": ty, "value": 1}
    assert "error Fault stands where none can" in reason_of(
        with_types(*TYPES, constants=[constant])
    )


def test_what_json_has_not_is_refused() -> None:
    content = json.dumps(TOP | {"constants": [{"name": "X", "type": "f64", "value": 1.5}]})
    for value in ("NaN", "Infinity", "-Infinity"):
        reason = reason_of(with_interface(content.replace("1.5", value).encode()))
        assert reason == f"its interface is not JSON: {value} is not JSON"
    assert "inf is not a value of" in reason_of(
        with_interface(content.replace("1.5", "1e999").encode())
    )


def test_an_error_says_in_which_function_and_parameter_it_is() -> None:
    params = [FIELD, {"name": "y", "type": "u9"}]
    assert reason_of(with_function({"params": params})).startswith("function f: parameter y: ")


def record(name: str, *types: Any) -> Any:
    fields = [{"name": f"f{i}", "type": ty} for i, ty in enumerate(types)]
    return {"name": name, "kind": "record", "fields": fields}


FIELD = {"name": "x", "type": "u8"}


@pytest.mark.parametrize(
    ("definition", "reason"),
    [
        (1, "not a JSON object"),
        ({"kind": "record", "fields": [FIELD]}, "`name` is None"),
        ({"name": "A"}, "`kind` is None"),
        ({"name": "A", "kind": "union", "cases": []}, "its kind is 'union'"),
        ({"name": "A", "kind": "record"}, "no fields"),
        ({"name": "A", "kind": "record", "fields": {}}, "not a list"),
        ({"name": "A", "kind": "record", "fields": [1]}, "not a JSON object"),
        ({"name": "A", "kind": "record", "fields": [FIELD, FIELD]}, "two fields have one name"),
        ({"name": "A", "kind": "record", "fields": [FIELD], "frozen": 1}, "not true or false"),
        (record("A", {"named": "A"}), "contains itself"),
        (record("A", {"list": {"option": {"named": "A"}}}), "contains itself"),
        (record("A", {"named": "B"}), "no type 'B'"),
        (record("A", {"array": ["u8", (1 << 32) - 1]}), "too large"),
        (record("A", *[{"array": ["u8", 1 << 30]}] * 2), "too large"),
        (record("A", *["u8"] * 4097), "more than 4096 parts"),
        ({"name": "A", "kind": "enum", "cases": []}, "no cases"),
        ({"name": "A", "kind": "enum"}, "no cases"),
        (
            {
                "name": "A",
                "kind": "enum",
                "cases": [{"name": "X", "value": 1}, {"name": "Y", "value": 1}],
            },
            "two cases have one value",
        ),
        (
            {
                "name": "A",
                "kind": "enum",
                "cases": [{"name": "X", "value": 1}, {"name": "X", "value": 2}],
            },
            "two cases have one name",
        ),
        ({"name": "A", "kind": "enum", "cases": [{"name": "X"}]}, "not an integer"),
        ({"name": "A", "kind": "enum", "cases": [{"name": "X", "value": True}]}, "not an integer"),
        (
            {"name": "A", "kind": "enum", "cases": [{"name": "X", "value": 1 << 63}]},
            "not an integer",
        ),
        ({"name": "A", "kind": "enum", "cases": [{"name": "mro", "value": 1}]}, "for itself"),
        ({"name": "A", "kind": "enum", "cases": [{"name": "_x", "value": 1}]}, "for itself"),
        ({"name": "A", "kind": "flags", "flags": []}, "no flags"),
        ({"name": "A", "kind": "flags", "flags": [{"name": "_a"}]}, "for itself"),
        (
            {"name": "A", "kind": "flags", "flags": [{"name": f"F{i}"} for i in range(33)]},
            "more than 32 flags",
        ),
        ({"name": "A", "kind": "variant"}, "no cases"),
        ({"name": "A", "kind": "variant", "cases": [{"name": "X"}]}, "`class` is None"),
        (
            {"name": "A", "kind": "variant", "cases": [{"name": "X", "class": "A"}]},
            "'A' is taken",
        ),
        (
            {
                "name": "A",
                "kind": "variant",
                "cases": [{"name": "X", "class": "B"}, {"name": "Y", "class": "B"}],
            },
            "'B' is taken",
        ),
        ({"name": "A", "kind": "error", "base": "SystemExit"}, "no exception"),
        ({"name": "A", "kind": "error", "base": "int"}, "no exception"),
        ({"name": "A", "kind": "error", "base": ["ValueError"]}, "not a text"),
        ({"name": "A", "kind": "error", "cases": []}, "no cases"),
        (
            {"name": "A", "kind": "error", "fields": [{"name": "args", "type": "u8"}]},
            "for itself",
        ),
    ],
)
def test_a_definition_against_the_rules_is_refused(definition: Any, reason: str) -> None:
    assert reason in reason_of(with_types(definition))


@pytest.mark.parametrize("name", [*HOSTILE_NAMES, "__init__", "__class__", "__slots__"])
def test_a_hostile_name_is_refused_wherever_it_stands(name: str) -> None:
    good = {"name": "X", "value": 1, "class": "AX", "type": "u8"}
    for definition in (
        record(name, "u8"),
        {"name": "A", "kind": "record", "fields": [{"name": name, "type": "u8"}]},
        {"name": "A", "kind": "error", "fields": [{"name": name, "type": "u8"}]},
        {"name": "A", "kind": "enum", "cases": [good | {"name": name}]},
        {"name": "A", "kind": "flags", "flags": [{"name": name}]},
        {"name": "A", "kind": "variant", "cases": [good | {"name": name}]},
        {"name": "A", "kind": "variant", "cases": [good | {"class": name}]},
        {"name": "A", "kind": "variant", "cases": [good | {"fields": [{"name": name}]}]},
        {"name": "A", "kind": "error", "cases": [good | {"class": name}]},
    ):
        assert code_of(with_types(definition)) == "PX609"
    if name != "a.b":
        assert code_of(with_types(modules=[{"name": name}])) == "PX609"
    constant = {"name": name, "type": "u8", "value": 1}
    assert code_of(with_types(constants=[constant])) == "PX609"


def test_names_are_in_submodules_that_there_are_each_once_and_in_order() -> None:
    m, n = {"name": "m"}, {"name": "n"}
    area = {"name": "m.area", "params": []}
    constant = {"name": "m.area", "type": "u8", "value": 1}
    for wasm, reason in (
        (with_types(functions=[area]), "submodule that there is not"),
        (with_types(modules=[{"name": "m.o"}]), "submodule that there is not"),
        (with_types(modules=[n, m]), "not in order"),
        (with_types(modules=[m, m]), "stands twice"),
        (with_types(record("B", "u8"), record("A", "u8")), "not in order"),
        (with_types(record("A", "u8"), record("A", "u8")), "stands twice"),
        (with_types(modules=[m], functions=[area], constants=[constant]), "is taken"),
        (with_types(record("f", "u8"), functions=[builder.function("f")]), "is taken"),
        (with_types(modules=[m], functions=[builder.function("m")]), "is taken"),
    ):
        assert reason in reason_of(wasm)
    read(with_types(functions=[builder.function("__f")]), "test")
    shape = SHAPE | {"name": "m.Shape"}
    read(with_types(record("ShapeCircle", "u8"), shape, modules=[m]), "test")
    taken = with_types(shape, record("m.ShapeCircle", "u8"), modules=[m])
    assert "'m.ShapeCircle' is taken" in reason_of(taken)


def test_types_that_multiply_are_refused_at_once() -> None:
    def level(i: int) -> Any:
        inner = {"named": f"T{i - 1:03}"} if i else "u8"
        return record(f"T{i:03}", inner, inner)

    started = time.perf_counter()
    assert "4096 parts" in reason_of(with_types(*map(level, range(30))))
    assert "4096 parts" in reason_of(with_types(*map(level, range(100))))
    # Read from the top: each is met inside of the one before.
    backwards = [level(i) for i in range(100)]
    for i, definition in enumerate(backwards):
        definition["name"] = f"T{99 - i:03}"
        for field in definition["fields"]:
            if i:
                field["type"] = {"named": f"T{100 - i:03}"}
    assert "nest deeper" in reason_of(with_types(*backwards[::-1]))
    # Many that are as large as can be, all of them through the same definition.
    wide = record("A", *["u8"] * 4000)
    many = [{"name": f"f{i:05}", "params": [], "result": {"named": "A"}} for i in range(5000)]
    read(with_types(wide, functions=many), "test")
    assert time.perf_counter() - started < 5


def test_docs_cannot_command_a_terminal() -> None:
    wasm = with_interface(json.dumps(TOP | {"docs": "a\x1b[2J\x9b\tb\r\nc\ud800"}).encode())
    assert read(wasm, "test").docs == "a\\x1b[2J\\x9b\tb\\r\nc?"


GOOD = with_interface(
    builder.interface([builder.function("f", [("x", {"list": {"option": "u8"}})], "string")])
)


@given(st.binary(max_size=200))
def test_any_bytes_are_an_interface_or_a_load_error(content: bytes) -> None:
    for wasm in (content, EMPTY + content, with_interface(content)):
        with contextlib.suppress(LoadError):
            read(wasm, "test")


@given(st.data())
def test_a_damaged_module_is_an_interface_or_a_load_error(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(GOOD) - 1))
    wasm = bytearray(GOOD)
    wasm[at] = data.draw(st.integers(0, 255))
    for damaged in (bytes(wasm), GOOD[:at]):
        with contextlib.suppress(LoadError):
            read(damaged, "test")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["u8", "list", "option", "f", "x", "record", "enum", "error"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "abi",
                    "name",
                    "functions",
                    "params",
                    "type",
                    "list",
                    "tuple",
                    "result",
                    "docs",
                    "types",
                    "modules",
                    "constants",
                    "kind",
                    "fields",
                    "cases",
                    "flags",
                    "named",
                    "array",
                    "default",
                    "value",
                    "raises",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


@given(
    JSON,
    st.sampled_from(
        ["functions", "name", "docs", "requires", "version", "types", "constants", "modules"]
    ),
)
def test_any_json_is_an_interface_or_a_load_error(value: Any, key: str) -> None:
    wasm = with_interface(json.dumps(TOP | {key: value}).encode())
    with contextlib.suppress(LoadError):
        read(wasm, "test")


def test_layouts_are_those_of_the_abi() -> None:
    u8, u32, f64 = Type("u8"), Type("u32"), Type("f64")
    assert tuple(error_record(Type("unit")).layout) == (20, 4)
    assert tuple(error_record(f64).layout) == (32, 8)
    assert tuple(Type("option", (f64,)).layout) == (16, 8)
    assert tuple(Type("tuple", (u8, f64, u8)).layout) == (24, 8)
    assert tuple(Type("result", (u8, error_record(Type("unit")))).layout) == (24, 4)
    assert tuple(Type("result", (f64, error_record(Type("unit")))).layout) == (32, 8)
    assert tuple(Type("option", (Type("option", (u32,)),)).layout) == (12, 4)
    assert tuple(Type("array", (u32,), 3).layout) == (12, 4)
    assert [layout.of_index(n).size for n in (1, 256, 257, 65536, 65537)] == [1, 1, 2, 2, 4]
    assert [layout.of_flags(n).size for n in (1, 8, 9, 16, 17, 32)] == [1, 1, 2, 2, 4, 4]
    many = [layout.primitive("u16")] * 300
    assert (*layout.of_cases(many), layout.payload_offset(many)) == (4, 2, 2)
    assert tuple(layout.of_cases([layout.primitive("unit")] * 257)) == (2, 2)
    assert layout.offsets([u8.layout, u32.layout, u8.layout, f64.layout]) == [0, 4, 8, 16]

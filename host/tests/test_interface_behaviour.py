"""Interfaces with classes, iterators, callables and imports: what is refused before it is made."""

from __future__ import annotations

from typing import Any

import pytest

import builder
from builder import function
from pyext_host import LoadError, reader

CLASS = {"name": "C", "kind": "class"}
OWN, BORROW = {"own": "C"}, {"borrow": "C"}
SELF = {"name": "self", "type": BORROW, "kind": "positional"}
TAKES = {"name": "x", "type": "u32"}
CALLABLE = {"callable": {"params": [], "result": "u8"}}
ERROR = {"name": "E", "kind": "error", "fields": []}


def read(functions: list[Any], types: list[Any] | None = None, **other: Any) -> Any:
    types = [CLASS, ERROR] if types is None else types
    top = builder.interface(functions, types=types, **other)
    return reader.read(b"\0asm\1\0\0\0" + builder.section(b"pyext", top), "place")


def member(name: str, role: str, params: list[Any], result: Any = "unit") -> Any:
    return {"name": f"C.{name}", "role": role, "params": params, "result": result}


def given(*functions: Any, name: str = "Host") -> Any:
    return [{"name": name, "functions": list(functions)}]


GOOD = [
    function("f", [("x", BORROW), ("y", OWN), ("z", {"list": BORROW})], {"option": OWN}),
    function("f", [("x", {"option": BORROW})], {"iterator": OWN}),
    function("f", [("x", {"iterator": "u8", "raises": "unit"}), ("y", {"option": CALLABLE})]),
    function("f", [], {"iterator": "u8", "raises": {"named": "E"}}),
    member("__new__", "constructor", [TAKES], OWN),
    member("m", "method", [{**SELF, "type": OWN}]),
    member("__add__", "method", [SELF, TAKES], OWN),
    member("__iter__", "method", [SELF], {"iterator": "u8"}),
    member("x", "getter", [SELF], "u8"),
    member("s", "static", [TAKES]),
    member("c", "class", [], "u8"),
]


@pytest.mark.parametrize("described", GOOD, ids=str)
def test_what_the_abi_has_is_read(described: Any) -> None:
    (found,) = read([described]).functions
    assert found.name == described["name"]
    assert found.role == described.get("role", "")


BAD: list[tuple[Any, str]] = [
    # where types stand
    (function("f", [], BORROW), "borrow stands where none can"),
    (function("f", [], {"list": BORROW}), "borrow stands where none can"),
    (function("f", [], CALLABLE), "callable stands where none can"),
    (function("f", [], {"option": {"iterator": "u8"}}), "iterator stands where none can"),
    (function("f", [("x", {"list": {"iterator": "u8"}})]), "iterator stands where none can"),
    (function("f", [("x", {"list": CALLABLE})]), "callable stands where none can"),
    (function("f", [("x", {"option": {"option": CALLABLE}})]), "callable stands where none can"),
    (function("f", [("x", {"iterator": OWN})]), "own stands where none can"),
    (function("f", [], {"iterator": BORROW}), "borrow stands where none can"),
    (function("f", [("x", {"set": OWN})]), "cannot be a key"),
    (function("f", [("x", {"map": [BORROW, "u8"]})]), "cannot be a key"),
    (function("f", [("x", {"iterator": "unit"})]), "values without bytes"),
    (function("f", [("x", {"iterator": "u8", "raises": {"named": "E"}})]), "no error"),
    (function("f", [("x", {"iterator": "u8", "more": 1})]), "is not a type"),
    (function("f", [("x", {"callable": {"params": [OWN]}})]), "own stands where none can"),
    (function("f", [("x", {"callable": {"params": [], "result": CALLABLE}})]), "callable stands"),
    (function("f", [("x", {"callable": {"params": ["u8"] * 13}})]), "more than 12 parameters"),
    (function("f", [("x", {"callable": {"params": "u8"}})]), "is not a callable"),
    (function("f", [("x", {"callable": {"params": [], "raises": "u8"}})]), "no error"),
    (
        function("f", [("x", {"callable": {"params": [], "result": {"named": "E"}}})]),
        "error E stands where none can",
    ),
    (function("f", [("x", {"own": "D"})]), "there is no class 'D'"),
    (function("f", [("x", {"own": "E"})]), "there is no class 'E'"),
    (function("f", [("x", {"named": "C"})]), "there is no type 'C'"),
    (function("f", [("x", {"own": []})]), "there is no class"),
    # roles
    ({**function("f"), "role": "method"}, "a class that there is not"),
    ({**function("D.f"), "role": "method"}, "a class that there is not"),
    (member("m", "friend", [SELF]), "its role is 'friend'"),
    (member("m", "method", []), "first parameter is not `self`"),
    (member("m", "method", [TAKES]), "first parameter is not `self`"),
    (member("m", "method", [{**SELF, "kind": "keyword"}]), "first parameter is not `self`"),
    (member("m", "getter", [{**SELF, "type": OWN}], "u8"), "first parameter is not `self`"),
    (member("m", "getter", [SELF]), "a getter takes nothing"),
    (member("m", "setter", [SELF, TAKES]), "a setter m and no getter"),
    (member("m", "setter", [SELF]), "a setter takes the value"),
    (member("new", "constructor", [], OWN), "a constructor is called `__new__`"),
    (member("__new__", "constructor", [], "u8"), "a constructor is called `__new__`"),
    (member("__new__", "method", [SELF], OWN), "Python keeps the name __new__"),
    (member("__del__", "method", [SELF]), "Python keeps the name __del__"),
    (member("__class__", "static", []), "Python keeps the name __class__"),
    (member("__pyext_handle__", "getter", [SELF], "u8"), "Python keeps the name"),
    (member("__len__", "method", [SELF, TAKES], "u8"), "__len__ takes 0 beside `self`"),
    (member("__len__", "method", [SELF], "string"), "none that __len__ can have"),
    (member("__eq__", "method", [SELF, TAKES], "u8"), "none that __eq__ can have"),
    (member("__iadd__", "method", [SELF, TAKES], OWN), "none that __iadd__ can have"),
    (member("__next__", "method", [SELF], "u8"), "none that __next__ can have"),
    (member("__iter__", "method", [SELF], OWN), "its result is no iterator"),
    (member("__add__", "method", [SELF, {**TAKES, "kind": "keyword"}]), "positional arguments"),
    (member("a b", "method", [SELF]), "not a Python name"),
]


@pytest.mark.parametrize(("described", "reason"), BAD, ids=str)
def test_what_the_abi_has_not_is_refused(described: Any, reason: str) -> None:
    with pytest.raises(LoadError, match=reason) as caught:
        read([described])
    assert caught.value.code in ("PX606", "PX609", "PX610")


TYPES: list[tuple[list[Any], str]] = [
    ([{"name": "R", "kind": "record", "fields": [{"name": "c", "type": CALLABLE}]}], "callable"),
    (
        [{"name": "R", "kind": "record", "fields": [{"name": "c", "type": {"iterator": "u8"}}]}],
        "iterator",
    ),
    ([CLASS, {**ERROR, "fields": [{"name": "c", "type": OWN}]}], "own"),
]


@pytest.mark.parametrize(("types", "reason"), TYPES, ids=str)
def test_no_definition_holds_what_it_cannot(types: list[Any], reason: str) -> None:
    with pytest.raises(LoadError, match=f"{reason} stands where none can"):
        read([], types)


IMPORTS: list[tuple[Any, str]] = [
    (given(), "its functions are none"),
    (given(function("b"), function("a")), "not in order"),
    (given(function("a"), function("a")), "one stands twice"),
    (given(function("a"), name="out.side"), "no submodule"),
    (given(function("a"), name="C"), "name of import 'C' is taken|name of .* 'C' is taken"),
    (given(function("__a__")), "Python keeps this name"),
    (given({**function("a"), "wipe": True}), "has no `wipe`"),
    (given({**function("a"), "role": "method"}), "has no `role`"),
    (given(function("a", [("x", {"result": ["u8", {"named": "E"}]})])), "error E stands where"),
    (given(function("a", [("x", BORROW)])), "borrow stands where none can"),
    (given(function("a", [("x", CALLABLE)])), "callable stands where none can"),
    (given(function("a", [], {"iterator": "u8"})), "iterator stands where none can"),
    (given(function("a", [], builder.raises("u8", {"named": "E"}))), "which is no error"),
    (given({"name": "a", "params": [{**TAKES, "default": 1}]}), "has no `default`"),
    (given({"name": "a", "params": [{**TAKES, "kind": "keyword"}]}), "has no `kind`"),
    ([1], "not a JSON object"),
    ({}, "not a list"),
]


@pytest.mark.parametrize(("imports", "reason"), IMPORTS, ids=str)
def test_an_import_that_breaks_a_rule_is_refused(imports: Any, reason: str) -> None:
    with pytest.raises(LoadError, match=reason):
        read([], imports=imports)


def test_names_in_a_class_are_there_once() -> None:
    for first, second in (
        (member("m", "getter", [SELF], "u8"), member("m", "method", [SELF])),
        (member("m", "method", [SELF]), member("m", "static", [])),
        (member("m", "method", [SELF]), member("m", "method", [SELF])),
    ):
        with pytest.raises(LoadError, match="PX609"):
            read([first, second])

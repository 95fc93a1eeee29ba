"""The Python classes of the types that an extension defines."""

from __future__ import annotations

import builtins
import collections.abc
import copy
import dataclasses
import enum
import inspect
import json
import pickle
import queue
import sys
import threading
import time
import typing
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from child import printed

import builder
import pyext_host
from pyext_host import Err, ExtensionError, Ok, Some, hints
from values import DEFINITIONS, fields, needed


def loaded(*functions: Any, definitions: Any = DEFINITIONS, name: str | None = None) -> Any:
    """An extension with all definitions, whose functions return 0."""
    text = "".join(f'(func (export "{f["name"]}") {sketch(f)})' for f in functions)
    wasm = builder.module(text, functions, **builder.with_types(definitions))
    return pyext_host.load(wasm, name=name)


def sketch(function: Any) -> str:
    """The parameters and result of a function that takes and returns what is compound."""
    params = " ".join("(param i32)" for _ in function["params"])
    return f"{params} (result i32) (i32.const 0)"


@pytest.fixture(scope="module", name="all_types")
def _all_types() -> Any:
    return loaded()


def test_an_extension_offers_its_classes(all_types: Any) -> None:
    names = [definition["name"] for definition in DEFINITIONS]
    cases = [case.get("class") for d in DEFINITIONS for case in d.get("cases", [])]
    wanted = sorted([*names, *filter(None, cases), "blocks", "pending", "released"])
    assert dir(all_types) == wanted
    assert "types: Cell, Color, " in repr(all_types)
    assert "types" not in repr(loaded(definitions=()))


def test_a_record_is_a_dataclass(all_types: Any) -> None:
    cls = all_types.Point
    point = cls(1.0, y=2.5, n=3)
    assert [is_dataclass(cls) for is_dataclass in [dataclasses.is_dataclass]] == [True]
    assert [f.name for f in dataclasses.fields(cls)] == ["x", "y", "n"]
    assert cls.__annotations__ == {"x": float, "y": float, "n": int}
    assert str(inspect.signature(cls)) == "(x: float, y: float, n: int) -> None"
    assert dataclasses.asdict(point) == {"x": 1.0, "y": 2.5, "n": 3}
    assert dataclasses.replace(point, n=4) == cls(1.0, 2.5, 4)
    assert repr(point) == "Point(x=1.0, y=2.5, n=3)"
    assert point == cls(1.0, 2.5, 3)
    assert point != cls(1.0, 2.5, 4)
    assert point != (1.0, 2.5, 3)
    assert cls.__match_args__ == ("x", "y", "n")
    assert (cls.__module__, cls.__qualname__, cls.__doc__) == ("guest", "Point", "A point.")
    assert all_types.Cell.__doc__ is None
    assert copy.deepcopy(point) == point
    point.x = 7.0
    assert point.x == 7.0
    with pytest.raises(TypeError, match="unhashable"):
        hash(point)
    for wrong in ((), (1.0, 2.0), (1.0, 2.0, 3, 4)):
        with pytest.raises(TypeError, match="argument"):
            cls(*wrong)
    with pytest.raises(TypeError, match="unexpected keyword argument 'z'"):
        cls(1.0, 2.0, 3, z=1)
    point.x = point
    assert repr(point) == "Point(x=..., y=2.5, n=3)"


def test_a_frozen_record_can_be_a_key_and_not_be_changed(all_types: Any) -> None:
    cls = all_types.Cell
    cell = cls(True, "a", 1, 0.5, 2)
    assert hash(cell) == hash(cls(True, "a", 1, 0.5, 2))
    assert {cell: 1}[copy.copy(cell)] == 1
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'size'"):
        cell.size = 3
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'size'"):
        del cell.size
    assert dataclasses.replace(cell, size=3).size == 3
    with pytest.raises(TypeError, match="cannot inherit"):
        dataclasses.dataclass(type("Mine", (cls,), {}))


def test_a_field_can_be_called_self(all_types: Any) -> None:
    person = all_types.Person(self="Ada", age=36, color=all_types.Color.RED, may=all_types.Perm(0))
    assert person.self == "Ada"
    assert list(inspect.signature(type(person)).parameters) == ["self", "age", "color", "may"]
    assert all_types.ShapeOdd(1, b"x").cls == b"x"
    assert all_types.Fault("text", at=1, self="x").self == "x"


def test_an_enum_has_its_values_and_docs(all_types: Any) -> None:
    cls = all_types.Color
    assert issubclass(cls, enum.Enum)
    assert [(m.name, m.value) for m in cls] == [("RED", 3), ("BLUE", -7), ("name", 1 << 62)]
    assert (cls.__module__, cls.__qualname__, cls.__doc__) == ("guest", "Color", "A color.")
    assert cls.RED.__doc__ == "Like blood."
    assert cls(3) is cls.RED
    assert len(all_types.Many) == 300


def test_flags_are_powers_of_two_in_order(all_types: Any) -> None:
    cls = all_types.Perm
    assert issubclass(cls, enum.Flag)
    assert [cls["READ"].value, cls["WRITE"].value, cls["value"].value] == [1, 2, 4]
    assert (cls.READ | cls.WRITE).value == 3
    assert cls.__doc__ == "What is allowed."
    assert cls.READ.__doc__ == "To look."


def test_a_variant_is_the_union_of_its_cases(all_types: Any) -> None:
    e = all_types
    assert typing.get_args(e.Shape) == (e.ShapeCircle, e.ShapeLine, e.ShapeEmpty, e.ShapeOdd)
    circle = e.ShapeCircle(2.0)
    assert circle == e.ShapeCircle(r=2.0)
    assert hash(circle) == hash(e.ShapeCircle(2.0))
    assert e.ShapeEmpty() == e.ShapeEmpty()
    assert repr(e.ShapeEmpty()) == "ShapeEmpty()"
    assert (e.ShapeCircle.__doc__, e.ShapeCircle.__match_args__) == ("Round.", ("r",))
    with pytest.raises(dataclasses.FrozenInstanceError):
        circle.r = 3.0
    if sys.version_info >= (3, 10):
        assert isinstance(circle, e.Shape)
        assert not isinstance(circle, e.Key)
    one = [{"name": "V", "kind": "variant", "cases": [{"name": "A", "class": "VA"}]}]
    alone = loaded(definitions=one)
    assert alone.V is alone.VA


def test_match_takes_a_variant_apart(all_types: Any) -> None:
    source = (
        "match shape:\n"
        "    case e.ShapeLine(a, label=label): found = a, label\n"
        "    case e.ShapeCircle(r): found = r\n"
    )
    point = all_types.Point(1.0, 2.0, 3)
    for shape, found in (
        (all_types.ShapeCircle(2.5), 2.5),
        (all_types.ShapeLine(point, point, "x"), (point, "x")),
    ):
        known: dict[str, Any] = {"e": all_types, "shape": shape}
        if sys.version_info >= (3, 10):
            exec(source, known)
            assert known["found"] == found


def test_an_error_is_an_exception_with_attributes(all_types: Any) -> None:
    cls = all_types.Fault
    assert issubclass(cls, (ExtensionError, KeyError))
    error = cls("it broke", at=3, self=None)
    assert (str(error), error.message, error.causes) == ("it broke", "it broke", ())
    assert (error.at, error.self) == (3, None)
    assert repr(error) == "Fault('it broke', at=3, self=None)"
    assert (cls.__module__, cls.__qualname__, cls.__doc__) == ("guest", "Fault", "What went wrong.")
    assert cls.__match_args__ == ("at", "self")
    assert list(inspect.signature(cls).parameters) == ["message", "at", "self"]
    assert cls(at=1, self="x").args == ("",)
    for wrong in ({}, {"at": 1}, {"at": 1, "self": None, "more": 1}):
        with pytest.raises(TypeError, match="argument"):
            cls("x", **wrong)
    with pytest.raises(KeyError):
        raise error
    copied = copy.copy(error)
    assert (type(copied), str(copied), copied.at) == (cls, "it broke", 3)
    assert repr(all_types.Plain("x")) == "Plain('x')"


def test_an_error_with_cases_has_a_class_for_each(all_types: Any) -> None:
    e = all_types
    assert issubclass(e.FailureIo, e.Failure)
    assert not issubclass(e.FailureIo, e.FailureOther)
    assert e.FailureIo("disk", code=5).code == 5
    assert e.FailureIo.__doc__ == "Disk."
    assert repr(e.FailureOther("x")) == "FailureOther('x')"


@pytest.mark.parametrize("base", pyext_host._abi.EXCEPTIONS)
def test_an_error_can_derive_from_each_builtin(base: str) -> None:
    # Fields with the names of attributes that exceptions have, or that our own code uses.
    names = fields(errno="u8", filename="u8", _fields="u8", name="u8")
    error = {"name": "E", "kind": "error", "base": base, "fields": names}
    cls = loaded(definitions=[error]).E
    assert issubclass(cls, (getattr(builtins, base), ExtensionError))
    values = {"errno": 2, "filename": 3, "_fields": 4, "name": 5}
    found = cls("text", **values)
    assert str(found) == "text"
    assert {name: getattr(found, name) for name in values} == values
    again = copy.copy(found)
    assert (str(again), again.errno, again.message) == ("text", 2, "text")
    with pytest.raises(cls, match="text"):
        raise found


def test_a_result_that_holds_an_error_is_data(all_types: Any) -> None:
    ty = {"result": ["u8", {"named": "Failure"}]}
    content = b"\1\0\0\0" + b"\0\0\0\0" + (7).to_bytes(4, "little")
    extension = pyext_host.load(builder.returning(ty, content, types=needed(ty)))
    found = extension.f()
    assert type(found) is Err
    assert type(found.error) is extension.FailureIo
    assert (found.error.code, str(found.error)) == (7, "")
    ty = {"result": ["u8", {"named": "Fault"}]}
    content = b"\1\0\0\0" + (9).to_bytes(4, "little") + bytes(24)
    extension = pyext_host.load(builder.returning(ty, content, types=needed(ty)))
    assert extension.f().error.at == 9
    assert pyext_host.load(
        builder.returning(ty, b"\0\0\0\0\5" + bytes(24), types=needed(ty))
    ).f() == Ok(5)


def test_a_function_raises_the_class_of_its_error() -> None:
    text = (640).to_bytes(4, "little") + (4).to_bytes(4, "little")
    cause = (648).to_bytes(4, "little") + (1).to_bytes(4, "little")
    value = (9).to_bytes(4, "little") + bytes(12)
    content = b"\1\0\0\0" + text + cause + bytes(4) + value
    content = content.ljust(128, b"\0") + b"gone".ljust(8, b"\0") + (640).to_bytes(4, "little")
    content += (2).to_bytes(4, "little")
    raising = builder.raises("u8", {"named": "Fault"})
    extension = pyext_host.load(
        builder.returning(raising, content, types=needed({"named": "Fault"}))
    )
    for _ in range(2):
        with pytest.raises(extension.Fault, match="^gone$") as caught:
            extension.f()
        assert (caught.value.at, caught.value.self) == (9, None)
        assert (caught.value.message, caught.value.causes) == ("gone", ("go",))


def test_each_load_makes_classes_of_its_own() -> None:
    a, b = loaded(), loaded(name="other")
    assert a.Point is not b.Point
    assert (a.Point.__module__, b.Point.__module__) == ("guest", "other")
    assert a.Point(1.0, 2.0, 3) != b.Point(1.0, 2.0, 3)
    ty = {"named": "Point"}
    first = pyext_host.load(builder.echo_module(ty, types=needed(ty)))
    second = pyext_host.load(builder.echo_module(ty, types=needed(ty)))
    with pytest.raises(TypeError, match="argument 'x': expected Point, got Point"):
        first.echo(second.Point(1.0, 2.0, 3))


def test_values_of_a_package_are_pickled_by_name() -> None:
    package = ModuleType("pickled_shapes")
    vars(package).update(vars(loaded(name="pickled_shapes")))
    sys.modules["pickled_shapes"] = package
    try:
        e: Any = package
        for found in (
            e.Point(1.0, 2.0, 3),
            e.Cell(True, "a", 1, 0.5, 2),
            e.Color.BLUE,
            e.Perm.READ | e.Perm.WRITE,
            e.ShapeCircle(2.0),
            Ok(e.ShapeEmpty()),
        ):
            assert pickle.loads(pickle.dumps(found)) == found
        error = e.FailureIo("disk", code=5)
        error.causes = ("a", "b")
        error.note = "mine"
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), again.code) == (e.FailureIo, "disk", 5)
        assert (again.causes, again.note) == (("a", "b"), "mine")
    finally:
        del sys.modules["pickled_shapes"]


def test_ok_and_err_are_generic_and_frozen() -> None:
    assert Ok(3) == Ok(value=3)
    err: Any = Err(3)
    assert Ok(3) != err
    assert repr(Err(error="x")) == "Err(error='x')"
    assert Ok[int](3).value == 3
    with pytest.raises(AttributeError, match="cannot assign to field 'value'"):
        Ok(3).value = 4  # type: ignore[misc]


def test_annotations_are_objects() -> None:
    def named(name: str) -> Any:
        return {"named": name}

    param_types = {
        "a": {"list": named("Point")},
        "b": {"list": named("Shape")},
        "c": {"map": [named("Key"), named("Person")]},
        "d": {"set": named("Color")},
        "e": {"array": ["u8", 3]},
        "f": {"array": ["string", 3]},
        "g": {"option": named("Perm")},
        "h": {"option": {"option": "duration"}},
        "i": {"result": ["u128", named("Cell")]},
    }
    f = builder.function("f", list(param_types.items()), {"list": "u8"})
    results = {
        "r1": {"map": [named("Key"), {"set": "u8"}]},
        "r2": {"array": ["u8", 3]},
        "r3": {"array": [named("Point"), 3]},
        "r4": {"result": ["duration", named("Fault")]},
        "r5": named("Shape"),
    }
    functions = [builder.function(name, [], ty) for name, ty in results.items()]
    text = '(func (export "f") (param' + " i32" * 13 + ") (result i32) (i32.const 0))"
    text += "".join(f'(func (export "{n}") (result i32) (i32.const 0))' for n in results)
    wasm = builder.module(text, [f, *functions], **builder.with_types(DEFINITIONS))
    e: Any = pyext_host.load(wasm)
    record = typing.Union[e.Point, collections.abc.Mapping[str, object]]
    person = typing.Union[e.Person, collections.abc.Mapping[str, object]]
    cell = typing.Union[e.Cell, collections.abc.Mapping[str, object]]
    assert e.f.__annotations__ == {
        "a": typing.Union[hints.Buffer, collections.abc.Sequence[record]],
        "b": collections.abc.Sequence[e.Shape],
        "c": collections.abc.Mapping[e.Key, person],
        "d": collections.abc.Set[e.Color],
        "e": typing.Union[hints.Buffer, collections.abc.Sequence[int]],
        "f": collections.abc.Sequence[str],
        "g": typing.Optional[e.Perm],
        "h": typing.Optional[Some[typing.Optional[timedelta]]],
        "i": typing.Union[Ok[int], Err[cell]],
        "return": bytes,
    }
    assert typing.get_type_hints(e.f) == e.f.__annotations__
    found = {name: getattr(e, name).__annotations__["return"] for name in results}
    assert found == {
        "r1": dict[e.Key, set[int]],
        "r2": bytes,
        "r3": list[e.Point],
        "r4": typing.Union[Ok[timedelta], Err[e.Fault]],
        "r5": e.Shape,
    }
    assert e.Grid.__annotations__["cells"] == list[e.Cell]
    assert inspect.signature(e.r5).return_annotation == e.Shape


def test_no_text_of_a_module_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names of a stranger are objects, and never part of source that Python compiles."""
    renamed = json.loads(
        json.dumps(DEFINITIONS)
        .replace('"name": "', '"name": "zqx')
        .replace('"class": "', '"class": "zqx')
        .replace('"named": "', '"named": "zqx')
        .replace('"docs": "', '"docs": "zqx')
    )
    texts: list[str] = []
    compile_, exec_ = builtins.compile, builtins.exec

    def watched(source: Any, *rest: Any, **named: Any) -> Any:
        texts.append(str(source))
        return compile_(source, *rest, **named)

    def watched_exec(source: Any, *rest: Any) -> Any:
        texts.append(str(source))
        return exec_(source, *rest)

    def watched_eval(source: Any, *rest: Any) -> Any:
        texts.append(str(source))
        return eval_(source, *rest)

    eval_ = builtins.eval
    monkeypatch.setattr(builtins, "compile", watched)
    monkeypatch.setattr("pyext_host.source._compiled", {})
    monkeypatch.setattr(builtins, "exec", watched_exec)
    monkeypatch.setattr(builtins, "eval", watched_eval)
    values: dict[str, Any] = {
        "Point": lambda cls: cls(1.0, 2.0, 3),
        "Color": lambda cls: cls(3),
        "Perm": lambda cls: cls(3),
        "Signal": lambda cls: typing.get_args(cls)[0](),
        "Key": lambda cls: typing.get_args(cls)[1]("x"),
    }
    for name, make in values.items():
        ty = {"list": {"named": f"zqx{name}"}}
        e: Any = pyext_host.load(builder.echo_module(ty, types=renamed))
        value = make(getattr(e, f"zqx{name}"))
        for _ in range(2):
            assert e.echo([value] * 20) == [value] * 20
    with pytest.raises(TypeError, match="zqx"):
        e.echo([e.zqxPoint(1.0, 2.0, 3)])
    wasm = builder.returning(
        builder.raises("u8", {"named": "zqxFault"}), b"\1" + bytes(99), types=renamed
    )
    e = pyext_host.load(wasm)
    with pytest.raises(e.zqxFault):
        e.f()
    assert any("def call" in text for text in texts)
    assert not any("zqx" in text for text in texts)


def test_a_variant_of_thousands_of_cases_is_made_in_a_moment() -> None:
    cases = [{"name": f"C{i}", "class": f"VC{i}"} for i in range(3000)]
    wasm = builder.module(**builder.with_types([{"name": "V", "kind": "variant", "cases": cases}]))
    before = time.process_time()
    e: Any = pyext_host.load(wasm)
    assert time.process_time() - before < 5
    assert typing.get_args(e.V) == tuple(getattr(e, case["class"]) for case in cases)


def test_what_an_interface_does_not_need_is_not_imported() -> None:
    code = (
        "import sys, builder, pyext_host\n"
        "pyext_host.load(builder.echo_module({'list': 'u32'})).echo([1])\n"
        "print([m for m in sys.modules if m.startswith('pyext_host.')])"
    )
    found = printed(code)
    assert "pyext_host.call" in found
    for module in ("classes", "columns", "durations", "plain"):
        assert f"pyext_host.{module}" not in found


ASKED = """
import sys, copy
import builder, values, pyext_host
pyext_host.load(builder.module("", [], **builder.with_types(values.DEFINITIONS)))
for name in [n for n in sys.modules if n == "dataclasses"]:
    del sys.modules[name]
e = pyext_host.load(builder.module("", [], **builder.with_types(values.DEFINITIONS)))
point, cell = e.Point(1.0, 2.0, 3), e.Cell(True, "a", 1, 0.5, 2)
assert point == e.Point(1.0, 2.0, 3) and {{cell: 1}}[cell] == 1 and repr(cell)
assert "dataclasses" not in sys.modules
{question}
assert "dataclasses" in sys.modules
"""


@pytest.mark.parametrize(
    "question",
    [
        "import dataclasses; assert dataclasses.is_dataclass(point)",
        "assert [*e.Cell.__dataclass_fields__] == ['on', 'letter', 'size', 'small', 'wide']",
        "assert [*e.Cell.__dict__['__dataclass_fields__']][:2] == ['on', 'letter']",
        "assert 'x' in e.Point.__dict__['__dataclass_fields__']",
        "assert e.Point.__dict__['__dataclass_fields__']['x'].type is float",
        "assert len(e.Point.__dict__['__dataclass_fields__'].items()) == 3",
        "assert len(e.Point.__dict__['__dataclass_fields__']) == 3",
        "assert 'frozen=False' in repr(e.Point.__dict__['__dataclass_params__'])",
        "assert e.Cell.__dict__['__dataclass_params__'].eq",
        "assert cell.__dataclass_params__.frozen and not e.Point.__dataclass_params__.frozen",
        "class Mine(e.Point): pass\nassert [*Mine.__dataclass_fields__] == ['x', 'y', 'n']",
        "try: cell.size = 3\nexcept AttributeError: pass",
        "import dataclasses\n@dataclasses.dataclass\nclass Mine(e.Point):\n    more: int = 0\n"
        "assert Mine(1.0, 2.0, 3, 4).more == 4",
        "if sys.version_info < (3, 13): import dataclasses\n"
        "else: assert copy.replace(point, n=4) == e.Point(1.0, 2.0, 4)",
    ],
)
def test_a_record_is_a_dataclass_once_somebody_asks(question: str) -> None:
    printed(ASKED.format(question=question))


def test_threads_may_ask_at_once_what_a_record_is() -> None:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(30):
            cls, found = loaded().Cell, queue.SimpleQueue[Any]()

            def ask(cls: Any = cls, found: Any = found) -> None:
                names = [field.name for field in dataclasses.fields(cls)]
                found.put((names, cls.__dataclass_params__.frozen))

            threads = [threading.Thread(target=ask) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            for _ in threads:
                assert found.get() == (["on", "letter", "size", "small", "wide"], True)
    finally:
        sys.setswitchinterval(interval)

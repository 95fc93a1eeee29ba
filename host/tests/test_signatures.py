"""Signatures: a call binds its arguments as Python binds them, and defaults are what is passed."""

from __future__ import annotations

import inspect
from typing import Any, Callable

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

import builder
import pyext_host

Json = Any


def param(name: str, kind: str = "usual", default: int | None = None) -> Json:
    """A parameter of an interface: a number, or a list of bytes for `*args`."""
    described: Json = {"name": name, "type": {"list": "u8"} if kind == "variadic" else "u32"}
    if kind != "usual":
        described["kind"] = kind
    if default is not None:
        described["default"] = default
    return described


def digits(params: list[Json]) -> pyext_host.Extension:
    """A module whose `f` makes a hexadecimal number of its arguments; of a list, its length."""
    wasm, sums = "", "(i32.const 0)"
    local = 0
    for described in params:
        variadic = described.get("kind") == "variadic"
        wasm += " i32 i32" if variadic else " i32"
        sums = f"(i32.add (i32.shl {sums} (i32.const 4)) (local.get {local + variadic}))"
        local += 1 + variadic
    text = f'(func (export "f") (param{wasm}) (result i32) {sums})'
    return pyext_host.load(builder.module(text, [{"name": "f", "params": params, "result": "u32"}]))


def reference(params: list[Json]) -> Callable[..., int]:
    """The same in Python."""
    kinds = {
        "positional": inspect.Parameter.POSITIONAL_ONLY,
        "usual": inspect.Parameter.POSITIONAL_OR_KEYWORD,
        "variadic": inspect.Parameter.VAR_POSITIONAL,
        "keyword": inspect.Parameter.KEYWORD_ONLY,
    }
    listed = [
        inspect.Parameter(
            p["name"],
            kinds[p.get("kind", "usual")],
            default=p.get("default", inspect.Parameter.empty),
        )
        for p in params
    ]
    names = ", ".join(p["name"] for p in params)
    # By Python itself: `inspect.Signature.bind` takes some calls that Python refuses.
    made: dict[str, Any] = {}
    exec(f"def call{inspect.Signature(listed)}: return [{names}]", made)

    def call(*args: int, **kwargs: int) -> int:
        found = 0
        for value in made["call"](*args, **kwargs):
            found = found << 4 | (len(value) if isinstance(value, tuple) else value)
        return found

    return call


@st.composite
def parameters(draw: st.DrawFn) -> list[Json]:
    """Parameters of all kinds."""
    positional, usual, keyword = (draw(st.integers(0, 2)) for _ in range(3))
    # Names that generated code has uses for itself.
    names = iter(draw(st.permutations(["self", "a0", "a1", "call", "m", "slow", "e", "first"])))
    optional = draw(st.integers(0, positional + usual))
    found = []
    for i in range(positional + usual):
        default = 3 + i if i >= optional else None
        found.append(param(next(names), "positional" if i < positional else "usual", default))
    if draw(st.booleans()):
        found.append(param(next(names), "variadic"))
    for i in range(keyword):
        found.append(param(next(names), "keyword", draw(st.sampled_from([None, 9 + i]))))
    return found


@given(params=parameters(), data=st.data())
@settings(deadline=None, max_examples=examples(150))
def test_arguments_are_bound_as_python_binds_them(params: list[Json], data: Any) -> None:
    f, expected = digits(params).f, reference(params)
    names = [p["name"] for p in params] + ["unknown"]
    for _ in range(4):
        args = data.draw(st.lists(st.integers(0, 15), max_size=6))
        kwargs = data.draw(st.dictionaries(st.sampled_from(names), st.integers(0, 15)))
        try:
            wanted = expected(*args, **kwargs)
        except TypeError:
            with pytest.raises(TypeError):
                f(*args, **kwargs)
        else:
            assert f(*args, **kwargs) == wanted


def test_a_function_shows_its_signature() -> None:
    params = [
        param("a", "positional"),
        param("b", default=2),
        param("args", "variadic"),
        param("c", "keyword", 3),
        param("d", "keyword"),
    ]
    f = digits(params).f
    shown = "(a: int, /, b: int = 2, *args: int, c: int = 3, d: int) -> int"
    assert str(inspect.signature(f)) == shown
    assert (f.__defaults__, f.__kwdefaults__) == ((2,), {"c": 3})
    assert f(1, d=4) == 0x12034
    assert f(1, 5, 7, 7, d=4, c=6) == 0x15264
    with pytest.raises(TypeError, match=r"f\(\) .*'d'"):
        f(1)
    with pytest.raises(TypeError, match="argument 'args'\\[1\\]: expected int, got str"):
        f(1, 2, 3, "x", d=1)


@pytest.mark.parametrize(
    ("ty", "json", "value"),
    [
        ("bool", True, True),
        ("s8", -1, -1),
        ("f64", 1, 1.0),
        ("f64", "-inf", float("-inf")),
        ("char", "é", "é"),
        ("string", "text", "text"),
        ({"option": "u8"}, None, None),
        ({"option": "u8"}, 7, 7),
        ({"list": "u8"}, [1, 2], b"\1\2"),
        ({"list": "string"}, ["a", "b"], ("a", "b")),
        ({"tuple": ["u8", {"list": "f64"}]}, [1, [2]], (1, (2.0,))),
        ("unit", None, None),
    ],
)
def test_a_default_is_a_python_value_that_cannot_be_changed(
    ty: Json, json: Json, value: Any
) -> None:
    body, described = builder.echo(ty)
    described["params"][0]["default"] = json
    echo = pyext_host.load(builder.module(body, [described])).echo
    assert echo.__defaults__ == (value,)
    assert type(echo.__defaults__[0]) is type(value)
    wanted = list(value) if isinstance(value, tuple) and "list" in ty else value
    for _ in range(2):
        assert echo() == (wanted if "tuple" not in ty else (1, [2.0]))
        assert echo(value) == echo()

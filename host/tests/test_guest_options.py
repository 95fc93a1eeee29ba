"""What the SDK's options make of functions, on the guest that it has built (tests/guest)."""

from __future__ import annotations

import inspect
import math
import pickle
import sys
from pathlib import Path
from typing import Any

import pytest

import pyext_host
from pyext_host import Err, ExtensionError, Ok, PanicError


@pytest.fixture(scope="module")
def guest(guest_path: Path) -> Any:
    extension = pyext_host.load(guest_path, name="guest_with_options")
    sys.modules["guest_with_options"] = extension  # type: ignore[assignment]
    yield extension
    del sys.modules["guest_with_options"]


# ---- signatures


def test_defaults_and_kinds_arrive_in_rust(guest: Any) -> None:
    f = guest.everything
    left = guest.Side.LEFT
    shown = 'text -3 0.5 [] far right é None [1, 2] ([97, 98], Some("x\\n")) true {}'
    assert f("text", strict=True) == shown
    assert (
        f("t", 4, 1.5, "a", "b", side=left, mark="m", choice=9, sizes=[], pair=(b"", None),
          strict=False, z=1.0, a=2.5)
        == 't 4 1.5 ["a", "b"] left m Some(9) [] ([], None) false {"a": 2.5, "z": 1.0}'
    )  # fmt: skip
    with pytest.raises(TypeError, match="strict"):
        f("text")
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'text'"):
        f(strict=True, text="goes to kwargs")
    with pytest.raises(TypeError, match=r"argument 'args'\[1\]: expected str, got int"):
        f("t", 1, 1, "a", 2, strict=True)
    with pytest.raises(TypeError, match=r"argument 'kwargs'.*: expected float, got str"):
        f("t", strict=True, x="y")
    with pytest.raises(OverflowError, match="argument 'count': 128 is out of range for s8"):
        f("t", 128, strict=True)


def test_a_signature_is_shown_as_python_writes_it(guest: Any) -> None:
    signature = inspect.signature(guest.everything)
    params = signature.parameters
    assert list(params) == [
        *("text", "count", "ratio", "args", "side", "mark", "choice", "sizes", "pair"),
        *("strict", "kwargs"),
    ]
    assert params["side"].default is guest.Side.FAR_RIGHT
    assert params["sizes"].default == (1, 2)
    assert params["pair"].default == (b"ab", "x\n")
    assert params["strict"].default is inspect.Parameter.empty
    assert params["args"].annotation is str
    assert params["kwargs"].annotation is float
    text = str(signature)
    assert text.startswith("(text: str, count: int = -3, /, ratio: float = 0.5, *args: str, side:")


# ---- constants and submodules


def test_constants_have_the_values_of_rust(guest: Any) -> None:
    assert (guest.LIMIT, guest.LOWEST) == (2**64 - 1, -(2**63))
    assert guest.HALF == 0.5
    assert math.isnan(guest.NOTHING)
    assert (guest.QUOTE, guest.YES, guest.TITLE) == ('"', True, 'a "name"\n')
    assert (guest.MAGIC, guest.BYTES) == (b"\0pyx", b"ab")
    assert not hasattr(guest, "NAME")


def test_a_rust_module_is_a_submodule(guest: Any) -> None:
    assert guest.geometry.SIDES == 4
    assert guest.geometry.area(2.0, 3.0) == 6.0
    assert guest.geometry.__doc__ == "Shapes."
    assert guest.bodies.volume(1.0, 2.0, 3.0) == 6.0
    assert guest.bodies.__doc__ == "Bodies."
    spot = guest.geometry.spot(1.5)
    assert type(spot) is guest.geometry.Spot
    assert not hasattr(guest, "Spot")


# ---- errors


def test_an_error_is_raised_as_its_class(guest: Any) -> None:
    with pytest.raises(guest.SettingsErrorSyntax, match="line 3 has no `=`") as caught:
        guest.settings("two words")
    error = caught.value
    assert (error.line, error.words) == (3, ["two", "words"])
    assert (error.message, error.causes, error.__cause__) == ("line 3 has no `=`", (), None)
    for base in (guest.SettingsError, ExtensionError, ValueError):
        assert isinstance(error, base)
    with pytest.raises(guest.NothingThere, match="nothing"):
        guest.settings("")
    with pytest.raises(guest.SettingsErrorPair) as pair:
        guest.settings("pair")
    assert (pair.value.value0, pair.value.value1) == (7, 0.5)
    assert guest.settings("a=1") == ("a", 1)


def test_a_source_is_the_cause(guest: Any) -> None:
    with pytest.raises(guest.SettingsErrorNumber) as caught:
        guest.settings("a=x")
    error = caught.value
    assert error.name == "a"
    assert not hasattr(error, "error")
    assert error.causes == ("invalid digit found in string",)
    cause = error.__cause__
    assert type(cause) is ExtensionError
    assert (str(cause), cause.causes, cause.__cause__) == (error.causes[0], (), None)


def test_errors_of_another_derive_have_the_whole_chain(guest: Any) -> None:
    with pytest.raises(guest.Missing, match="no pen") as caught:
        guest.look_for("pen")
    error: Any = caught.value
    assert isinstance(error, KeyError)
    error = caught.value
    assert error.thing == "pen"
    assert error.causes == ("a is no number", "invalid digit found in string")
    assert str(error.__cause__) == "a is no number"
    assert str(error.__cause__.__cause__) == "invalid digit found in string"
    with pytest.raises(guest.Broken, match="out of order"):
        guest.broken(True)
    assert guest.broken(False) == 0.5


def test_an_error_can_borrow_from_the_arguments(guest: Any) -> None:
    with pytest.raises(guest.Unknown) as caught:
        guest.known("word" * 100)
    assert caught.value.word == "word" * 100
    assert guest.known("known") == "known"


def test_boxed_errors_have_texts_and_causes(guest: Any) -> None:
    with pytest.raises(ExtensionError, match="a is no number") as caught:
        guest.boxed("a=x")
    assert type(caught.value) is ExtensionError
    assert caught.value.causes == ("invalid digit found in string",)
    assert str(caught.value.__cause__) == "invalid digit found in string"
    with pytest.raises(ExtensionError, match="invalid digit") as plain:
        guest.boxed_send("x")
    assert (plain.value.causes, plain.value.__cause__) == ((), None)
    with pytest.raises(ExtensionError, match="outermost") as anyhow:
        guest.anyhow("a=x")
    chain = ("while reading", "a is no number", "invalid digit found in string")
    assert anyhow.value.causes == chain
    assert (guest.boxed("a=1"), guest.boxed_send("7"), guest.anyhow("a=1")) == (3, 7, 1)


def test_an_error_can_be_data(guest: Any) -> None:
    found = guest.each(["a=1", "a b", "a=x"])
    assert found[0] == Ok(1)
    syntax, number = found[1], found[2]
    assert isinstance(syntax, Err)
    assert type(syntax.error) is guest.SettingsErrorSyntax
    assert syntax.error.line == 3
    assert number.error.name == "a"


def test_errors_are_pickled_and_made_in_python(guest: Any) -> None:
    with pytest.raises(guest.SettingsErrorSyntax) as caught:
        guest.settings("two words")
    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is guest.SettingsErrorSyntax
    assert (str(again), again.line, again.words) == ("line 3 has no `=`", 3, ["two", "words"])
    made = guest.SettingsErrorNumber("text", name="n")
    assert (str(made), made.name, made.message) == ("text", "n", "text")


# ---- secrets

KEY = bytes(range(160, 192))
TEXT = "swordfish and more of it"
# Seven bytes in a row are no coincidence.
TRACES = [KEY[:7], KEY[20:27], TEXT[:7].encode(), TEXT[10:17].encode()]


def memory(function: Any) -> bytes:
    """All of the guest's memory."""
    state = function.__globals__["m"]
    state.refresh()
    return bytes(state.view[0 : state.limit])


def traces(function: Any) -> list[bytes]:
    found = memory(function)
    return [trace for trace in TRACES if trace in found]


def test_nothing_of_a_secret_is_left_in_the_memory(guest_path: Path) -> None:
    guest = pyext_host.load(guest_path)
    sealed = KEY * 3 + KEY[:4]
    key: Any
    for key in (KEY, bytearray(KEY), list(KEY)):
        assert guest.seal(key, TEXT, 0) == sealed
        assert traces(guest.seal) == []
        with pytest.raises(ExtensionError, match=f"5 words, .*{TEXT}"):
            guest.seal(key, TEXT, 1)
        assert traces(guest.seal) == []
    assert guest.split_key(KEY, [TEXT]) == ([KEY[:16], KEY[16:]], [TEXT])
    assert traces(guest.split_key) == []
    large = KEY * 20_000  # more than scratch has room for
    assert guest.key_sum(large) > 0
    assert traces(guest.key_sum) == []


def test_after_a_panic_nothing_at_all_is_left(guest_path: Path) -> None:
    guest = pyext_host.load(guest_path)
    assert guest.seal(KEY, TEXT, 0)
    state = guest.seal.__globals__["m"]
    view = state.view
    with pytest.raises(PanicError, match=TEXT):
        guest.seal(KEY, TEXT, 2)
    assert not bytes(view[0 : state.limit]).strip(b"\0")
    assert guest.seal(KEY, TEXT, 0)


def test_without_care_traces_are_left(guest_path: Path) -> None:
    guest = pyext_host.load(guest_path)
    assert guest.seal_carelessly(KEY, TEXT, 0)
    assert traces(guest.seal_carelessly)

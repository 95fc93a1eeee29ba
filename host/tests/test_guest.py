"""The guest that the SDK has built (tests/guest): what both sides promise, on real code.

`PYEXT_TEST_GUEST` names the file that `cargo pyext build` made; `cargo xtask test` sets it.
"""

from __future__ import annotations

import gc
import inspect
import sys
import threading
from array import array
from importlib import import_module
from pathlib import Path
from typing import Any, Optional

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

import pyext_host
from pyext_host import ExtensionError, PanicError, TrapError, interface
from values import same, value

np: Any = import_module("numpy")


@pytest.fixture(scope="module")
def guest(guest_path: Path) -> pyext_host.Extension:
    return pyext_host.load(guest_path)


def as_json(ty: interface.Type) -> Any:
    """A type as the strategies of values.py take it."""
    if ty.kind == "tuple":
        return {"tuple": [as_json(part) for part in ty.parts]}
    return {ty.kind: as_json(ty.parts[0])} if ty.parts else ty.kind


@given(data=st.data())
@settings(deadline=None, max_examples=examples(400))
def test_values_come_back_as_they_were(guest: pyext_host.Extension, data: st.DataObject) -> None:
    found = guest.nothing.__globals__.get("m") or _state(guest)
    echoes = [f for f in found.interface.functions if f.name.startswith("echo_")]
    function = data.draw(st.sampled_from(echoes))
    given_value = data.draw(value(as_json(function.params[0].type)))
    assert same(getattr(guest, function.name)(given_value), given_value), function.name


def _state(guest: pyext_host.Extension) -> Any:
    guest.nothing()
    return guest.nothing.__globals__["m"]


def test_a_view_is_the_list_that_the_guest_has_made(guest: Any) -> None:
    values = [float(i) for i in range(100_000)]
    view = guest.views.echo_list_f64(values)
    others = [guest.views.echo_list_f64(values) for _ in range(3)]
    del others[1]
    guest.hold(1)
    assert guest.echo_list_f64(values) == list(view) == list(others[1]) == values
    guest.scale(view, 2.0)
    assert guest.sum(view) == 2 * sum(values)
    # What it borrows from an argument, or has for good, is a copy.
    borrowed = guest.views.echo_slice(view)
    table = guest.views.table()
    view[0] = table[0] = 9.0
    assert (borrowed[0], guest.table()) == (0.0, [1.0, 0.5, 0.25])
    assert bytes(guest.views.echo_list_u8(b"abc")) == b"abc"


@pytest.mark.parametrize("size", [0, 1, 65519, 65520, 65521, 65536, 65537, 3_000_000])
def test_any_size_comes_back(guest: pyext_host.Extension, size: int) -> None:
    text = "x" * size
    assert guest.echo_str(text) == guest.echo_string(text) == text
    assert guest.echo_option_str(text) == text
    assert guest.echo_list_u8(text.encode()) == text.encode()
    numbers = array("d", range(size // 8))
    assert guest.echo_slice(numbers) == guest.echo_list_f64(numbers) == numbers.tolist()
    texts = ["ab"] * (size // 20)
    assert guest.echo_list_string(texts) == texts


def test_a_borrowed_part_of_an_argument_comes_back(guest: pyext_host.Extension) -> None:
    assert guest.first_of_pair(("text", [1, 2, 3])) == ("text", 6)
    assert guest.first_of_pair(("t" * 100_000, [1] * 100_000)) == ("t" * 100_000, 100_000)


def test_functions_do_what_they_say(guest: pyext_host.Extension) -> None:
    assert guest.nothing() is None
    assert guest.echo_unit(None) is None
    assert guest.add(2**32 - 1, b=2) == 1
    assert guest.greet(name="wörld 😀\0") == "Hello, wörld 😀\0!"
    assert guest.sum([1, 2.5]) == guest.sum(np.array([1, 2.5])) == 3.5
    assert guest.two_sum([2, 7, 11, 15], 9) == (0, 1)
    assert guest.two_sum([], 9) is None
    assert guest.fmod(7.5, 2.0) == 1.5
    assert guest.in_a_module("abc") == guest.in_a_module(type="abc") == 3
    assert guest.wrapper(1) == 1
    assert guest.frame(1) == 2


def test_docs_and_signatures_are_those_of_the_source(guest: pyext_host.Extension) -> None:
    assert guest.add.__doc__ == 'Adds two numbers.\n\nWraps around, "quotes" \\ and back.'
    assert guest.in_a_module.__doc__ == "Stands in a module."
    assert guest.greet.__doc__ is None
    signature = inspect.signature(guest.two_sum)
    assert str(signature.parameters["target"]) == "target: int"
    assert signature.return_annotation == Optional[tuple[int, int]]
    assert list(inspect.signature(guest.in_a_module).parameters) == ["type"]


def test_writable_lists_are_written_back(guest: pyext_host.Extension) -> None:
    numbers = np.array([1.0, 2.0, 3.0])
    guest.scale(numbers, 2)
    assert numbers.tolist() == [2.0, 4.0, 6.0]
    bools = np.array([True, False])
    guest.invert(bools)
    assert bools.tolist() == [False, True]
    large = np.ones(100_000)
    guest.scale(large, 0.5)
    assert set(large.tolist()) == {0.5}
    data = bytearray(4)
    with pytest.raises(ExtensionError, match="^filled, then failed$"):
        guest.fill(data, 7, True)
    assert data == b"\7" * 4
    assert guest.fill(data, 8, fail=False) is None
    assert data == b"\x08" * 4
    with pytest.raises(PanicError, match="after the fill"):
        guest.fill_then_panic(data)
    assert data == b"\x08" * 4


def test_errors_are_extension_errors(guest: pyext_host.Extension) -> None:
    assert guest.parse("-12") == -12
    assert guest.divide(1, 4) == 0.25
    with pytest.raises(ExtensionError, match="^invalid digit found in string$"):
        guest.parse("x")
    with pytest.raises(ExtensionError) as caught:
        guest.divide(1, 0)
    assert caught.value.message == "1 / 0 – «not» a number\0"
    for size in (0, 1, 100_000):
        with pytest.raises(ExtensionError) as caught:
            guest.fail_with("é" * size)
        assert caught.value.message == "é" * size


def test_panics_are_panic_errors_and_the_next_call_works(guest: pyext_host.Extension) -> None:
    for message in ("why: not", "", "two\nlines", "😀 \0"):
        with pytest.raises(PanicError) as caught:
            guest.panic_with(message)
        assert caught.value.message == message
        assert caught.value.file is not None
        assert caught.value.file.endswith("lib.rs")
        assert caught.value.line is not None
        assert guest.greet("you") == "Hello, you!"
    with pytest.raises(PanicError, match=r"^a plain panic \(.*lib.rs:[0-9]+\)$"):
        guest.panic_plainly()
    assert guest.index([5, 6], 1) == 6
    with pytest.raises(PanicError, match="index out of bounds: the len is 2 but the index is 2"):
        guest.index([5, 6], 2)


def test_traps_are_trap_errors_and_state_begins_anew(guest: pyext_host.Extension) -> None:
    guest.count()
    assert guest.count() > 1
    with pytest.raises(TrapError) as caught:
        guest.recurse(0)
    assert caught.value.kind in ("stack overflow", "memory out of bounds")
    assert guest.count() == 1


def test_no_memory_is_lost(guest: pyext_host.Extension) -> None:
    state = _state(guest)
    texts = ["some text"] * 1000

    def work() -> None:
        guest.echo_list_string(texts)
        guest.echo_string("x" * 100_000)
        guest.echo_nested((1, b"abc", (True, "text")))
        with pytest.raises(ExtensionError):
            guest.fail_with("no" * 50_000)

    for _ in range(20):
        work()
    state.refresh()
    before = state.limit
    for _ in range(200):
        work()
    state.refresh()
    assert state.limit == before


def test_addresses_above_2_gib_are_addresses(guest_path: Path) -> None:
    guest = pyext_host.load(guest_path)
    while guest.hold(200) < 0x8200_0000:
        pass
    text = "high " * 50_000
    assert guest.echo_string(text) == guest.echo_str(text) == text
    assert guest.echo_list_string([text, "b"]) == [text, "b"]
    assert guest.echo_list_f64([1.5] * 50_000) == [1.5] * 50_000
    assert guest.repeat("ab", 100_000) == "ab" * 100_000
    numbers = np.ones(50_000)
    guest.scale(numbers, 3)
    assert set(numbers.tolist()) == {3.0}
    with pytest.raises(ExtensionError, match="high"):
        guest.fail_with(text)
    with pytest.raises(PanicError, match="high"):
        guest.panic_with(text)
    assert guest.echo_string(text) == text


def test_memory_that_is_used_up_is_an_exception(guest_path: Path) -> None:
    guest = pyext_host.load(guest_path)
    with pytest.raises((PanicError, TrapError)):
        guest.repeat("ab", 2**31 - 1)
    with pytest.raises((PanicError, TrapError)):
        guest.hold(2 * 2047)
    assert guest.greet("you") == "Hello, you!"


def test_finalisers_and_threads_call_while_results_are_lifted(guest_path: Path) -> None:
    guest = pyext_host.load(guest_path)
    wrong: list[Any] = []

    class Noisy:
        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            try:
                if guest.echo_list_string(["bye"] * 5) != ["bye"] * 5:
                    wrong.append("finaliser")
            except TrapError as e:
                # It ran between the panic of a call and the end of that call.
                if e.kind != "dead":
                    wrong.append(e)

    def work(me: int) -> None:
        texts = [f"{me}:{i}" for i in range(50)]
        try:
            for i in range(100):
                Noisy()
                if (
                    guest.echo_list_string(texts) != texts
                    or guest.greet(str(me)) != f"Hello, {me}!"
                ):
                    wrong.append(me)
                if i % 25 == 0:
                    with pytest.raises(PanicError):
                        guest.panic_plainly()
        except BaseException as e:
            wrong.append(e)

    threshold, interval = gc.get_threshold(), sys.getswitchinterval()
    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    try:
        gc.set_threshold(50)
        sys.setswitchinterval(1e-5)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        gc.set_threshold(*threshold)
        sys.setswitchinterval(interval)
    assert wrong == []

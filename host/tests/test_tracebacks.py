"""What a traceback shows: the user's lines, and at most one of the runtime's."""

from __future__ import annotations

import traceback
from typing import Any, Callable

import pytest

import builder
import pyext_host

FAILING = builder.function("fails", [], builder.raises("unit"))
BODY = """(func (export "fails") (result i32) (i32.store8 (i32.const 512) (i32.const 1))
    (i32.const 512))
  (func (export "broken") (result i32) (i32.const -1))
  (func (export "takes") (param i32 i32 i32))
  (func (export "traps") (param i32 i32) unreachable)
  (func (export "index") (param i32) (result i32) (local.get 0))"""


def load(scratch: int = builder.SCRATCH_SIZE) -> Any:
    described = [
        FAILING,
        builder.function("broken", [], {"option": "u8"}),
        builder.function("takes", [("a", "u32"), ("b", {"list": {"tuple": ["u8"]}})]),
        builder.function("traps", [("a", "string")]),
        builder.function("index", [("a", "u32")], "u32"),
        builder.function("panics"),
    ]
    return pyext_host.load(
        builder.module(BODY + builder.panicking(b"x\na.rs:1:1"), described, scratch)
    )


def lines(call: Callable[[], object], error: type[BaseException]) -> list[str]:
    """The names of the functions in the traceback, without this one."""
    try:
        call()
    except error as e:
        frames = traceback.extract_tb(e.__traceback__)
        shown = "".join(traceback.format_exception(type(e), e, e.__traceback__))
        assert "During handling" not in shown
        assert "direct cause" not in shown
        return [frame.name for frame in frames][1:]
    raise AssertionError("it did not raise")


@pytest.mark.parametrize("scratch", [builder.SCRATCH_SIZE, 0])
def test_a_traceback_ends_in_the_function_that_was_called(scratch: int) -> None:
    extension = load(scratch)
    # The first call is another one: it makes the code. By the slow way go those without scratch.
    for _ in range(3):
        for name, arguments, error in (
            ("panics", (), pyext_host.PanicError),
            ("fails", (), pyext_host.ExtensionError),
            ("broken", (), pyext_host.ProtocolError),
            ("traps", ("text",), pyext_host.TrapError),
            ("takes", ("x", []), TypeError),
            ("takes", (1 << 32, []), OverflowError),
            ("takes", (1, [(1,), ("x",)]), TypeError),
        ):

            def call() -> None:
                getattr(extension, name)(*arguments)

            assert lines(call, error) == ["call", name]


def test_the_lines_of_the_caller_s_own_code_stay() -> None:
    extension = load()

    class Broken:
        def __index__(self) -> int:
            return helper()

    def helper() -> int:
        raise LookupError("mine")

    for _ in range(2):
        found = lines(lambda: extension.index(Broken()), LookupError)
        assert found == ["<lambda>", "index", "__index__", "helper"]
        found = lines(lambda: extension.takes(1, [(1,), (Broken(),)]), LookupError)
        assert found == ["<lambda>", "takes", "__index__", "helper"]


def test_an_exception_has_a_name_that_every_copy_of_the_runtime_shares() -> None:
    with pytest.raises(pyext_host.ExtensionError) as caught:
        load().fails()
    shown = traceback.format_exception_only(type(caught.value), caught.value)
    assert shown[-1].startswith("pyext_host.ExtensionError")

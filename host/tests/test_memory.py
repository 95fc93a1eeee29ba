"""Addresses are unsigned: guests whose memory goes beyond 2 GiB, up to the last byte."""

from __future__ import annotations

import ctypes
import re
import struct
from pathlib import Path
from typing import Any

import pytest

import builder
import pyext_host

# The memory grows to 3 GiB in the first call of `grow`; from then on the allocator gives addresses
# above 2.5 GiB.
HIGH = 0xA000_0000
GROW = f"""
(func (export "grow") (param $pages i32) (result i32)
  (global.set $heap (i32.const {HIGH - 2**32}))
  (memory.grow (local.get $pages)))
(func (export "pages") (result i32) (memory.size))"""
GROW_IT = [
    builder.function("grow", [("pages", "u32")], "s32"),
    builder.function("pages", [], "u32"),
]
PAGES = 3 * 16384
SMAPS = Path("/proc/self/smaps")


def load(ty: Any, scratch: int = 0) -> pyext_host.Extension:
    echo, described = builder.echo(ty)
    return pyext_host.load(builder.module(GROW + echo, [described, *GROW_IT], scratch))


@pytest.mark.parametrize(
    ("ty", "value"),
    [
        ("string", "high 😀" * 100),
        ({"list": "u8"}, bytes(range(256)) * 300),
        ({"list": "f64"}, [1.5, -2.5] * 100),
        ({"list": "string"}, ["a", "", "bcd" * 50]),
        ({"option": {"tuple": ["u64", {"list": "u32"}]}}, (2**64 - 1, [1, 2, 3])),
        ({"list": {"list": "char"}}, [["a"], [], ["😀", "z"]]),
    ],
)
def test_values_pass_above_2_gib(ty: Any, value: Any) -> None:
    extension = load(ty)
    assert extension.echo(value) == value
    assert extension.grow(PAGES - extension.pages()) > 0
    for _ in range(3):
        assert extension.echo(value) == value
    m = extension.echo.__globals__["m"]
    assert m.limit == PAGES * 65536
    assert extension.blocks() == 0


def test_a_writable_list_is_written_back_from_above_2_gib() -> None:
    body = (
        GROW
        + """(func (export "fill") (param i32 i32)
      (memory.fill (local.get 0) (i32.const 7) (local.get 1)))"""
    )
    described = builder.function("fill", [("x", {"list": "u8"}, True)])
    extension = pyext_host.load(builder.module(body, [described, *GROW_IT], scratch=0))
    extension.grow(PAGES)
    buffer = bytearray(1000)
    extension.fill(buffer)
    assert buffer == b"\7" * 1000


def test_a_text_reaches_to_the_last_byte_of_4_gib() -> None:
    body = (
        GROW
        + """(func (export "last") (result i32)
        (i32.store8 (i32.const -1) (i32.const 122))
        (call $pair (i32.const -1) (i32.const 1)))
      (func (export "behind") (result i32) (call $pair (i32.const -1) (i32.const 2)))
      (func (export "record") (result i32)
        (i32.store (i32.const -8) (i32.const -9))
        (i32.store (i32.const -4) (i32.const 9))
        (i32.store8 (i32.const -9) (i32.const 65))
        (i32.const -8))"""
    )
    described = [
        builder.function("last", [], "string"),
        builder.function("behind", [], "string"),
        builder.function("record", [], {"list": "u8"}),
    ]
    extension = pyext_host.load(builder.module(body, [*described, *GROW_IT]))
    assert extension.grow(65536 - extension.pages()) == 2
    assert extension.last() == "z"
    with pytest.raises(pyext_host.ProtocolError, match="outside of the memory"):
        extension.behind()
    assert extension.record() == b"A" + struct.pack("<iI", -9, 9)


@pytest.mark.parametrize(
    "ty", ["string", {"list": "u8"}, {"list": "u32"}, builder.raises("string")]
)
def test_a_result_of_2_gib_is_refused(ty: Any) -> None:
    body = (
        GROW
        + """(func (export "large") (param $n i32) (result i32) (local $at i32)
      (local.set $at (call $pair (i32.const 65536) (local.get $n)))
      (i64.store (i32.const 512) (i64.const 0))
      (i64.store offset=4 (i32.const 512) (i64.load (local.get $at)))
      RESULT)"""
    ).replace("RESULT", "(i32.const 512)" if "result" in ty else "(local.get $at)")
    described = builder.function("large", [("n", "u32")], ty)
    extension = pyext_host.load(builder.module(body, [described, *GROW_IT]))
    extension.grow(PAGES)
    items = 1 << 29 if ty == {"list": "u32"} else 1 << 31
    assert len(extension.large(3)) == 3
    for _ in range(2):
        with pytest.raises(pyext_host.ProtocolError, match="larger than 2147483647 bytes, or many"):
            extension.large(items)
    assert len(extension.large(3)) == 3


def test_a_panic_text_above_2_gib_is_read() -> None:
    text = b"high\na.rs:1:2"
    body = (
        GROW
        + f"""(data $text "{builder.data(text)}")
      (func (export "panics")
        (memory.init $text (i32.const {HIGH - 2**32}) (i32.const 0) (i32.const {len(text)}))
        (i32.store (i32.const {builder.CONTROL + 16}) (i32.const {HIGH - 2**32}))
        (i32.store (i32.const {builder.CONTROL + 20}) (i32.const {len(text)}))
        unreachable)"""
    )
    extension = pyext_host.load(builder.module(body, [builder.function("panics"), *GROW_IT]))
    extension.grow(PAGES)
    with pytest.raises(pyext_host.PanicError, match="high"):
        extension.panics()


def test_memory_that_grows_in_a_call_is_seen_at_its_end() -> None:
    body = (
        GROW
        + """(func (export "grown") (param $n i32) (result i32) (local $at i32)
      (local.set $at (i32.mul (i32.const 65536) (memory.grow (local.get $n))))
      (memory.fill (local.get $at) (i32.const 65) (i32.const 65536))
      (i32.store (local.get $at) (i32.add (i32.const 8) (local.get $at)))
      (i32.store offset=4 (local.get $at) (i32.const 5))
      (local.get $at))"""
    )
    described = builder.function("grown", [("n", "u32")], "string")
    extension = pyext_host.load(builder.module(body, [described, *GROW_IT]))
    m = None
    for _ in range(5):
        extension.pages()
        m = extension.pages.__globals__["m"]
        before = m.view
        assert extension.grown(3) == "AAAAA"
        # Nobody may be left with a view of memory that is gone: it does not move.
        assert bytes(before[:64]) == bytes(m.view[:64])


def test_an_argument_of_100_mib_passes() -> None:
    extension = load({"list": "u8"})
    value = bytes(100 << 20)
    assert extension.echo(value) == value


@pytest.mark.skipif(
    not Path("/sys/kernel/mm/transparent_hugepage").exists(),
    reason="Linux has large pages for who asks, and not every Linux",
)
def test_a_large_memory_asks_for_large_pages() -> None:
    e = load({"list": "u8"})
    seen = e.empty(1, "u1")

    def has_asked() -> bool:
        """Whether Linux has noted it for where the array is."""
        at = ctypes.addressof(seen)
        parts = re.split(r"^([0-9a-f]+)-([0-9a-f]+) ", SMAPS.read_text("ascii"), flags=re.M)
        found = zip(parts[1::3], parts[2::3], parts[3::3])
        (said,) = (said for start, end, said in found if int(start, 16) <= at < int(end, 16))
        return " hg" in said.split("VmFlags:")[1]

    assert e.echo(bytes(1000)) == bytes(1000)
    assert not has_asked()
    assert e.echo(bytes(1 << 23)) == bytes(1 << 23)
    assert has_asked()

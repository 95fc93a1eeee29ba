"""Results as arrays: over the guest's own memory where that stays, and copies where it does not."""

from __future__ import annotations

import gc
import struct
import threading
from pathlib import Path
from typing import Any, Optional

import pytest
from child import printed

import builder
import pyext_host
from pyext_host import ExtensionError, ProtocolError, StaleObjectError, TrapError, hints

np = pytest.importorskip("numpy")

LIST = {"list": "f64"}
# `count` makes a list of its own; the others return what they are asked for.
BODY = f"""
(global $calls (mut i32) (i32.const 0))
(func $count (export "count") (export "m.count") (param $n i32) (result i32)
  (local $at i32) (local $i i32)
  (local.set $at (call $alloc (i32.shl (local.get $n) (i32.const 3)) (i32.const 8)))
  (block $end (loop $next
    (br_if $end (i32.ge_u (local.get $i) (local.get $n)))
    (f64.store (i32.add (local.get $at) (i32.shl (local.get $i) (i32.const 3)))
      (f64.convert_i32_u (local.get $i)))
    (local.set $i (i32.add (local.get $i) (i32.const 1)))
    (br $next)))
  (call $pair (local.get $at) (local.get $n)))
(func (export "where") (param i32 i32) (result i32) (local.get 0))
(func (export "negate") (param $at i32) (param $n i32)
  (f64.store (local.get $at) (f64.neg (f64.load (local.get $at)))))
(func (export "tail") (param i32 i32) (result i32)
  (call $pair (i32.add (local.get 0) (i32.const 8)) (i32.sub (local.get 1) (i32.const 1))))
(func (export "place") (param i32 i32) (result i32) (call $pair (local.get 0) (local.get 1)))
(data (i32.const 512) "{builder.data(struct.pack("<2d", 1.5, 2.5))}")
(func (export "unowned") (param $n i32) (result i32)
  (local $at i32)
  (local.set $at (call $count (local.get $n)))
  (i32.store (i32.const {builder.CONTROL + 24}) (i32.const 0))
  (local.get $at))
(func (export "maybe") (param $n i32) (result i32)
  (local $at i32)
  (local.set $at (call $count (local.get $n)))
  (i32.store (i32.const 600) (i32.ne (local.get $n) (i32.const 0)))
  (i64.store (i32.const 604) (i64.load (local.get $at)))
  (i32.const 600))
(func (export "attempt") (param $n i32) (result i32)
  (local $at i32)
  (local.set $at (call $count (local.get $n)))
  (i32.store (i32.const 600) (i32.eqz (local.get $n)))
  (i32.store (i32.const 604) (i32.const 640))
  (i32.store (i32.const 608) (i32.const 2))
  (if (local.get $n) (then (i64.store (i32.const 604) (i64.load (local.get $at)))))
  (i32.const 600))
(data (i32.const 640) "no")
(func (export "text") (result i32) (call $pair (i32.const 640) (i32.const 2)))
(func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
(func (export "trap") unreachable)
(func (export "within") (result i32)
  (call $ask) (call $ask)
  (call $count (i32.const 3)))
"""
IMPORT = '(import "pyext:host/Host" "ask" (func $ask))'
FUNCTIONS = [
    builder.function("attempt", [("n", "u32")], builder.raises(LIST)),
    builder.function("count", [("n", "u32")], LIST),
    builder.function("grow", [("pages", "u32")], "s32"),
    builder.function("m.count", [("n", "u32")], LIST),
    builder.function("maybe", [("n", "u32")], {"option": LIST}),
    builder.function("negate", [("x", LIST, True)]),
    builder.function("place", [("at", "u32"), ("n", "u32")], LIST),
    builder.function("tail", [("x", LIST)], LIST),
    builder.function("text", [], "string"),
    builder.function("trap"),
    builder.function("unowned", [("n", "u32")], LIST),
    builder.function("where", [("x", LIST)], "u32"),
    builder.function("within", [], LIST),
]
HOST = {"name": "Host", "functions": [builder.function("ask")]}
SECRET = {**builder.function("secret", [("n", "u32")], LIST), "wipe": True}
BODY += '(func (export "secret") (param i32) (result i32) (call $count (local.get 0)))'
MODULES = {"modules": [{"name": "m"}], "imports": [HOST]}


def load(**options: Any) -> Any:
    text = IMPORT + builder.prelude() + BODY
    wasm = builder.plain(text, [*FUNCTIONS, SECRET, *builder.COUNTERS], **MODULES)
    return pyext_host.load(wasm, imports={"Host": Host()}, **options)


class Host:
    """What the guest asks; a test says what that does."""

    do: Any = staticmethod(lambda: None)

    def ask(self) -> None:
        Host.do()


@pytest.fixture
def ext() -> Any:
    return load()


def tidied(ext: Any) -> tuple[int, int]:
    """Blocks in use and results released, after a call that gives back what is to go."""
    gc.collect()
    ext.where(ext.empty(0))
    return ext.blocks(), ext.released()


def is_there(ext: Any, view: Any) -> bool:
    """Whether an array is in the memory of the guest."""
    return bool(ext.where(view) == ext.where(view) != ext.where([1.0]))


def test_a_view_is_the_result_where_the_guest_has_put_it(ext: Any) -> None:
    view = ext.views.count(4)
    assert list(view) == [0.0, 1.0, 2.0, 3.0] == ext.count(4)
    assert (view.shape, repr(view)) == ((4,), "<array of 4 f64>")
    assert is_there(ext, view)
    seen = np.asarray(view)
    assert seen.dtype == np.float64
    ext.negate(seen[2:])  # small, so it goes in and out
    seen[1] = 7.0
    ext.negate(view)
    assert (view[0], view[1], view[2]) == (-0.0, 7.0, -2.0)


def test_no_later_call_frees_it_and_it_goes_with_the_last_that_looks(ext: Any) -> None:
    _, before = tidied(ext)
    views = [ext.views.count(n) for n in range(1, 50)]
    assert ext.pending() == 0
    assert ext.count(3) == [0.0, 1.0, 2.0]
    assert [len(view) for view in views] == list(range(1, 50))
    seen = np.asarray(views[9])
    assert tidied(ext)[1] == before
    del views
    assert tidied(ext)[1] == before + 48
    assert seen.sum() == 45.0
    del seen
    assert tidied(ext)[1] == before + 49
    # Two thousand leave nothing behind.
    for _ in range(2000):
        ext.views.count(3)
    assert tidied(ext)[1] == before + 2049


@pytest.mark.parametrize("size", [5, 5000], ids=["in scratch", "in a block"])
def test_what_borrows_from_an_argument_is_a_copy(ext: Any, size: int) -> None:
    values = [float(i) for i in range(size)]
    view = ext.views.tail(values)
    ext.where([9.0] * size)  # where the argument was
    assert list(view) == values[1:]
    assert not is_there(ext, view)
    assert (view.shape, repr(view)) == ((size - 1,), f"<array of {size - 1} f64>")
    assert ext.blocks() == 0


def test_what_borrows_from_another_array_is_a_copy_and_not_the_same_memory(ext: Any) -> None:
    array = ext.empty(5000)
    for given in (array, np.asarray(array)):
        view = ext.views.tail(given)
        array[1] = 3.0
        assert view[0] == 0.0
        assert not is_there(ext, view)
        array[1] = 0.0


def test_what_is_the_guests_for_good_is_a_copy(ext: Any) -> None:
    view = ext.views.place(512, 2)
    view[0] = 9.0
    assert ext.place(512, 2) == [1.5, 2.5]
    # Nothing is to be released, so it can be anything.
    view = ext.views.unowned(3)
    assert list(view) == [0.0, 1.0, 2.0]
    assert not is_there(ext, view)


def test_what_a_large_copy_was_made_of_is_given_back_at_once(ext: Any) -> None:
    assert len(ext.views.place(0, 10)) == 10
    assert ext.pending() != 0
    assert len(ext.views.place(0, 10_000)) == 10_000
    assert ext.pending() == 0


@pytest.mark.filterwarnings("ignore:A builtin ctypes object")  # NumPy, on Python 3.9
def test_an_empty_result_is_an_empty_array(ext: Any) -> None:
    _, before = tidied(ext)
    view = ext.views.count(0)
    assert (len(view), view.shape, np.asarray(view).shape) == (0, (0,), (0,))
    assert len(ext.views.place(0xFFFF_FFF0, 0)) == 0
    assert ext.where(view) is not None
    del view
    assert tidied(ext)[1] == before


def test_an_option_and_a_result_that_can_fail_have_views(ext: Any) -> None:
    assert ext.views.maybe(0) is None
    view = ext.views.maybe(3)
    assert list(view) == [0.0, 1.0, 2.0]
    assert is_there(ext, view)
    with pytest.raises(ExtensionError, match="no"):
        ext.views.attempt(0)
    view = ext.views.attempt(3)
    ext.count(3)
    assert list(view) == [0.0, 1.0, 2.0]
    assert is_there(ext, view)


@pytest.mark.parametrize(
    "kind", ["u8", "s8", "u16", "s16", "u32", "s32", "u64", "s64", "f32", "f64"]
)
def test_there_are_views_of_every_kind_of_number(kind: str) -> None:
    body = '(func (export "f") (result i32) (call $pair (i32.const 65536) (i32.const 2)))'
    ext: Any = pyext_host.load(builder.module(body, [builder.function("f", [], {"list": kind})]))
    view = ext.views.f()
    assert list(view) == [0, 0]
    name = {"s": "int", "u": "uint", "f": "float"}[kind[0]] + kind[1:]
    assert np.asarray(view).dtype == np.dtype(name)
    view[1] = 100
    assert list(ext.f()) == [0, 100]


def test_annotations_say_that_views_give_buffers(ext: Any) -> None:
    assert ext.views.count.__annotations__ == {"n": int, "return": hints.Buffer}
    assert ext.views.maybe.__annotations__["return"] == Optional[hints.Buffer]


def test_functions_without_views_say_why(ext: Any) -> None:
    refused = {
        "where": r"views.where: it returns u32, and there are views of a list of numbers only",
        "text": "views.text: it returns string, and",
        "secret": "views.secret: it handles secrets",
    }
    for name, text in refused.items():
        with pytest.raises(TypeError, match=text):
            getattr(ext.views, name)(1)
    with pytest.raises(AttributeError, match="extension 'guest' has no attribute 'nothing'"):
        _ = ext.views.nothing
    for ty, shown in (
        ({"list": "bool"}, "list<bool>"),
        ({"list": "char"}, "list<char>"),
        ({"list": LIST}, "list<list<f64>>"),
        ({"array": ["f64", 3]}, "array<f64, 3>"),
    ):
        body = '(func (export "f") (result i32) unreachable)'
        other: Any = pyext_host.load(builder.module(body, [builder.function("f", [], ty)]))
        with pytest.raises(TypeError, match=f"views.f: it returns {shown}, and"):
            other.views.f()
    with pytest.raises(OverflowError, match="argument 'n': -1 is out of range"):
        ext.views.count(-1)


def test_a_result_that_is_no_list_is_refused(ext: Any) -> None:
    end = 2 * 65536
    for at, n, text in [
        (end - 8, 2, "16 bytes at 131064 are outside of the memory"),
        (0xFFFF_FFF8, 2, "outside of the memory"),
        (65536, 1 << 31, "outside of the memory"),
        (65540, 1, "address 65540 is not aligned to 8"),
    ]:
        with pytest.raises(ProtocolError, match=text):
            ext.views.place(at, n)
    assert list(ext.views.place(end - 8, 1)) == [0.0]
    body = f'(func (export "f") (result i32) (call $pair (i32.const {end}) (i32.const 1)))'
    byte = pyext_host.load(builder.module(body, [builder.function("f", [], {"list": "u8"})]))
    with pytest.raises(ProtocolError, match=f"1 bytes at {end} are outside of the memory"):
        byte.views.f()


def test_a_view_stays_right_while_the_memory_grows(ext: Any) -> None:
    view = ext.views.count(1000)
    seen = np.asarray(view)
    assert ext.grow(16000) > 0
    assert seen.sum() == 499_500.0
    seen[0] = 5.0
    ext.negate(view)
    assert view[0] == -5.0
    above = ext.views.place(15000 << 16, 4)
    above[3] = 1.0
    assert ext.place(15000 << 16, 4) == [0.0, 0.0, 0.0, 1.0]


def test_after_a_trap_a_view_can_be_read_and_is_refused_in_calls(ext: Any) -> None:
    view = ext.views.count(100_000)
    seen = np.asarray(view)
    with pytest.raises(TrapError):
        ext.trap()
    assert ext.count(2) == [0.0, 1.0]
    gc.collect()
    assert seen.sum() == 4_999_950_000.0
    with pytest.raises(StaleObjectError, match="argument 'x': the array went with an instance"):
        ext.where(view)
    del view, seen
    # What it had is not released in the instance that is there now.
    assert tidied(ext)[1] == 0


def test_a_view_belongs_to_the_instance_that_has_made_it(ext: Any) -> None:
    fresh = ext.fresh()
    view = fresh.views.m.count(3)
    assert is_there(fresh, view)
    assert not is_there(ext, view)
    assert is_there(fresh, fresh.empty(2))
    del fresh
    gc.collect()
    assert list(view) == [0.0, 1.0, 2.0]


def test_each_thread_has_views_of_its_own_instance() -> None:
    ext = load(instances="per-thread")
    found: list[Any] = []

    def run() -> None:
        view = ext.views.count(4)
        found.extend((view, is_there(ext, view), ext.views.m.count(2)))
        assert is_there(ext, ext.empty(3))
        with pytest.raises(TypeError, match="views.where: it returns u32"):
            ext.views.where([1.0])

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    view, is_in_place, other = found
    assert is_in_place
    gc.collect()
    assert (list(view), list(other)) == ([0.0, 1.0, 2.0, 3.0], [0.0, 1.0])
    assert not is_there(ext, view)


def test_views_may_come_and_go_inside_of_a_call(ext: Any) -> None:
    found: list[Any] = []
    Host.do = staticmethod(lambda: found.append(ext.views.count(5)))
    try:
        view = ext.views.within()
        assert ext.within() == [0.0, 1.0, 2.0]
    finally:
        Host.do = staticmethod(lambda: None)
    assert [list(other) for other in [view, *found]] == [[0.0, 1.0, 2.0], *[list(range(5))] * 4]
    assert all(is_there(ext, other) for other in [view, *found])
    _, before = tidied(ext)
    del view
    found.clear()
    assert tidied(ext)[1] == before + 5


def test_a_function_called_views_is_not_hidden() -> None:
    body = '(func (export "views") (result i32) (i32.const 7))'
    ext: Any = pyext_host.load(builder.module(body, [builder.function("views", [], "u32")]))
    assert (ext.views(), ext.fresh().views()) == (7, 7)


# In a process of its own, which would die of it.
PROGRAM = """
import gc, sys
import test_views

class Holder:
    def __del__(self):
        print(int(sum(self.array)))

for make in (lambda ext: ext.views.count(1000), lambda ext: ext.empty(1000)):
    ext, holder = test_views.load(), Holder()
    array = make(ext)
    array[0] = 1
    holder.array, holder.ext, vars(ext)["holder"] = array, ext, holder
    del ext, holder, array
    gc.collect()
ext, holder = test_views.load(), Holder()
holder.array = ext.views.count(3)
"""


def test_finalisers_may_look_at_arrays_whatever_goes_with_them() -> None:
    assert printed(PROGRAM) == "499501\n1\n3\n"


def test_what_arrays_are_made_of_is_imported_before_a_call(tmp_path: Path) -> None:
    file = tmp_path / "guest.wasm"
    file.write_bytes(builder.echo_module(LIST))
    code = (
        "import sys, pyext_host\n"
        "echo = pyext_host.load(sys.argv[1]).views.echo\n"
        "before = {*sys.modules}\n"
        "echo([1.5])\n"
        "print({*sys.modules} - before)"
    )
    assert "ctypes" not in printed(code, str(file))

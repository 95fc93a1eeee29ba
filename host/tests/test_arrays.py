"""Arrays in the memory of the guest: passed without a copy, valid while anything looks at them."""

from __future__ import annotations

import ctypes
import gc
import pickle
import struct
from typing import Any

import pytest
from child import printed
from test_reentry import at_every_step, interrupted

import behaviour
import builder
import pyext_host
from pyext_host import StaleObjectError, TrapError, engine

np = pytest.importorskip("numpy")

# Says where its list is, and changes its first item.
WHERE = """
(func (export "where") (param i32 i32) (result i32) (local.get 0))
(func (export "count") (param i32 i32) (result i32) (local.get 1))
(func (export "negate") (param $at i32) (param $n i32)
  (if (local.get $n) (then (f64.store (local.get $at) (f64.neg (f64.load (local.get $at)))))))
(func (export "both") (export "either") (param i32 i32 i32 i32))
(func (export "trap") (param i32 i32) unreachable)
(func (export "mixed") (param i32 i32 i32 i32 i32) (result i32)
  (i32.add (local.get 1) (i32.add (local.get 3) (local.get 4))))
"""
LIST = {"list": "f64"}
FUNCTIONS = [
    builder.function("where", [("x", LIST)], "u32"),
    builder.function("count", [("x", LIST)], "u32"),
    builder.function("negate", [("x", LIST, True)], "unit"),
    builder.function("both", [("x", LIST, True), ("y", LIST)], "unit"),
    builder.function("either", [("x", LIST), ("y", LIST, True)], "unit"),
    builder.function("trap", [("x", LIST, True)], "unit"),
    builder.function("mixed", [("x", LIST, True), ("y", {"list": "u8"}), ("n", "u8")], "u32"),
]


@pytest.fixture
def ext() -> Any:
    return pyext_host.load(builder.module(WHERE, FUNCTIONS))


def test_an_array_has_the_shape_and_the_items_that_it_was_asked_for(ext: Any) -> None:
    for dtype in ("i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8"):
        array = ext.empty((2, 3), dtype)
        seen = np.asarray(array)
        assert (seen.shape, seen.dtype) == ((2, 3), np.dtype(dtype))
        assert not seen.any()
        assert array.shape == (2, 3)
        assert memoryview(array).shape == (2, 3)
        assert np.asarray(ext.empty(1, seen.dtype.str)).dtype == seen.dtype
    assert np.asarray(ext.empty(4, np.float32)).dtype == np.float32
    assert np.asarray(ext.empty(4, np.dtype("int16"))).dtype == np.int16
    assert repr(ext.empty((2, 3), "u4")) == "<array of 2 by 3 u32>"


@pytest.mark.parametrize(
    "number", [ctypes.c_uint8, ctypes.c_int64, ctypes.c_float, ctypes.c_double]
)
def test_a_c_function_takes_it_for_a_pointer_to_its_items(ext: Any, number: Any) -> None:
    array = ext.empty(3, np.dtype(number))
    # What is refused raises.
    assert ctypes.POINTER(number).from_param(array) is array
    assert ctypes.pointer(array).contents._type_ is number


def test_it_begins_with_zeros_whatever_its_memory_has_held() -> None:
    held = f'(data (i32.const {builder.HEAP}) "{builder.data(bytes([255]) * 64)}")'
    ext: Any = pyext_host.load(builder.module(WHERE + held, FUNCTIONS))
    assert list(ext.empty(8)) == [0.0] * 8


def test_the_guest_works_on_it_in_place(ext: Any) -> None:
    array = ext.empty(3)
    array[0] = 5.0
    ext.negate(array)
    assert list(array) == [-5.0, 0.0, 0.0]
    place = ext.where(array)
    assert ext.where(array) == place != ext.where([1.0])
    assert ext.count(ext.empty((4, 5))) == 20
    seen = np.asarray(array)
    seen[0] = 7.0
    ext.negate(array)
    assert seen[0] == -7.0
    ext.negate(seen[:0])
    ext.either(array, seen[:0])
    assert (ext.count(seen[:0]), seen[0]) == (0, -7.0)


def test_a_call_with_an_array_of_the_guest_has_a_quick_way(ext: Any) -> None:
    array = ext.empty(3)
    for f in (ext.where, ext.count, ext.negate, lambda x: ext.mixed(x, b"abc", 4)):
        f(array)
    for f in (ext.where, ext.count, ext.negate, ext.mixed):
        call = f.__globals__["slow"].__self__
        assert list(call.inner) == [(0,)]
        call.inner[0,].__globals__["slow"] = call.slowly = pytest.fail
    assert ext.where(array) != ext.where([1.0])
    assert (ext.count(array), ext.mixed(array, b"abc", 4)) == (3, 10)
    array[0] = 2.0
    ext.negate(array)
    assert array[0] == -2.0


def test_the_quick_way_frees_arrays_that_have_gone(ext: Any) -> None:
    array, other = ext.empty(3), ext.empty(3)
    ext.count(array)
    before = ext.blocks()
    del other
    gc.collect()
    assert ext.blocks() == before
    ext.count(array)
    assert ext.blocks() == before - 1


def test_a_class_is_made_of_an_array() -> None:
    new = """(func (export "[constructor]Counter") (param i32 i32) (result i32)
      (call $new (local.get 1)))"""
    members = [m for m in behaviour.MEMBERS if m[1]["role"] != "constructor"]
    made = behaviour.described("__new__", [("x", LIST)], behaviour.OWN, "constructor")
    described = [made, *(m[1] for m in members)]
    text = "".join([behaviour.TEXT, new, *(m[0] for m in members)])
    ext: Any = pyext_host.load(builder.module(text, described, types=[behaviour.CLASS]))

    class Derived(ext.Counter):  # type: ignore[misc]
        pass

    array = ext.empty(3)
    for cls in (ext.Counter, Derived) * 2:
        found = cls(array)
        assert (type(found), found.value) == (cls, 3)


def test_what_the_quick_way_does_not_do_the_slow_one_does(ext: Any) -> None:
    array = ext.empty(3)
    large = bytes(2 * builder.SCRATCH_SIZE)
    for _ in range(2):
        assert ext.mixed(array, b"abc", 4) == 10
        with pytest.raises(OverflowError, match="argument 'n': 300 is out of range"):
            ext.mixed(array, b"abc", 300)
        assert ext.mixed(array, large, 4) == 7 + len(large)
        with ext.mixed.__globals__["m"].lock.held():
            assert ext.mixed(array, b"abc", 4) == 10
        ext.both(array, ext.empty(1))
        with pytest.raises(ValueError, match="one array, and the function changes it"):
            ext.both(array, array)
    stale = ext.empty(3)
    with pytest.raises(TrapError):
        ext.trap(array)
    with pytest.raises(TrapError):
        ext.trap(ext.empty(3))
    for gone in (array, stale):
        with pytest.raises(StaleObjectError, match="argument 'x': the array went"):
            ext.mixed(gone, b"abc", 4)
    assert ext.mixed(ext.empty(3), b"abc", 4) == 10


def test_ctrl_c_and_other_calls_may_come_at_every_step_of_a_call_with_an_array(ext: Any) -> None:
    if not engine.verdict().fast:
        return  # there Ctrl-C costs the instance
    array = ext.empty(3)
    assert (ext.count(array), ext.mixed(array, b"", 0)) == (3, 3)
    m = ext.count.__globals__["m"]
    calls: list[Any] = [lambda: ext.count(array), lambda: ext.mixed(array, b"abc", 4)]
    for call in calls:
        kept: list[BaseException] = []
        step = 1
        while interrupted(call, step, kept):
            step += 1
            assert (m.busy, m._depth, m.lock.is_here()) == (0, 0, False), kept[-1]
            assert ext.count(array) == 3
        assert step > 5
        wanted = call()
        found: list[int] = []

        def again(call: Any = call, found: Any = found) -> None:
            found.append(call())

        assert at_every_step(again, again) > 5
        assert set(found) == {wanted}


def test_an_array_goes_where_nothing_looks_at_it_any_more(ext: Any) -> None:
    before = ext.blocks()
    array = ext.empty(3)
    seen = np.asarray(array)
    row = memoryview(array)
    del array
    gc.collect()
    ext.empty(1)
    assert ext.blocks() >= before + 1
    seen[0] = 1.0
    assert row.tobytes()[:8] == struct.pack("d", 1.0)
    del seen, row
    gc.collect()
    ext.where(ext.empty(0))  # a call that takes an array tidies up
    assert ext.blocks() == before


@pytest.mark.parametrize("look", [lambda array: array, memoryview, lambda array: array[0]])
def test_an_array_that_a_finaliser_keeps_stays_valid(ext: Any, look: Any) -> None:
    before = ext.blocks()
    kept: list[Any] = []

    class Keeper:
        def __init__(self) -> None:
            self.cycle = self
            self.array = look(ext.empty((2, 3)))

        def __del__(self) -> None:
            ext.count(ext.empty(1))  # frees what has gone
            kept.append(self.array)

    np.asarray(Keeper().array)[...] = 5.0
    gc.collect()
    ext.count(ext.empty(0))
    assert ext.blocks() == before + 1
    assert np.unique(np.asarray(kept[0])).tolist() == [5.0]
    kept.clear()
    gc.collect()
    ext.count(ext.empty(0))
    assert ext.blocks() == before


def test_an_array_stays_valid_after_its_instance_and_is_refused_in_calls(ext: Any) -> None:
    array = ext.empty(100_000)
    seen = np.asarray(array)
    seen[:] = 3.0
    with pytest.raises(TrapError):
        ext.trap(array)
    assert ext.count([1.0]) == 1
    gc.collect()
    assert seen.sum() == 300_000.0
    with pytest.raises(StaleObjectError, match="argument 'x': the array went with an instance"):
        ext.count(array)
    del array, seen
    gc.collect()
    assert ext.count(ext.empty(2)) == 2


@pytest.mark.parametrize("dtype", ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f4", "f8"])
def test_it_has_the_interface_of_numpys_arrays(ext: Any, dtype: str) -> None:
    class Only:
        """An object that has nothing else of the array."""

        def __init__(self, array: Any) -> None:
            self.array = array
            self.__array_interface__ = array.__array_interface__

    array = ext.empty((3, 2), dtype)
    seen = np.asarray(Only(array))
    assert (seen.shape, seen.dtype) == ((3, 2), np.dtype(dtype))
    seen[2, 1] = 7
    assert array[2][1] == 7
    del array
    gc.collect()
    assert seen[2, 1] == 7


def test_one_array_is_not_changed_and_read_in_one_call(ext: Any) -> None:
    array, other = ext.empty(3), ext.empty(3)
    for function in (ext.both, ext.either):
        function(array, other)
        function(other, array)
        with pytest.raises(ValueError, match="arguments 'x' and 'y': one array, and"):
            function(array, array)


def test_a_view_of_it_that_scratch_has_no_room_for_is_not_copied() -> None:
    ext: Any = pyext_host.load(builder.module(WHERE, FUNCTIONS, scratch=16))
    array = ext.empty((4, 4))
    seen = np.asarray(array)
    seen[2, 0] = 9.0
    assert ext.where(seen[2]) == ext.where(array) + 64
    ext.negate(seen[2:].reshape(-1))
    assert array[2][0] == -9.0
    with pytest.raises(ValueError, match="arguments 'x' and 'y': one array, and"):
        ext.both(seen[1], seen[:2].reshape(-1))
    ext.both(seen[0], seen[1])
    # Not where the items would not be aligned: then it is copied.
    raw = ext.empty(20, "u1")
    odd = np.asarray(raw)[1:17].view("f8")
    assert ext.where(odd) != ext.where(np.asarray(raw)[:16].view("f8")) + 1


def test_an_array_of_another_extension_is_a_buffer(ext: Any) -> None:
    other = pyext_host.load(builder.module(WHERE, FUNCTIONS))
    array = other.empty((2, 2))
    array[0][0] = 2.0
    assert ext.count(array) == 4
    ext.negate(array)
    assert array[0][0] == -2.0
    ext.negate(other.empty(0))


def test_an_array_inside_of_another_value_is_a_buffer() -> None:
    pair = {"tuple": [LIST, {"array": ["u8", 2]}]}
    texts, described = zip(
        builder.echo({"option": LIST}, "option"),
        builder.echo({"list": LIST}, "lists"),
        builder.echo(pair, "pair"),
    )
    ext = pyext_host.load(builder.module("".join(texts), described))
    array, two = ext.empty(3), ext.empty(2, "u1")
    array[1], two[1] = 2.0, 7
    assert ext.option(array) == [0.0, 2.0, 0.0]
    assert ext.lists([array] * 10) == [[0.0, 2.0, 0.0]] * 10
    assert ext.pair((array, two)) == ([0.0, 2.0, 0.0], b"\0\7")


def test_what_cannot_be_an_array_is_refused(ext: Any) -> None:
    # Of another byte order than the guest's there are none.
    for dtype in ("?", "bool", "U1", "f16", "c8", object, 3, np.dtype(">f8")):
        with pytest.raises(TypeError, match="dtype: expected one of"):
            ext.empty(3, dtype)
    for shape in ("x", 1.5, (2, None)):
        with pytest.raises(TypeError, match="shape: expected an int or a tuple of them, got"):
            ext.empty(shape)
    with pytest.raises(TypeError):
        ext.empty("3")
    with pytest.raises(ValueError, match="a size is negative: -1"):
        ext.empty((2, -1))
    for dimensions in (0, 65):
        with pytest.raises(ValueError, match=f"has 1 to 64 dimensions, not {dimensions}"):
            ext.empty((1,) * dimensions)
    for sizes in ((1 << 20, 1 << 20), (1 << 70, 0), (0, 1 << 70)):
        with pytest.raises(OverflowError, match="shape: the array is larger than 2147483647 bytes"):
            ext.empty(sizes)
    with pytest.raises(TypeError, match="expected a buffer of float64"):
        ext.count(ext.empty(3, "f4"))
    with pytest.raises(TypeError, match="an array stays in its extension"):
        pickle.dumps(ext.empty(3))


def test_arrays_of_an_extension_without_an_allocator_are_python_s_own_and_go_anywhere(
    ext: Any,
) -> None:
    text = builder.prelude().replace("pyext_alloc", "other").replace("pyext_free", "another")
    array = pyext_host.load(builder.plain(text)).empty((2, 3))
    array[0][0] = 2.0
    assert ext.count(array) == 6
    ext.negate(array)
    assert array[0][0] == -2.0
    assert ext.where(array) != ext.where(ext.empty((2, 3)))
    with pytest.raises(TypeError, match="expected a buffer of float64"):
        ext.count(pyext_host.load(builder.plain(text)).empty((2, 3), "f4"))


def test_what_lets_go_of_an_array_is_imported_before_there_is_one() -> None:
    code = (
        "import sys, builder, pyext_host\n"
        "kept = pyext_host.load(builder.echo_module('u8')).empty(3)\n"
        "print('pyext_host.objects' in sys.modules)"
    )
    assert printed(code) == "True\n"


def test_a_function_of_the_extension_called_empty_is_not_hidden() -> None:
    body = '(func (export "empty") (result i32) (i32.const 7))'
    ext: Any = pyext_host.load(
        builder.module(WHERE + body, [*FUNCTIONS, builder.function("empty", [], "u32")])
    )
    assert ext.empty() == 7
    assert ext.count(pyext_host.Extension.empty(ext, 3)) == 3


def test_thousands_of_arrays_leave_nothing(ext: Any) -> None:
    before = ext.blocks()
    for _ in range(2000):
        ext.count(ext.empty(2))
    ext.count(ext.empty(0))
    assert ext.blocks() == before

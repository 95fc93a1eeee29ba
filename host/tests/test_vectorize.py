"""Functions of numbers on arrays, in modules by hand: what the host takes, and what it refuses."""

from __future__ import annotations

from array import array
from typing import Any, Callable

import pytest

import builder
import pyext_host

np = pytest.importorskip("numpy")

ONE = [builder.function("f", [("x", "f64")], "f64")]
ONE[0]["vectorize"] = True
CODE = '(func (export "f") (param f64) (result f64) local.get 0)'
LOOP = """
(func (export "[vectorized]f") (param $x i32) (param $step i32) (param $to i32) (param $n i32)
  (loop $next
    (f64.store (local.get $to) (f64.neg (f64.load (local.get $x))))
    (local.set $x (i32.add (local.get $x) (i32.shl (local.get $step) (i32.const 3))))
    (local.set $to (i32.add (local.get $to) (i32.const 8)))
    (local.set $n (i32.sub (local.get $n) (i32.const 1)))
    (br_if $next (local.get $n))))
"""


def test_the_second_export_is_what_runs() -> None:
    ext = pyext_host.load(builder.module(CODE + LOOP, ONE))
    assert ext.f(2.0) == 2.0
    assert ext.f(array("d", [2.0, -1.0])) == array("d", [-2.0, 1.0])
    assert ext.f(np.arange(9000.0)).tolist() == (-np.arange(9000.0)).tolist()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda f: f.update(result="bool"), "PX610"),
        (lambda f: f.update(params=[]), "PX610"),
        (lambda f: f.update(raises="unit"), "PX610"),
        (lambda f: f.update(wipe=True), "PX610"),
        (lambda f: f.update(vectorize=1), "PX606"),
        (lambda f: f.update(name="g"), "PX611"),
    ],
)
def test_an_interface_that_breaks_the_rules_is_refused(
    change: Callable[[dict[str, Any]], None], code: str
) -> None:
    function = builder.function("f", [("x", "f64")], "f64")
    function["vectorize"] = True
    change(function)
    with pytest.raises(pyext_host.LoadError) as caught:
        pyext_host.load(builder.module(CODE + LOOP, [function]))
    assert caught.value.code == code


def test_a_second_export_of_another_type_is_refused() -> None:
    wrong = LOOP.replace("(param $n i32)", "(param $n i64)").partition("(loop")[0] + ")"
    with pytest.raises(pyext_host.LoadError) as caught:
        pyext_host.load(builder.module(CODE + wrong, ONE))
    assert caught.value.code == "PX611"


def test_where_scratch_has_no_room_a_block_of_memory_has() -> None:
    ext = pyext_host.load(builder.module(CODE + LOOP, ONE, scratch=256))
    values = np.arange(9000.0)
    assert ext.f(values).tolist() == (-values).tolist()
    assert ext.blocks() == 0


def test_results_are_whatever_bits_the_guest_leaves() -> None:
    # It writes nothing, so they are what was there.
    idle = '(func (export "[vectorized]f") (param i32 i32 i32 i32))'
    found = pyext_host.load(builder.module(CODE + idle, ONE)).f(array("d", [1.0] * 5))
    assert len(found) == 5

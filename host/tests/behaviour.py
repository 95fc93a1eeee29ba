"""Guests by hand: a class, whose objects are in a table with generations; imports of every kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import builder
from builder import CONTROL, function

Json = Any
OWN, BORROW = {"own": "Counter"}, {"borrow": "Counter"}
CLASS: Json = {"name": "Counter", "kind": "class", "docs": "Counts."}
#: Objects: value, generation, and whether it is there, in 16 bytes each.
TABLE, SLOTS = 70_000, 1000
REFUSED = CONTROL + 28

# A handle is the generation above the number of the slot and 1.
TEXT = f"""
(global $live (mut i32) (i32.const 0))
(global $lent (mut i32) (i32.const 0))
(func (export "live") (result i32) (global.get $live))
(func $new (param $value i32) (result i32) (local $i i32) (local $at i32)
  (block $found (loop $next
    (local.set $at (i32.add (i32.const {TABLE}) (i32.shl (local.get $i) (i32.const 4))))
    (br_if $found (i32.eqz (i32.load offset=8 (local.get $at))))
    (local.set $i (i32.add (local.get $i) (i32.const 1)))
    (br_if $next (i32.lt_u (local.get $i) (i32.const {SLOTS}))))
    unreachable)
  (i32.store (local.get $at) (local.get $value))
  (i32.store offset=4 (local.get $at)
    (i32.and (i32.add (i32.load offset=4 (local.get $at)) (i32.const 1)) (i32.const 0xffff)))
  (i32.store offset=8 (local.get $at) (i32.const 1))
  (global.set $live (i32.add (global.get $live) (i32.const 1)))
  (i32.or (i32.add (local.get $i) (i32.const 1))
    (i32.shl (i32.load offset=4 (local.get $at)) (i32.const 16))))
(func $at (param $handle i32) (result i32) (local $i i32) (local $at i32)
  (local.set $i (i32.sub (i32.and (local.get $handle) (i32.const 0xffff)) (i32.const 1)))
  (local.set $at (i32.add (i32.const {TABLE}) (i32.shl (local.get $i) (i32.const 4))))
  (if (result i32) (i32.and (i32.lt_u (local.get $i) (i32.const {SLOTS}))
      (i32.and (i32.load offset=8 (local.get $at))
        (i32.eq (i32.load offset=4 (local.get $at))
          (i32.shr_u (local.get $handle) (i32.const 16)))))
    (then (local.get $at)) (else (i32.const 0))))
(func $take (param $handle i32) (param $index i32) (result i32) (local $at i32)
  (local.set $at (call $at (local.get $handle)))
  (if (i32.eqz (local.get $at)) (then
    (i32.store (i32.const {REFUSED})
      (i32.or (i32.const 1) (i32.shl (local.get $index) (i32.const 8))))))
  (if (i32.and (i32.ne (local.get $at) (i32.const 0)) (i32.eq (local.get $at) (global.get $lent)))
    (then
      (i32.store (i32.const {REFUSED})
        (i32.or (i32.const 3) (i32.shl (local.get $index) (i32.const 8))))
      (local.set $at (i32.const 0))))
  (local.get $at))
(func $drop (export "[drop]Counter") (param $handle i32) (local $at i32)
  (local.set $at (call $at (local.get $handle)))
  (if (i32.eqz (local.get $at)) (then (return)))
  (if (i32.eq (local.get $at) (global.get $lent))
    (then (i32.store (i32.const {REFUSED}) (i32.const 3)) (return)))
  (i32.store offset=8 (local.get $at) (i32.const 0))
  (global.set $live (i32.sub (global.get $live) (i32.const 1))))
"""


def method(name: str, code: str, params: str = "", result: str = "", role: str = "method") -> str:
    """An export of the class whose code has the object at `$at`; zeros if there is none."""
    zero = "(i32.const 0)" if result else ""
    returns = f"(result {result})" if result else ""
    return f"""(func (export "[{role}]Counter.{name}") (param $self i32) {params} {returns}
      (local $at i32) (local $other i32)
      (local.set $at (call $take (local.get $self) (i32.const 0)))
      (if (i32.eqz (local.get $at)) (then (return {zero})))
      {code})"""


VALUE = "(i32.load (local.get $at))"
SELF: Json = {"name": "self", "type": BORROW, "kind": "positional"}


def described(
    name: str, params: Sequence[tuple[Any, ...]] = (), result: Json = "unit", role: str = "method"
) -> Json:
    """A function of the class for the interface."""
    made = function(f"Counter.{name}", params, result)
    if role in ("method", "getter", "setter"):
        made["params"].insert(0, SELF)
    return {**made, "role": role}


def binary(name: str, code: str) -> str:
    """A method with another object, which is at `$other`."""
    return method(
        name,
        f"""(local.set $other (call $take (local.get $b) (i32.const 1)))
        (if (i32.eqz (local.get $other)) (then (return (i32.const 0))))
        {code}""",
        "(param $b i32)",
        "i32",
    )


OTHER = "(i32.load (local.get $other))"
MEMBERS: list[tuple[str, Json]] = [
    (
        '(func (export "[constructor]Counter") (param i32) (result i32) (call $new (local.get 0)))',
        described("__new__", [("start", "u32")], OWN, "constructor"),
    ),
    (
        method(
            "add",
            f"(i32.store (local.get $at) (i32.add {VALUE} (local.get $n))) {VALUE}",
            "(param $n i32)",
            "i32",
        ),
        described("add", [("n", "u32")], "u32"),
    ),
    (method("value", VALUE, "", "i32", "getter"), described("value", [], "u32", "getter")),
    (
        method(
            "value", "(i32.store (local.get $at) (local.get $v))", "(param $v i32)", "", "setter"
        ),
        described("value", [("v", "u32")], "unit", "setter"),
    ),
    (
        '(func (export "[static]Counter.zero") (result i32) (call $new (i32.const 0)))',
        described("zero", [], OWN, "static"),
    ),
    (
        '(func (export "[static]Counter.count") (result i32) (global.get $live))',
        described("count", [], "u32", "class"),
    ),
    (
        method("take", f"{VALUE} (call $drop (local.get $self))", "", "i32"),
        {**described("take", [], "u32"), "params": [{**SELF, "type": OWN}]},
    ),
    (
        binary("__add__", f"(call $new (i32.add {VALUE} {OTHER}))"),
        described("__add__", [("other", BORROW)], OWN),
    ),
    (
        binary("__eq__", f"(i32.eq {VALUE} {OTHER})"),
        described("__eq__", [("other", BORROW)], "bool"),
    ),
    (
        method(
            "__iadd__",
            f"(i32.store (local.get $at) (i32.add {VALUE} (local.get $n)))",
            "(param $n i32)",
        ),
        described("__iadd__", [("n", "u32")]),
    ),
    (method("__len__", VALUE, "", "i32"), described("__len__", [], "u32")),
    (
        method(
            "__next__",
            f"""(call $pending)
            (i32.store (i32.const 512) (i32.ne {VALUE} (i32.const 0)))
            (i32.store (i32.const 516) {VALUE})
            (if {VALUE} (then (i32.store (local.get $at) (i32.sub {VALUE} (i32.const 1)))))
            (i32.const 512)""",
            "",
            "i32",
        ),
        described("__next__", [], {"option": "u32"}),
    ),
    (method("traps", "unreachable"), described("traps")),
]
FUNCTIONS: list[tuple[str, Json]] = [
    ("", function("live", [], "u32")),
    (
        '(func (export "consume") (param i32) (call $drop (local.get 0)))',
        function("consume", [("counter", OWN)]),
    ),
    (
        # The sum of what a list lends.
        """(func (export "total") (param $p i32) (param $n i32) (result i32)
          (local $sum i32) (local $at i32)
          (block $end (loop $next
            (br_if $end (i32.eqz (local.get $n)))
            (local.set $at (call $take (i32.load (local.get $p)) (i32.const 0)))
            (if (i32.eqz (local.get $at)) (then (return (i32.const 0))))
            (local.set $sum (i32.add (local.get $sum) (i32.load (local.get $at))))
            (local.set $p (i32.add (local.get $p) (i32.const 4)))
            (local.set $n (i32.sub (local.get $n) (i32.const 1)))
            (br $next)))
          (local.get $sum))""",
        function("total", [("counters", {"list": BORROW})], "u32"),
    ),
    (
        """(func (export "eat") (param $p i32) (param $n i32)
          (block $end (loop $next
            (br_if $end (i32.eqz (local.get $n)))
            (call $drop (i32.load (local.get $p)))
            (local.set $p (i32.add (local.get $p) (i32.const 4)))
            (local.set $n (i32.sub (local.get $n) (i32.const 1)))
            (br $next))))""",
        function("eat", [("counters", {"list": OWN})]),
    ),
    (
        """(func (export "several") (param $n i32) (result i32) (local $i i32)
          (block $end (loop $next
            (br_if $end (i32.ge_u (local.get $i) (local.get $n)))
            (i32.store (i32.add (i32.const 768) (i32.shl (local.get $i) (i32.const 2)))
              (call $new (local.get $i)))
            (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (br $next)))
          (call $pair (i32.const 768) (local.get $n)))""",
        function("several", [("n", "u32")], {"list": OWN}),
    ),
    (
        """(func (export "maybe") (param $p i32) (result i32)
          (if (i32.eqz (i32.load8_u (local.get $p))) (then (return (i32.const 77))))
          (local.set $p (call $take (i32.load offset=4 (local.get $p)) (i32.const 0)))
          (if (i32.eqz (local.get $p)) (then (return (i32.const 0))))
          (i32.load (local.get $p)))""",
        function("maybe", [("counter", {"option": BORROW})], "u32"),
    ),
]


def guest(
    parts: Sequence[tuple[str, Json]] = (),
    head: str = "",
    types: Sequence[Json] = (),
    **other: Json,
) -> bytes:
    """The module with these parts as well; `head` is text that has to come first."""
    listed = [*MEMBERS, *FUNCTIONS, *parts]
    text = head + builder.prelude() + TEXT + "".join(body for body, _ in listed)
    functions = sorted(
        [*builder.COUNTERS, *(d for _, d in listed)],
        key=lambda f: (str(f["name"]), str(f.get("role", ""))),
    )
    return builder.plain(text, functions, **builder.with_types([CLASS, *types]), **other)


# ---- imports

HOST: Json = {
    "name": "Host",
    "functions": [
        function("add", [("a", "s64"), ("b", "s64")], "s64"),
        function("lookup", [("key", "string")], {"option": "string"}),
        function("poke"),
        function("store", [("key", "string"), ("value", "s64")], builder.raises()),
    ],
}
IMPORTS = """
(import "pyext:host/Host" "lookup" (func $lookup (param i32 i32) (result i32)))
(import "pyext:host/Host" "add" (func $add (param i64 i64) (result i64)))
(import "pyext:host/Host" "store" (func $store (param i32 i32 i64) (result i32)))
(import "pyext:host/Host" "poke" (func $poke))
"""
COPY = "(call $pending) (memory.copy (i32.const 512) (local.get $p) (i32.const {})) (i32.const 512)"
FAILS = builder.raises()
CALLING: list[tuple[str, Json]] = [
    (
        """(func (export "sum") (param $n i32) (result i64) (local $s i64)
          (loop $next
            (local.set $s (call $add (local.get $s) (i64.extend_i32_u (local.get $n))))
            (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
          (local.get $s))""",
        function("sum", [("n", "u32")], "s64"),
    ),
    (
        f"""(func (export "find") (param i32 i32) (result i32) (local $p i32)
          (local.set $p (call $lookup (local.get 0) (local.get 1))) {COPY.format(12)})""",
        function("find", [("key", "string")], {"option": "string"}),
    ),
    (
        f"""(func (export "store") (param i32 i32 i64) (result i32) (local $p i32)
          (local.set $p (call $store (local.get 0) (local.get 1) (local.get 2)))
          {COPY.format(24)})""",
        function("store", [("key", "string"), ("value", "s64")], FAILS),
    ),
    (
        """(func (export "swallow") (param i32 i32 i64) (result i32)
          (i32.load8_u (call $store (local.get 0) (local.get 1) (local.get 2))))""",
        function("swallow", [("key", "string"), ("value", "s64")], "u32"),
    ),
    (
        """(func (export "poke") (param i32) (result i32)
          (call $poke) (i32.add (local.get 0) (i32.const 1)))""",
        function("poke", [("x", "u32")], "u32"),
    ),
    (
        """(func (export "spin") (param $n i64) (result i32)
          (loop $again
            (local.set $n (i64.sub (local.get $n) (i64.const 1)))
            (br_if $again (i64.gt_s (local.get $n) (i64.const 0))))
          (call $poke) (i32.const 1))""",
        function("spin", [("n", "s64")], "u32"),
    ),
    (
        method(
            "poke_within",
            """(global.set $lent (local.get $at)) (call $poke) (global.set $lent (i32.const 0))""",
        ),
        described("poke_within"),
    ),
    ('(func (export "traps") unreachable)', function("traps")),
]


def calling(**other: Json) -> bytes:
    """The module that imports `Host`."""
    return guest(CALLING, IMPORTS, imports=[HOST], **other)

"""An extension in Rust with every type and many nestings, made from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field

PRIMITIVES = [
    "()",
    "bool",
    "u8",
    "i8",
    "u16",
    "i16",
    "u32",
    "i32",
    "u64",
    "i64",
    "u128",
    "i128",
    "f32",
    "f64",
    "char",
    "String",
    "Duration",
]
#: Types without parts whose values can be sorted in Rust, as a set's have to be.
SORTED = ["bool", "u8", "i16", "u32", "i64", "u128", "char", "String", "Duration"]
FIELDS = ("first", "second", "third", "fourth_one", "fifth", "sixth", "seventh", "eighth")
CASES = ("Alpha", "BetaTwo", "Gamma", "Delta", "Epsilon")

HEAD = """\
#![cfg_attr(target_family = "wasm", no_std)]
#![allow(clippy::type_complexity)]

extern crate alloc;

use alloc::collections::{BTreeMap, BTreeSet};
use core::fmt;
use core::time::Duration;

use pyext::prelude::*;

#[derive(Error, Debug)]
pub struct Mark {
    pub at: u32,
    pub parts: Vec<Option<String>>,
}

#[derive(Error, Debug)]
#[pyext(base = "LookupError")]
pub enum Fault {
    Full,
    Missing { key: String, at: u32 },
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a mark at {} with {} parts", self.at, self.parts.len())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Full => f.write_str("full"),
            Fault::Missing { key, at } => write!(f, "{key} is missing at {at}"),
        }
    }
}

impl core::error::Error for Mark {}

impl core::error::Error for Fault {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Fault::Full => Some(&fmt::Error),
            Fault::Missing { .. } => None,
        }
    }
}

#[export]
pub fn raise_mark(at: u32, parts: Vec<Option<String>>) -> Result<u8, Mark> {
    Err(Mark { at, parts })
}

#[export]
pub fn raise_fault(at: u32, key: String) -> Result<Vec<u64>, Fault> {
    Err(if at % 2 == 0 { Fault::Full } else { Fault::Missing { key, at } })
}

#[export]
pub fn raise_text(text: String) -> Result<(), String> {
    Err(text)
}

/// A function for each type.
macro_rules! echo {
    ($($name:ident: $ty:ty;)*) => {$(
        #[export]
        pub fn $name(value: $ty) -> $ty {
            value
        }
    )*};
}
"""


@dataclass
class Guest:
    """Makes types; keeps the definitions that they need."""

    chance: random.Random
    definitions: list[str] = field(default_factory=list)

    def any(self, depth: int) -> str:
        """A type that nests this deep at most."""
        forms = [self.primitive, self.enum, self.flags]
        if depth > 0:
            nested = [self.list, self.set, self.map, self.option, self.result, self.tuple]
            nested += [self.array, self.record, self.variant]
            return self.chance.choice(nested)(depth - 1)
        return self.chance.choice([*forms[:1] * 6, *forms[1:]])(0)

    def sized(self, depth: int) -> str:
        """A type with bytes, as the elements of lists and arrays have to be."""
        while (ty := self.any(depth)) in ("()", "((),)", "((), ())"):
            pass
        return ty if "()" not in ty else f"Option<{ty}>"

    def key(self, _: int = 0) -> str:
        """A type of which sets are made."""
        simple = self.chance.choice(SORTED)
        return self.chance.choice([simple, simple, "Vec<u8>", f"({simple}, u16)", self.enum(0)])

    def primitive(self, _: int) -> str:
        return self.chance.choice(PRIMITIVES)

    def list(self, depth: int) -> str:
        return f"Vec<{self.sized(depth)}>"

    def set(self, _: int) -> str:
        return f"BTreeSet<{self.key()}>"

    def map(self, depth: int) -> str:
        return f"BTreeMap<{self.key()}, {self.any(depth)}>"

    def option(self, depth: int) -> str:
        return f"Option<{self.any(depth)}>"

    def result(self, depth: int) -> str:
        return f"Result<{self.any(depth)}, {self.any(depth)}>"

    def tuple(self, depth: int) -> str:
        parts = [self.any(depth) for _ in range(self.chance.choice([1, 2, 3, 12]))]
        return f"({', '.join(parts)},)"

    def array(self, depth: int) -> str:
        return f"[{self.sized(depth)}; {self.chance.choice([1, 2, 5])}]"

    def record(self, depth: int) -> str:
        names = FIELDS[: self.chance.randint(1, len(FIELDS))]
        lines = [f"    pub {name}: {self.any(depth)}," for name in names]
        return self.define("Record", "Record", "struct", lines)

    def variant(self, depth: int) -> str:
        lines = ["    Nothing,"]
        for name in CASES[: self.chance.randint(1, len(CASES))]:
            parts = [self.any(depth) for _ in range(self.chance.randint(1, 3))]
            if self.chance.random() < 0.5:
                lines.append(f"    {name}({', '.join(parts)}),")
            else:
                named = (f"{field}: {part}" for field, part in zip(FIELDS, parts))
                lines.append(f"    {name} {{ {', '.join(named)} }},")
        return self.define("Variant", "Variant", "enum", lines)

    def enum(self, _: int) -> str:
        names = CASES[: self.chance.randint(1, len(CASES))]
        derives = "Enum, PartialEq, Eq, PartialOrd, Ord"
        return self.define("Enum", derives, "enum", [f"    {name}," for name in names])

    def flags(self, _: int) -> str:
        count = self.chance.choice([1, 8, 9, 16, 17, 32])
        letters = "abcdefghijklmnopqrstuvwxyzabcdef"
        names = [f"flag_{a}{'' if i < 26 else 'x'}" for i, a in enumerate(letters[:count])]
        return self.define("Flags", "Flags", "struct", [f"    pub {name}: bool," for name in names])

    def define(self, kind: str, derives: str, keyword: str, lines: Iterable[str]) -> str:
        """Adds a definition; gives its name."""
        name = f"{kind}{len(self.definitions)}"
        text = "\n".join([f"#[derive({derives})]", f"pub {keyword} {name} {{", *lines, "}"])
        self.definitions.append(text)
        return name


def source(seed: int, count: int) -> str:
    """The extension: each primitive alone, each form around some, and `count` types at random."""
    guest = Guest(random.Random(seed))
    types = list(PRIMITIVES)
    forms = [guest.list, guest.set, guest.map, guest.option, guest.result, guest.tuple]
    forms += [guest.array, guest.record, guest.variant, guest.enum, guest.flags]
    types += [form(depth) for depth in (0, 1) for form in forms]
    types += [guest.any(guest.chance.randint(1, 3)) for _ in range(count)]
    # As the whole result a `Result` is no data: its error would be raised.
    types = [f"({ty},)" if ty.startswith("Result<") else ty for ty in types]
    functions = [f"    echo_{i}: {ty};" for i, ty in enumerate(types)]
    parts = [HEAD, *guest.definitions, "\n".join(["echo! {", *functions, "}"])]
    return "\n\n".join(parts) + "\n"

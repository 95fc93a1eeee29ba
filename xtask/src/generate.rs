//! `cargo xtask generate`: what the Python host knows of the ABI, written from the crate `abi`.

use std::fmt::Write;
use std::fs;

use cargo_pyext::error::{Error, Result};
use cargo_pyext::files;
use pyext_abi::layout::{self, Layout};
use pyext_abi::names;
use pyext_abi::primitive::Primitive;
use pyext_abi::python;

use crate::context::Context;

/// The file that is made, below the root.
const FILE: &str = "host/src/pyext_host/_abi.py";

const HEAD: &str = r#""""What the host knows of the ABI. Made from the crate `pyext-abi` by `cargo xtask generate`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


class Primitive:
    """A type without parts."""

    __slots__ = ("align", "code", "high", "low", "python", "size", "wasm")

    def __init__(
        self,
        size: int,
        align: int,
        wasm: str | None,
        code: str | None,
        low: int | None,
        high: int | None,
        python: str,
    ) -> None:
        self.size = size
        self.align = align
        #: The wasm type that carries it in a call, if one alone does.
        self.wasm = wasm
        #: Its code in the module `struct` and in the buffer protocol.
        self.code = code
        #: Smallest and largest value, for the integers.
        self.low = low
        self.high = high
        #: Its type in Python.
        self.python = python


"#;

/// Writes the file; with `check`, says whether it is as it would be written.
pub fn run(context: &Context, check: bool) -> Result<()> {
    let path = context.path(FILE);
    let text = text();
    // A missing file reads as empty, which differs.
    if fs::read_to_string(&path).unwrap_or_default() == text {
        return Ok(());
    }
    if check {
        return Err(
            Error::new("PX709", "a file that is made from the crate `abi` is stale")
                .place(FILE)
                .mend("cargo xtask generate"),
        );
    }
    files::write(&path, text.as_bytes())?;
    context.shell.status("Generated", FILE);
    Ok(())
}

/// The content of the file, as `ruff format` leaves it.
fn text() -> String {
    let mut out = String::from(HEAD);
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    line("#: Version of the project.".into());
    line(constant("VERSION", &quoted(env!("CARGO_PKG_VERSION"))));
    line(constant("ABI_VERSION", &names::ABI_VERSION.to_string()));
    line(String::new());
    for (name, value) in [
        ("MEMORY", names::MEMORY),
        ("CONTROL", names::CONTROL),
        ("INITIALIZE", names::INITIALIZE),
        ("ALLOC", names::ALLOC),
        ("FREE", names::FREE),
        ("RELEASE", names::RELEASE),
        ("NEXT", names::NEXT),
        ("CLOSE", names::CLOSE),
        ("VECTORIZED", names::VECTORIZED),
        ("HOST_IMPORTS", names::HOST_IMPORTS),
        ("SDK_IMPORTS", names::SDK_IMPORTS),
        ("RECORD_SECTION", names::RECORD_SECTION),
        ("INTERFACE_SECTION", names::INTERFACE_SECTION),
    ] {
        line(constant(name, &quoted(value)));
    }
    line(String::new());
    line("#: Offsets in the control block.".into());
    line(constant("CONTROL_FIELDS", "{"));
    for (i, field) in names::CONTROL_FIELDS.iter().enumerate() {
        line(format!("    {}: {},", quoted(field), 4 * i));
    }
    line("}".into());
    line(constant("CONTROL_SIZE", &names::CONTROL_SIZE.to_string()));
    line(String::new());
    for (name, value) in [
        ("MAX_TYPE_DEPTH", names::MAX_TYPE_DEPTH.to_string()),
        ("MAX_TUPLE_FIELDS", names::MAX_TUPLE_FIELDS.to_string()),
        ("MAX_FLAGS", names::MAX_FLAGS.to_string()),
        ("MAX_TYPE_PARTS", names::MAX_TYPE_PARTS.to_string()),
        ("MAX_PARAMETERS", names::MAX_PARAMETERS.to_string()),
        ("MAX_VALUE_BYTES", names::MAX_VALUE_BYTES.to_string()),
    ] {
        line(constant(name, &value));
    }
    line(String::new());
    line("#: Size and alignment of a string or list.".into());
    line(constant("POINTER_PAIR", &pair(layout::POINTER_PAIR)));
    line(String::new());
    line("#: Names that no function can have, and what such names start with.".into());
    line(constant("RESERVED_NAMES", &tuple(&names::RESERVED_NAMES)));
    line(constant(
        "RESERVED_PREFIXES",
        &tuple(&names::RESERVED_PREFIXES),
    ));
    line(String::new());
    line("#: What no field of an error can be called.".into());
    line(constant(
        "EXCEPTION_ATTRIBUTES",
        &tuple(&python::EXCEPTION_ATTRIBUTES),
    ));
    line(String::new());
    line("#: Builtin exceptions that an error class can derive from.".into());
    line(constant("EXCEPTIONS", "("));
    for name in python::EXCEPTIONS {
        line(format!("    {},", quoted(name)));
    }
    line(")".into());
    line(String::new());
    line(constant("PRIMITIVES", "{"));
    for p in Primitive::ALL {
        line(primitive(p));
    }
    line("}".into());
    out
}

fn constant(name: &str, value: &str) -> String {
    format!("{name}: Final = {value}")
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn tuple(texts: &[&str]) -> String {
    let all: Vec<String> = texts.iter().map(|t| quoted(t)).collect();
    format!("({})", all.join(", "))
}

fn pair(layout: Layout) -> String {
    format!("({}, {})", layout.size, layout.align)
}

fn primitive(p: Primitive) -> String {
    let none = || "None".to_owned();
    let bits = 8 * p.size();
    // In digits, the largest do not fit into a line.
    let range = p.range().map(|(low, high)| match (bits, low) {
        (128, 0) => ("0".to_owned(), "2**128 - 1".to_owned()),
        (128, _) => ("-(2**127)".to_owned(), "2**127 - 1".to_owned()),
        _ => (low.to_string(), high.to_string()),
    });
    let (low, high) = range.unzip();
    let mut text = format!(
        "    {}: Primitive({}, {}",
        quoted(p.name()),
        p.size(),
        p.align()
    );
    for part in [
        p.wasm().map_or_else(none, |w| quoted(w.name())),
        p.struct_code().map_or_else(none, quoted),
        low.unwrap_or_else(none),
        high.unwrap_or_else(none),
        quoted(python::primitive(p)),
    ] {
        let _ = write!(text, ", {part}");
    }
    text + "),"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_has_the_file_that_the_crate_abi_makes() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../host/src/pyext_host/_abi.py"
        );
        let found = fs::read_to_string(path).unwrap_or_default();
        assert!(found == text(), "stale: run `cargo xtask generate`");
    }
}

"""Two wheels in one process, each with a copy of the runtime of its own, know each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import build_wheel, make_crate, python

SOURCE = """\
//! Fails in two of the ways to fail.
#![no_std]
use pyext::prelude::*;

/// Returns an error.
#[export]
pub fn fail() -> Result<(), String> {
    Err("NAME failed".to_string())
}

/// Panics.
#[export]
pub fn panic() {
    panic!("NAME panicked")
}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both wheels, unpacked into one folder as if installed."""
    home = tmp_path_factory.mktemp("two")
    for name in ("first", "second"):
        crate = make_crate(home / name, name, {"src/lib.rs": SOURCE.replace("NAME", name)})
        build_wheel(crate, home / f"{name}-wheel").extract(home / "site")
    return home / "site"


@pytest.mark.parametrize("fast", ["1", "0"])
def test_they_share_their_exception_classes(site: Path, fast: str) -> None:
    code = """
import first, second
assert first.ExtensionError is second.ExtensionError
assert first.PanicError is second.PanicError
assert first.TrapError is second.TrapError
try:
    first.fail()
except second.ExtensionError as error:
    print(error)
try:
    second.panic()
except first.PanicError as error:
    print(error.message)
try:
    first.fail()
except second.ExtensionError as error:
    print(error)
"""
    said = python(code, site, env={"PYEXT_FAST_PATH": fast})
    assert said.splitlines() == ["first failed", "second panicked", "first failed"]


def test_they_share_one_engine(site: Path) -> None:
    code = """
import wasmtime
made = []
original = wasmtime.Engine.__init__
def counted(self, *args, **kwargs):
    made.append(self)
    original(self, *args, **kwargs)
wasmtime.Engine.__init__ = counted
import first, second
for module in (first, second):
    try:
        module.fail()
    except module.ExtensionError:
        pass
print(len(made))
"""
    assert python(code, site).strip() == "1"


def test_their_modules_are_apart(site: Path) -> None:
    code = """
import first, second
try:
    first.panic()
except first.PanicError:
    pass
try:
    second.fail()
except second.ExtensionError as error:
    print(error)
"""
    assert python(code, site).strip() == "second failed"

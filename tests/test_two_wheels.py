"""Two wheels in one process, each with a copy of the runtime of its own, know each other."""

from __future__ import annotations

import re
import shutil
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
import first, second
from first._pyext_host import engine as one
from second._pyext_host import engine as other
for module in (first, second):
    try:
        module.fail()
    except module.ExtensionError:
        pass
print(one is other, one.engine() == other.engine())
"""
    assert python(code, site).split() == ["False", "True"]


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


@pytest.mark.parametrize("order", ["first, second", "second, first"])
def test_they_share_them_across_versions_of_the_tool(
    site: Path, tmp_path: Path, order: str
) -> None:
    # As a later version of the tool would write it: the copy of the runtime has a later version.
    later = tmp_path / "site"
    shutil.copytree(site, later)
    abi = later / "second" / "_pyext_host" / "_abi.py"
    text = abi.read_text(encoding="utf-8")
    changed = re.sub(r'^VERSION: Final = ".*"$', 'VERSION: Final = "99.0.0"', text, flags=re.M)
    assert changed != text
    abi.write_text(changed, encoding="utf-8")
    code = f"""
import {order}
from first import _pyext_host as a
from second import _pyext_host as b
assert a.__version__ != b.__version__ == "99.0.0"
assert first.ExtensionError is second.ExtensionError
assert first.PanicError is second.PanicError
try:
    second.fail()
except first.ExtensionError as error:
    print(error)
try:
    first.panic()
except second.PanicError as error:
    print(error.message)
"""
    assert python(code, later).splitlines() == ["second failed", "first panicked"]

"""Mistakes in types, as the build for WebAssembly reports them."""

from __future__ import annotations

from pathlib import Path

from support import attempt, run

SOURCE = """//! Mistakes.
use pyext::prelude::*;

#[export]
pub fn of_a_result() -> Vec<Option<Box<u32>>> {
    Vec::new()
}

#[export]
pub fn of_a_parameter(_value: Box<u32>) {}

pub struct Silent;

#[export]
pub fn of_an_error() -> Result<u32, Silent> {
    Err(Silent)
}
"""


def test_each_mistake_is_reported_once(tmp_path: Path) -> None:
    run("cargo", "pyext", "new", "mistakes", "--std", cwd=tmp_path)
    crate = tmp_path / "mistakes"
    (crate / "src" / "lib.rs").write_text(SOURCE, encoding="utf-8")
    done = attempt("cargo", "pyext", "build", cwd=crate)
    assert done.returncode != 0
    reported = [line for line in done.stderr.splitlines() if line.startswith("error[E")]
    assert [line.split()[1].rstrip(":") for line in reported] == ["PX120", "PX120", "PX129"]
    assert "#[export]\n" not in done.stderr

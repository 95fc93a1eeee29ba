"""The records of the exports survive every way to compile and link, by plain cargo."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from support import ROOT, TARGET, WASM_CARGO, Argument, make_crate, run
from wasm import exports, records

pytestmark = pytest.mark.long

SDK = (ROOT / "sdk").as_posix()

MODULE = """\
use pyext::prelude::*;
/// Adds.
#[export]
pub fn {0}_add(a: u32, b: u32) -> u32 {{ a.wrapping_add(b) }}
/// Greets.
#[export]
pub fn {0}_greet(name: &str) -> String {{ format!("{0} {{name}}") }}
/// Divides.
#[export]
pub fn {0}_divide(a: &[f64], b: f64) -> Result<Vec<f64>, String> {{
    if b == 0.0 {{ Err("by zero".to_string()) }} else {{ Ok(a.iter().map(|a| a / b).collect()) }}
}}
"""
ROOT_MODULE = """\
#![no_std]
pub mod first;
pub mod second;
pub mod deep;
pub use dependency as _;
"""
NAMES = ("add", "greet", "divide")
OWN = {
    f"#matrix::{module}::{module.split('::')[-1]}_{name}"
    for module in ("first", "second", "deep::third")
    for name in NAMES
}
EXPECTED = OWN | {f"#dependency::dep_{name}" for name in NAMES}


@pytest.fixture(scope="module")
def crate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A crate with exports in several modules and in a dependency."""
    home = tmp_path_factory.mktemp("matrix")
    dependency = "#![no_std]\n" + MODULE.format("dep")
    make_crate(home / "dependency", "dependency", {"src/lib.rs": dependency})
    manifest = f"""\
[dependencies]
pyext = {{ path = "{SDK}" }}
dependency = {{ path = "../dependency" }}
"""
    files = {
        "src/lib.rs": ROOT_MODULE,
        "src/first.rs": MODULE.format("first"),
        "src/second.rs": MODULE.format("second"),
        "src/deep.rs": "pub mod third;\n",
        "src/deep/third.rs": MODULE.format("third"),
    }
    return make_crate(home / "matrix", "matrix", files, manifest)


@pytest.mark.parametrize("strip", ["none", "debuginfo", "symbols"])
@pytest.mark.parametrize("incremental", ["false", "true"])
@pytest.mark.parametrize(
    ("lto", "units"), list(itertools.product(["off", "thin", "fat"], [1, 16])), ids=str
)
def test_every_export_has_its_record(
    crate: Path, lto: str, units: int, incremental: str, strip: str
) -> None:
    command: list[Argument] = [
        # It would go before the profile, and hold for macros, too, which need no second build.
        *("env", "-u", "CARGO_INCREMENTAL"),
        *WASM_CARGO,
        *("rustc", "--lib", "--crate-type", "cdylib", "--release"),
        *("--target", "wasm32-unknown-unknown"),
        *("--config", f'profile.release.lto="{lto}"'),
        *("--config", f"profile.release.codegen-units={units}"),
        *("--config", 'profile.release.panic="abort"'),
        *("--config", "profile.release.debug=1"),
        *("--config", f"profile.release.incremental={incremental}"),
        *("--config", "profile.release.build-override.incremental=false"),
        # Given to the last crate alone, so that its dependencies need no second build.
        *("--", "-C", f"strip={strip}"),
    ]
    run(*command, cwd=crate)
    module = (TARGET / "wasm32-unknown-unknown" / "release" / "matrix.wasm").read_bytes()
    assert sorted(record["symbol"] for record in records(module)) == sorted(EXPECTED)
    assert exports(module) >= EXPECTED

"""What `check` says of features of WebAssembly is what the host on this wasmtime says."""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from pathlib import Path

import pytest
import wasmtime
from support import ROOT, attempt

COMPILES = """
from pathlib import Path
from pyext_host import engine
engine.compile_module(Path("a.wasm").read_bytes(), "a.wasm", "features")
"""

MODULES = {
    "bulk-memory": "(memory 1) (func (memory.fill (i32.const 0) (i32.const 0) (i32.const 0)))",
    "custom-page-sizes": "(memory 1 1 (pagesize 1))",
    "exceptions": "(tag (param i32)) (func (throw 0 (i32.const 0)))",
    "function-references": "(type $f (func)) (func (param (ref $f)) (call_ref $f (local.get 0)))",
    "gc": "(type (struct (field i32)))",
    "relaxed-simd": "(func (param v128) (result v128) "
    "(f32x4.relaxed_madd (local.get 0) (local.get 0) (local.get 0)))",
    "simd": "(func (param v128) (result v128) (f64x2.mul (local.get 0) (local.get 0)))",
    "tail-call": "(func (return_call 0))",
    "threads": "(memory 1 1 shared)",
    "wide-arithmetic": "(func (param i64) (result i64 i64) "
    "(i64.mul_wide_u (local.get 0) (local.get 0)))",
}


@pytest.mark.parametrize("name", MODULES)
def test_check_and_wasmtime_agree_on_a_feature(name: str, tmp_path: Path) -> None:
    wasm = bytes(wasmtime.wat2wasm(f"(module {MODULES[name]})"))
    (tmp_path / "a.wasm").write_bytes(wasm)
    host = {"PYTHONPATH": str(ROOT / "host" / "src"), "PYEXT_CACHE": "off"}
    runs = attempt("python", "-c", COMPILES, cwd=tmp_path, env=host).returncode == 0
    release = int(re.match(r"\d+", version("wasmtime"))[0])  # type: ignore[index]
    (tmp_path / "policy.toml").write_text(f'wasmtime = ">={release}"')
    done = attempt(
        "cargo",
        "pyext",
        "check",
        "a.wasm",
        "--policy",
        "policy.toml",
        "--message-format=json",
        cwd=tmp_path,
    )
    assert done.returncode == 1, done.stderr
    codes = [finding["code"] for finding in json.loads(done.stdout)["findings"]]
    assert ("PX304" not in codes) is runs, codes

"""The wheels under tools that others wrote: wasm-tools, pip, twine, check-wheel-contents."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

from support import ROOT, Wheel, build_wheel, make_venv, run


def test_wasm_tools_finds_each_module_valid(wheel: Wheel, tmp_path: Path) -> None:
    modules = wheel.wasm()
    assert modules
    for name, content in modules:
        file = tmp_path / Path(name).name
        file.write_bytes(content)
        run("wasm-tools", "validate", file)


def test_a_module_imports_nothing_but_what_the_abi_lists(wheel: Wheel, tmp_path: Path) -> None:
    for name, content in wheel.wasm():
        file = tmp_path / Path(name).name
        file.write_bytes(content)
        text = run("wasm-tools", "print", file)
        imported = set(re.findall(r'\(import "([^"]*)"', text))
        assert bool(imported) == (wheel.module == "behaviour")
        assert all(module.startswith(("pyext:host/", "pyext:sdk/")) for module in imported)


def test_twine_accepts_the_metadata(wheel: Wheel) -> None:
    assert "PASSED" in run("twine", "check", "--strict", wheel.path)


def test_check_wheel_contents_finds_no_fault(wheel: Wheel) -> None:
    run("check-wheel-contents", wheel.path)


def test_pip_installs_it_with_nothing_but_wasmtime(wheel: Wheel, tmp_path: Path) -> None:
    venv = make_venv(tmp_path / "venv")
    venv.pip("install", "--quiet", wheel.path)
    venv.pip("check")
    listed = venv.pip("list", "--format", "freeze").split()
    names = {line.split("==")[0].split("@")[0].strip().lower() for line in listed if "==" in line}
    names -= {"pip", "setuptools"}
    own = wheel.module.replace("_", "-")
    # wasmtime's wheel declares what it needs itself.
    declared = run(
        venv.python, "-c", "import importlib.metadata as m; print(m.requires('wasmtime') or [])"
    )
    assert names - {own, "wasmtime"} == {n for n in names if n in declared}
    run(venv.python, "-c", f"import {wheel.module}")


def test_it_is_the_same_bit_for_bit_when_built_again(markdown_wheel: Wheel, tmp_path: Path) -> None:
    again = build_wheel(ROOT / "examples" / "markdown", tmp_path)
    assert again.path.name == markdown_wheel.path.name
    assert again.path.read_bytes() == markdown_wheel.path.read_bytes()


def test_the_bill_of_materials_has_the_checksums_of_cargo_lock(markdown_wheel: Wheel) -> None:
    with zipfile.ZipFile(markdown_wheel.path) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".cdx.json"))
        components = json.loads(archive.read(name))["components"]
    found = {c["name"]: c["hashes"] for c in components if "hashes" in c}
    assert "pulldown-cmark" in found
    assert not {"pyext", "pyext-markdown"} & set(found)
    lock = (ROOT / "examples/markdown/Cargo.lock").read_text(encoding="utf-8")
    for package in lock.split("[[package]]"):
        fields = dict(re.findall('^([a-z]+) = "(.*)"$', package, re.MULTILINE))
        if fields.get("name") in found:
            expected = [{"alg": "SHA-256", "content": fields["checksum"]}]
            assert found.pop(fields["name"]) == expected
    assert not found

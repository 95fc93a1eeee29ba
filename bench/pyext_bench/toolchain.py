"""Finds a Rust toolchain that has the wasm32 target, and wasm-opt."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path

from .shell import Failed, run, say

TARGET = "wasm32-unknown-unknown"
BINARYEN = "binaryen@132.0.0"
# Understood by every wasm-opt from 108 on; rustc's default features.
FEATURES = [
    "--enable-bulk-memory",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-multivalue",
    "--enable-reference-types",
]


def _has_target(selector: list[str]) -> bool:
    try:
        printed = run(["rustc", *selector, "--print", "target-libdir", "--target", TARGET])
    except Failed:
        return False
    return any(Path(printed.strip()).glob("libcore-*.rlib"))


@cache
def wasm_selector() -> tuple[str, ...]:
    """What stands between `cargo` (or `rustc`) and its arguments: nothing or `+TOOLCHAIN`."""
    if _has_target([]):
        return ()
    try:
        installed = run(["rustup", "toolchain", "list"]).split()
    except Failed:
        installed = []
    for word in installed:
        if not word.startswith("(") and _has_target([f"+{word}"]):
            return (f"+{word}",)
    raise Failed(f"no Rust toolchain has {TARGET}: run `rustup target add {TARGET}`")


def rustc_version(selector: tuple[str, ...]) -> str:
    """For example `rustc 1.95.0`."""
    return " ".join(run(["rustc", *selector, "--version"]).split()[:2])


@cache
def wasm_opt(root: Path, target: Path) -> Path | None:
    """wasm-opt from the environment, the path or npm. None if there is no way to it."""
    named = os.environ.get("WASM_OPT") or shutil.which("wasm-opt")
    if named:
        return Path(named)
    places = [folder / "node_modules" / ".bin" / "wasm-opt" for folder in (root, target)]
    for place in places:
        if place.exists():
            return place
    npm = shutil.which("npm")
    if npm is None:
        return None
    say("Installing", f"{BINARYEN} with npm for wasm-opt")
    try:
        run([npm, "install", "--silent", "--no-save", "--prefix", target, BINARYEN])
    except Failed as failed:
        say("Warning", f"no wasm-opt: {failed}")
        return None
    return places[1] if places[1].exists() else None


def optimise(wasm: Path, tool: Path) -> Path:
    """The file after `wasm-opt -Oz`, beside the original."""
    out = wasm.with_suffix(".opt.wasm")
    if out.exists() and out.stat().st_mtime >= wasm.stat().st_mtime:
        return out
    run([tool, "-Oz", *FEATURES, "--strip-debug", "--strip-producers", wasm, "-o", out])
    return out

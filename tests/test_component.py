"""`cargo pyext build --component`: other people's programs accept, load and call what it writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from components import Built, Instance, build
from documents import blocks
from support import ROOT, TARGET, WASM_CARGO, Argument, attempt, make_crate, pyext_in, python, run
from wasm import exports, sections
from wasmtime import Engine, Module, Store, WasmtimeError
from wasmtime import Instance as CoreInstance
from wasmtime.component import Record, Variant

pytestmark = pytest.mark.long

SECRET = "correct horse battery staple"
WIPING = """\
use pyext::prelude::*;

/// Spells a secret.
#[export(wipe)]
pub fn spell(secret: String, times: u32) -> Result<Vec<String>, String> {
    let letters: Vec<String> = secret.chars().map(|c| c.to_string()).collect();
    match times {
        0 => Err(secret),
        _ => Ok(vec![secret, letters.concat()]),
    }
}
"""
SUBMODULES = """\
#![cfg_attr(target_family = "wasm", no_std)]
//! Shapes.

use pyext::prelude::*;

#[derive(Record)]
pub struct Point {
    /// To the right.
    pub x: f64,
    pub y: f64,
}

/// The middle of two points.
#[export]
pub fn middle(a: Point, b: Point) -> Point {
    Point { x: (a.x + b.x) / 2.0, y: (a.y + b.y) / 2.0 }
}

/// Measures.
#[export]
pub mod measure {
    use super::*;

    /// How far it is from the origin.
    #[export]
    pub fn from_origin(point: Point) -> f64 {
        point.x.abs() + point.y.abs()
    }
}
"""


@pytest.fixture(scope="module")
def guest() -> Built:
    """The guest of the host's own tests."""
    return build(ROOT / "host" / "tests" / "guest")


def test_wasm_tools_finds_it_valid_and_reads_its_wit(guest: Built) -> None:
    run("wasm-tools", "validate", guest.component)
    found = run("wasm-tools", "component", "wit", guest.component)
    told = run("cargo", "pyext", "wit", guest.module)
    # The names of package and world are not part of a component.
    assert found.split("{", 1)[1] == told.split("{", 1)[1]
    assert "  /// Adds two numbers.\n" in found
    assert "import" not in found


def test_the_module_is_the_same_with_and_without(guest: Built) -> None:
    before = guest.module.read_bytes()
    pyext_in(ROOT / "host" / "tests" / "guest", "build")
    assert guest.module.read_bytes() == before


def test_wasmtime_calls_it(guest: Built) -> None:
    instance = Instance(guest.component)
    assert instance.call("greet", "Ada") == "Hello, Ada!"
    assert instance.call("two-sum", [2, 7, 11], 9) == Variant("some", (0, 1))
    assert instance.call("nothing") is None


def test_an_error_is_a_record_and_no_trap(guest: Built) -> None:
    instance = Instance(guest.component)
    failed = instance.call("divide", 1.0, 0.0)
    assert failed.tag == "err"
    assert failed.payload.message.startswith("1 / 0")
    assert (failed.payload.causes, failed.payload.exception) == ([], 0)
    assert instance.call("divide", 1.0, 2.0) == Variant("ok", 0.5)


def test_what_a_function_changes_comes_back(guest: Built) -> None:
    instance = Instance(guest.component)
    assert instance.call("scale", [1.0, 2.0], 3.0) == [3.0, 6.0]
    assert instance.call("fill", b"abc", 7, False) == Variant("ok", b"\7\7\7")
    assert instance.call("fill", b"abc", 7, True).tag == "err"


def test_a_panic_traps(guest: Built) -> None:
    with pytest.raises(WasmtimeError):
        Instance(guest.component).call("panic-with", "no")


def test_calls_give_their_memory_back(guest: Built) -> None:
    instance = Instance(guest.component, memory=32 << 20)
    texts = ["x" * 1000] * 1000
    for _ in range(100):
        assert instance.call("echo-list-string", texts) == texts
        assert instance.call("fail-with", "y" * 1_000_000).tag == "err"


def test_a_module_with_submodules_and_shared_types(tmp_path: Path) -> None:
    files = {"src/lib.rs": SUBMODULES}
    built = build(make_crate(tmp_path, "shapes", files))
    run("wasm-tools", "validate", built.component)
    points = [Record(), Record()]
    for point, (x, y) in zip(points, [(1.0, 2.0), (3.0, -6.0)]):
        point.x, point.y = x, y  # type: ignore[attr-defined]
    instance = Instance(built.component)
    middle = instance.call("middle", *points)
    assert (middle.x, middle.y) == (2.0, -2.0)
    assert instance.call("measure#from-origin", middle) == 4.0


def test_secrets_are_overwritten_when_the_result_is_read(tmp_path: Path) -> None:
    sdk = (ROOT / "sdk").as_posix()
    manifest = f'[dependencies]\npyext = {{ path = "{sdk}", features = ["std", "wipe"] }}\n'
    built = build(make_crate(tmp_path, "wiping", {"src/lib.rs": WIPING}, manifest))
    # The core module inside, called as the component's own canonical functions call it.
    rest: list[Argument] = ["--module-dir", tmp_path / "core", "--output", tmp_path / "rest.wasm"]
    run("wasm-tools", "component", "unbundle", built.component, *rest)
    (core,) = (tmp_path / "core").glob("*.wasm")
    assert {"spell", "cabi_post_spell", "cabi_realloc"} <= exports(core.read_bytes())
    store = Store(Engine())
    found = CoreInstance(store, Module.from_file(store.engine, str(core)), []).exports(store)
    memory = found["memory"]
    for times in (1, 0):
        secret = SECRET.encode()
        # Beyond the scratch area, too.
        for text in (secret, secret * 10_000):
            place = found["cabi_realloc"](store, 0, 0, 1, len(text))  # type: ignore[operator]
            memory.write(store, text, place)  # type: ignore[union-attr]
            result = found["spell"](store, place, len(text), times)  # type: ignore[operator]
            assert secret in memory.read(store)  # type: ignore[union-attr]
            found["cabi_post_spell"](store, result)  # type: ignore[operator]
            assert secret[:6] not in memory.read(store)  # type: ignore[union-attr]


def test_the_component_carries_no_second_interface(guest: Built) -> None:
    core = guest.module.read_bytes()
    assert b'"functions":' in core
    assert b'"functions":' not in guest.component.read_bytes()
    assert sections(core)


def test_the_template_is_a_component_by_other_tools_too(tmp_path: Path) -> None:
    run("cargo", "pyext", "new", "--template", "component", "fresh-component", cwd=tmp_path)
    crate = tmp_path / "fresh-component"
    run("cargo", "fmt", "--check", cwd=crate)
    assert "test result: ok. 1 passed" in run("cargo", "test", cwd=crate)
    world = (crate / "world.wit").read_text(encoding="utf-8")
    assert run("cargo", "pyext", "wit", cwd=crate) == world
    # What `cargo component build` does, in two steps.
    target = "wasm32-unknown-unknown"
    run(*WASM_CARGO, "build", "--features", "component", "--target", target, cwd=crate)
    core = TARGET / target / "debug" / "fresh_component.wasm"
    component = core.with_suffix(".component.wasm")
    run("wasm-tools", "component", "new", core, "--output", component)
    for path in (component, build(crate).component):
        assert Instance(path).call("greet", "Ada") == "Hello, Ada!"


def test_the_page_about_components_is_as_it_says(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "components.md").read_text(encoding="utf-8")
    shown = dict(blocks(page))
    files = {"src/lib.rs": shown["rust src/lib.rs"]}
    crate = make_crate(tmp_path, "shapes", files)
    built = build(crate)
    assert run("cargo", "pyext", "wit", cwd=crate) == shown["wit"]
    program = shown["python"].replace("target/pyext/shapes.component.wasm", str(built.component))
    assert python(program) == shown["text"]


def test_what_wit_cannot_say_leaves_no_file(tmp_path: Path) -> None:
    text = "use pyext::prelude::*;\n#[export]\npub fn get_all() {}\n"
    text += '#[export(name = "getAll")]\npub fn other() {}\n'
    crate = make_crate(tmp_path, "twice", {"src/lib.rs": "#![no_std]\n" + text})
    done = attempt("cargo", "pyext", "build", "--component", cwd=crate)
    assert done.returncode == 2
    assert "error[PX802]: two names become `get-all` in WIT\n" in done.stderr
    built = json.loads(run("cargo", "pyext", "build", "--message-format", "json", cwd=crate))
    assert not Path(built["file"]).with_suffix(".component.wasm").exists()

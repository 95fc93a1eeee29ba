"""The example pluginhost: a linter with rules in Rust and in C, which survives hostile ones."""

from __future__ import annotations

import json
import os
import shutil
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from support import ROOT, attempt, build_wheel, run

EXAMPLE = ROOT / "examples" / "pluginhost"
HOST = {"PYTHONPATH": os.pathsep.join([str(ROOT / "host" / "src"), str(EXAMPLE)])}
TEXT = f"good\nbad \n{'x' * 90}\n"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the two plugins."""
    folder = tmp_path_factory.mktemp("plugins")
    wheel = build_wheel(EXAMPLE / "long-lines", tmp_path_factory.mktemp("wheel"))
    ((_, wasm),) = wheel.wasm()
    (folder / "long_lines.wasm").write_bytes(wasm)
    # Any clang will do; this one comes as a wheel.
    compiler = [sys.executable, "-m", "ziglang", "cc", "--target=wasm32-freestanding"]
    out = folder / "trailing.wasm"
    caches = {
        name: str(tmp_path_factory.mktemp("zig"))
        for name in ("ZIG_GLOBAL_CACHE_DIR", "ZIG_LOCAL_CACHE_DIR")
    }
    run(sys.executable, EXAMPLE / "trailing" / "build.py", *compiler, "-o", out, env=caches)
    return folder


@pytest.fixture
def plugins(built: Path, tmp_path: Path) -> Path:
    """A copy of the folder, to be changed."""
    return Path(shutil.copytree(built, tmp_path / "plugins"))


@pytest.fixture(scope="session")
def textlint() -> Any:
    sys.path[:0] = HOST["PYTHONPATH"].split(os.pathsep)
    return import_module("textlint")


def test_the_program_shows_what_rules_in_rust_and_c_find(plugins: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    command: list[str | Path] = ["python", "-m", "textlint", "a.txt", "--plugins", plugins]
    done = attempt(*command, cwd=tmp_path, env=HOST)
    assert done.stdout.splitlines() == [
        "a.txt:2: it ends with a blank (trailing-blanks)",
        "a.txt:3: 90 characters, more than 80 (long-lines)",
    ]
    assert (done.returncode, done.stderr.count("loaded")) == (1, 2)
    done = attempt(*command, "--set", "width=90", cwd=tmp_path, env=HOST)
    assert done.stdout == "a.txt:2: it ends with a blank (trailing-blanks)\n"


def test_what_cannot_be_read_is_told_and_the_rest_is_looked_through(
    plugins: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "noise").write_bytes(b"\xff\xfe")
    command: list[str | Path] = ["python", "-m", "textlint", "none", "noise", "a.txt", "--plugins"]
    done = attempt(*command, plugins, cwd=tmp_path, env=HOST)
    assert (done.returncode, len(done.stdout.splitlines())) == (2, 2)
    told = [line for line in done.stderr.splitlines() if "loaded" not in line]
    assert [line.partition(": ")[0] for line in told] == ["none", "noise"]
    done = attempt(*command, "nowhere", cwd=tmp_path, env=HOST)
    assert (done.returncode, done.stdout) == (2, "")
    assert "error: nowhere is no folder" in done.stderr


def test_a_rule_says_nothing_to_the_terminal(plugins: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    trailing = plugins / "trailing.wasm"
    trailing.write_bytes(trailing.read_bytes().replace(b"trailing-blanks", b"\\u001b[2Jblanks"))
    command: list[str | Path] = ["python", "-m", "textlint", "a.txt", "--plugins", plugins]
    done = attempt(*command, cwd=tmp_path, env=HOST)
    assert r"a.txt:2: it ends with a blank (\x1b[2Jblanks)" in done.stdout.splitlines()
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize("words", [[], ["-o", "out.wasm"], ["no-such-compiler", "-o", "out.wasm"]])
def test_the_plugin_in_c_cannot_be_built_without_a_compiler(
    words: list[str], tmp_path: Path
) -> None:
    done = attempt("python", EXAMPLE / "trailing" / "build.py", *words, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "`python build.py COMPILER… -o OUT`" in done.stderr
    assert "Traceback" not in done.stderr
    assert ("no-such-compiler cannot be run: " in done.stderr) == bool(words[2:])


def test_both_plugins_keep_the_abi_and_the_contract(built: Path, tmp_path: Path) -> None:
    text = run("python", "-m", "pyext_host", "interface", "textlint:Rule", env=HOST, cwd=tmp_path)
    contract = json.loads(text)
    contract["imports"] = [
        {
            "name": "Settings",
            "functions": [
                {
                    "name": "get",
                    "params": [{"name": "name", "type": "string"}],
                    "result": {"option": "string"},
                }
            ],
        }
    ]
    (tmp_path / "rule.json").write_text(json.dumps(contract), encoding="utf-8")
    assert len(list(built.glob("*.wasm"))) == 2
    for plugin in built.glob("*.wasm"):
        run("cargo", "pyext", "check", plugin, "--interface", tmp_path / "rule.json")


def test_a_rule_in_c_goes_through_many_texts(textlint: Any, plugins: Path) -> None:
    (plugins / "long_lines.wasm").unlink()
    rules = textlint.Rules(plugins, textlint.Settings({}))
    rules.refresh()
    for count in (0, 1, 5000, 3, 20000):
        text = "blank \n" * count + "none\n"
        assert len(list(rules.check(text))) == min(count, 100)
    assert rules.troubles == {}


def test_plugins_come_change_and_go_while_the_program_runs(textlint: Any, plugins: Path) -> None:
    rules = textlint.Rules(plugins, textlint.Settings({}))
    assert [line.partition(":")[2] for line in rules.refresh()] == [
        " loaded: the rule 'long-lines'",
        " loaded: the rule 'trailing-blanks'",
    ]
    assert rules.refresh() == []
    trailing = plugins / "trailing.wasm"
    # The same length, so that every size in the file is as it was.
    trailing.write_bytes(trailing.read_bytes().replace(b"trailing-blanks", b"TRAILING-BLANKS"))
    os.utime(trailing, ns=(1, 1))
    assert rules.refresh() == ["trailing.wasm: loaded again: the rule 'TRAILING-BLANKS'"]
    assert {name for name, _ in rules.check(TEXT)} == {"long-lines", "TRAILING-BLANKS"}
    trailing.unlink()
    assert rules.refresh() == ["trailing.wasm: gone"]
    assert {name for name, _ in rules.check(TEXT)} == {"long-lines"}


RESULT = '(func (export "check") (param i32 i32 i32) (result i32) {})'
HOSTILE = {
    "unreachable": RESULT.format("unreachable"),
    "run for longer": RESULT.format("(loop $again (br $again)) (i32.const 0)"),
    "MemoryError|wasm trap": RESULT.format(
        "(loop $again (br_if $again (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))"
        " unreachable"
    ),
    "stack overflow": RESULT.replace("(func", "(func $f").format(
        "(call $f (i32.const 0) (i32.const 0) (i32.const 0))"
    ),
    "outside of the memory": RESULT.format("(i32.const -8)"),
    "result is broken": RESULT.format(
        "(i32.store (i32.const 512) (i32.const 0x7fffffff))"
        " (i32.store (i32.const 516) (i32.const 9)) (i32.const 512)"
    ),
}


def hostile(trailing: bytes, text: str) -> bytes:
    """A plugin with the interface of the one in C and other code."""
    import wasmtime

    module = f"""(module (memory (export "memory") 1)
      (global (export "pyext_v1") i32 (i32.const 16))
      (data (i32.const 16) "\\20\\00\\00\\00\\00\\00\\00\\00\\00\\04\\00\\00\\00\\04\\00\\00")
      (func (export "pyext_alloc") (param i32 i32) (result i32) (i32.const 4096))
      (func (export "pyext_free") (param i32 i32 i32)) (func (export "pyext_release") (param i32))
      {text})"""
    # The section ends the file. In front of its name are its kind and two bytes of length.
    interface = trailing[trailing.rindex(b"\x05pyext{") - 3 :]
    code: bytes = bytes(wasmtime.wat2wasm(module))
    return code + interface


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_rule_is_set_aside_and_the_others_go_on(
    textlint: Any, plugins: Path, what: str
) -> None:
    wasm = hostile((plugins / "trailing.wasm").read_bytes(), HOSTILE[what])
    (plugins / "hostile.wasm").write_bytes(wasm)
    rules = textlint.Rules(plugins, textlint.Settings({}))
    assert "hostile.wasm: loaded: the rule 'trailing-blanks'" in rules.refresh()
    for _ in range(2):
        found = [name for name, _ in rules.check(TEXT)]
        assert found == ["trailing-blanks", "long-lines"]
    (trouble,) = rules.troubles.values()
    assert any(part in trouble for part in what.split("|")), trouble


def test_what_keeps_no_contract_is_refused_before_it_runs(textlint: Any, plugins: Path) -> None:
    trailing = (plugins / "trailing.wasm").read_bytes()
    other = trailing.replace(
        b'"result":{"list":{"named":"Finding"}}', b'"result":{"list":{"option":"u32"}}   '
    )
    (plugins / "other.wasm").write_bytes(other)
    (plugins / "none.wasm").write_bytes(b"MZ" * 100)
    (plugins / "large.wasm").write_bytes(trailing + bytes(5 << 20))
    rules = textlint.Rules(plugins, textlint.Settings({}))
    told = {line.partition(":")[0]: line for line in rules.refresh()}
    assert "PX602" in told["none.wasm"]
    assert "PX624" in told["large.wasm"]
    assert "PX621" in told["other.wasm"]
    assert "PX343: function check: result is" in told["other.wasm"]
    assert len(list(rules.check(TEXT))) == 2

"""`cargo pyext run`: each kind of argument and result, from a shell's words."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from support import Wheel, attempt, make_crate, run


@pytest.fixture(scope="module")
def module(everything_wheel: Wheel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An extension with every feature."""
    ((_, content),) = everything_wheel.wasm()
    path = tmp_path_factory.mktemp("run") / "everything.wasm"
    path.write_bytes(content)
    return path


GREET = """#![cfg_attr(target_family = "wasm", no_std)]
extern crate alloc;

#[pyext::export]
pub fn greet(name: &str) -> alloc::string::String {
    alloc::format!("Hello, {name}!")
}
"""
QUERY = '{"text": "a", "limit": 4, "colors": ["DARK_RED"], "at": [{"x": 1, "y": 2}]}'
CALLS = [
    ("join a b separator=- a=c", "c-b"),
    ("all_numbers 1 -2 0.5 true x", '[3,0.5,false,"x"]'),
    (f"all_numbers 1 {-(2**127)} nan true x", f'["{2**127 + 1}","nan",false,"x"]'),
    ("count", None),
    ('geometry.area {"Circle":{"center":{"x":0,"y":0},"radius":2}}', None),
    ('geometry.paint ["Empty"] GREEN', '["GREEN"]'),
    ("plain false", "null"),
    ("reverse abc", "[99,98,97]"),
    ("reverse @FILE [0,1]", "[99,98,97]"),
    ("scale [1,2.5] factor=3", "[3.0,7.5]"),
    ("wait 1.5", "3.0"),
    ('text.quote x quotes=["<",">"]', "<x>"),
    ('parse ["1","x"]', None),
    ("first [null]", '{"some":null}'),
    ("first []", "null"),
]


@pytest.mark.parametrize(("words", "wanted"), CALLS)
def test_words_become_arguments_and_a_result_is_shown(
    module: Path, tmp_path: Path, words: str, wanted: str | None
) -> None:
    file = tmp_path / "data"
    file.write_bytes(b"abc")
    arguments = [word.replace("@FILE", f"@{file}") for word in words.split(" ")]
    if words == "count":
        arguments.append("a b a")
        wanted = '{"a":2,"b":1}'
    command = ["cargo", "pyext", "run", "--quiet", "--python", sys.executable, str(module)]
    said = run(*command, *arguments).rstrip("\n")
    if words.startswith("parse"):
        ok, error = json.loads(said)
        assert ok == {"ok": 1}
        assert error["error"]["type"] == "Fault"
    elif wanted is None:
        assert float(said) > 0
    else:
        assert said == wanted


def test_records_enums_and_flags_are_json(module: Path) -> None:
    command = ["cargo", "pyext", "run", "--python", sys.executable, "--message-format=json"]
    said = run(*command, module, "find", QUERY, 'mode=["READ"]')
    assert json.loads(said) == {"result": [["a", 4]], "changed": [], "time": None}
    said = run(*command, "--time=0.05", module, "plain", "false")
    assert set(json.loads(said)["time"]) == {"load", "first", "calls", "best", "median"}


def refused(module: Path, *words: str) -> tuple[int, str]:
    done = attempt("cargo", "pyext", "run", "--python", sys.executable, module, *words)
    assert done.stdout == ""
    return done.returncode, done.stderr


def test_what_does_not_fit_is_named_with_the_signature(module: Path) -> None:
    assert refused(module, "wait", "x") == (
        2,
        "error[PX912]: the arguments do not fit\n"
        "  = note: argument 'time': it is not JSON: Expecting value: line 1 column 1 (char 0)\n"
        "  = help: def wait(time: timedelta) -> timedelta\n"
        "          write records as JSON objects, cases of enums by their names:"
        " `cargo pyext inspect` shows them\n",
    )
    for words, why in [
        (["all_numbers", "x"], "argument 'a': 'x' is not a number"),
        (["all_numbers", "300", "1", "1", "true", "x"], "argument 'a'"),
        (["plain"], "missing 1 required positional argument: 'fail'"),
        (["plain", "true", "1"], "there is no parameter for '1'"),
        (["plain", "true", "--time"], "\n          options of `run` stand before the function"),
        (["geometry.paint", '["Emty"]'], "no case 'Emty'; the cases are Circle, Polygon, Empty"),
        (["geometry.paint", "[]", "BLUE"], "no case 'BLUE'; the cases are DARK_RED, GREEN, NONE"),
        (["find", '{"txt": 1}'], "there is no field 'txt'; the fields are text, limit, colors, at"),
        (["reverse", "@no/such/file"], "No such file or directory: 'no/such/file'"),
    ]:
        status, said = refused(module, *words)
        assert status == 2
        assert said.startswith("error[PX912]: the arguments do not fit\n  = note: ")
        assert why in said


def test_a_file_in_the_folder_that_is_called_as_the_function_is_no_extension(
    module: Path, tmp_path: Path
) -> None:
    crate = make_crate(
        tmp_path / "crate", "called", {"src/lib.rs": GREET, "greet": "", "plain": ""}
    )
    command = ["cargo", "pyext", "run", "--quiet", "--python", sys.executable]
    assert run(*command, "greet", "Ada", cwd=crate) == "Hello, Ada!\n"
    done = attempt(*command, "plain", "true", cwd=crate)
    assert done.returncode == 2
    assert done.stderr.splitlines()[1:] == [
        "  = help: it has greet",
        "          if the file is meant: cargo pyext run ./plain FUNCTION",
    ]
    (crate / "plain").write_bytes(module.read_bytes())
    assert run(*command, "./plain", "plain", "false", cwd=crate) == "null\n"


def test_a_quiet_run_still_says_the_time_that_was_asked_for(module: Path) -> None:
    command = ["cargo", "pyext", "run", "-q", "--python", sys.executable, "--time=0.05"]
    done = attempt(*command, module, "plain", "false")
    (line,) = done.stderr.splitlines()
    assert line.split()[0] == "Measured"
    assert "first call" in line


@pytest.mark.parametrize("time", ["-1", "nan", "inf", "x"])
def test_a_time_that_does_not_end_is_refused(module: Path, time: str) -> None:
    done = attempt("cargo", "pyext", "run", f"--time={time}", module, "plain", "false")
    assert done.returncode == 2
    assert f"invalid value '{time}'" in done.stderr


ITERATES = """#![cfg_attr(target_family = "wasm", no_std)]

#[pyext::export]
pub fn down(start: u32) -> impl Iterator<Item = Result<u32, &'static str>> {
    (0..start).rev().map(|n| if n == 5 { Err("five") } else { Ok(n) })
}
"""


def test_what_an_iterator_yields_is_shown_also_the_exception_on_the_way(tmp_path: Path) -> None:
    crate = make_crate(tmp_path / "crate", "iterates", {"src/lib.rs": ITERATES})
    command = ["cargo", "pyext", "run", "--quiet", "--python", sys.executable]
    assert run(*command, "down", "3", cwd=crate) == "[2,1,0]\n"
    done = attempt(*command, "down", "9", cwd=crate)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("down raised ExtensionError\n  = note: five\n")


IMPORTS = """#![cfg_attr(target_family = "wasm", no_std)]

#[pyext::import]
pub trait Clock {
    fn now(&self) -> u64;
}

#[pyext::export]
pub fn later(clock: &dyn Clock) -> u64 {
    clock.now() + 1
}
"""


def test_an_extension_with_imports_is_refused_with_the_way_to_call_it(tmp_path: Path) -> None:
    crate = make_crate(tmp_path / "crate", "imports", {"src/lib.rs": IMPORTS})
    command = ["cargo", "pyext", "run", "--quiet", "--python", sys.executable, "later"]
    done = attempt(*command, cwd=crate)
    assert (done.returncode, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert lines[-4] == "error[PX913]: the module cannot be loaded"
    assert lines[-3].endswith("imports.wasm")
    assert lines[-2:] == [
        "  = note: it imports `Clock`, and a shell has no functions of Python to give",
        "  = help: call it from Python, where `provide(…)` gives it what it needs",
    ]


def test_an_exception_is_shown_with_status_1(module: Path) -> None:
    assert refused(module, "plain", "true") == (
        1,
        "error[PX914]: plain raised Plain\n  = note: as asked for\n",
    )
    command = ["cargo", "pyext", "run", "--python", sys.executable, "--message-format=json"]
    done = attempt(*command, module, "plain", "true")
    assert done.returncode == 1
    assert json.loads(done.stdout) == {"raised": {"type": "Plain", "message": "as asked for"}}


def test_a_python_without_wasmtime_is_named_with_the_mend(module: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "bare")
    python = tmp_path / "bare" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = attempt("cargo", "pyext", "run", "--python", python, module, "plain", "true")
    assert done.returncode == 2
    assert done.stderr == (
        "error[PX911]: this Python has no wasmtime, which extensions run on\n"
        f"  --> {python}\n"
        f"  = help: {python} -m pip install wasmtime\n"
        "          or name another Python: --python PATH\n"
    )


def test_a_file_that_python_cannot_load_or_that_is_no_extension_is_an_error(
    module: Path, tmp_path: Path
) -> None:
    plain = tmp_path / "plain.wasm"
    plain.write_bytes(b"\0asm\1\0\0\0")
    status, said = refused(plain, "f")
    assert (status, said.splitlines()[0]) == (2, "error[PX306]: the module has no interface")
    broken = tmp_path / "broken.wasm"
    broken.write_bytes(module.read_bytes().replace(b"pyext_v1", b"pyext_v9"))
    status, said = refused(broken, "plain", "true")
    assert status == 2
    first, place, note, mend = said.splitlines()[:4]
    assert (first, place) == ("error[PX913]: the module cannot be loaded", f"  --> {broken}")
    assert note.startswith("  = note: PX6")
    assert mend.startswith("  = help: ")

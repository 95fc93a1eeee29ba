"""The fast path: when it is taken, and what is said if not. Each test has its own process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from child import printed, python

import builder
from pyext_host import native

TESTS = Path(__file__).parent
ADD = """
import warnings
warnings.simplefilter("always")
import builder, pyext_host
from pyext_host import engine
wasm = builder.module(
    '(func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))',
    [builder.function("add", [("a", "u32"), ("b", "u32")], "u32")],
)
"""


def run(
    program: str, cache: object = "off", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Runs a program behind the preparation above."""
    around = {"PYEXT_CACHE": str(cache), "PYEXT_FAST_PATH": "", **environment}
    # What it warns of is looked at.
    done = python("-W", "default", "-c", ADD + program, **around)
    assert done.returncode == 0, done.stderr
    return done


CALLS = """
a, b = pyext_host.load(wasm), pyext_host.load(wasm)
print(a.add(2, 3), b.add(2**32 - 1, 2), engine.verdict())
"""


def test_the_fast_path_is_taken_and_says_nothing() -> None:
    done = run(CALLS)
    assert done.stdout == "5 1 Verdict(fast=True, reason='the self-test passed')\n"
    assert done.stderr == ""


def test_the_public_api_gives_equal_results_and_one_warning() -> None:
    done = run(CALLS, PYEXT_FAST_PATH="0")
    assert done.stdout == "5 1 Verdict(fast=False, reason='PYEXT_FAST_PATH is 0')\n"
    assert done.stderr.count("RuntimeWarning") == 1
    assert "PYEXT_FAST_PATH is 0" in done.stderr


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("wasmtime._ffi.wasmtime_val_raw_t = ctypes.c_char * 32", "32 bytes"),
        ("del wasmtime._bindings._wasmtime_func_call_unchecked", "private name"),
        ("wasmtime._bindings._wasmtime_func_call_unchecked.argtypes = []", "other parameters"),
        ("wasmtime._bindings._wasmtime_func_call_unchecked.restype = None", "another result"),
        ("native.EXTERN = 40", "wasmtime_extern_t has 32 bytes"),
        ("native.call_function = lambda: lambda *a: None", "values arrive changed"),
        ("native.call_function = lambda: lambda *a: 1", "a call failed"),
        ("native.Instance.global_value = lambda *a: 1", "a global is read wrongly"),
        ("selftest._calls = lambda: 1 / 0", "ZeroDivisionError"),
        ("native.find_library = lambda: ''", "not where it is expected"),
        ("sys.byteorder = 'big'", "big-endian"),
        ("sys.implementation.name = 'pypy'", "pypy"),
    ],
)
def test_a_library_that_is_not_as_expected_is_called_through_the_public_api(
    change: str, reason: str
) -> None:
    program = (
        "import ctypes, sys, wasmtime\nimport wasmtime._bindings\n"
        f"from pyext_host import native, selftest\n{change}\n"
    )
    done = run(program + "print(pyext_host.load(wasm).add(2, 3), engine.verdict().fast)")
    assert done.stdout == "5 False\n"
    assert reason in done.stderr


def test_the_self_test_is_safe_under_a_faulthandler_that_comes_late() -> None:
    # Another engine has taken the signals, and faulthandler has taken them from it.
    program = """
import faulthandler, wasmtime
other = wasmtime.Engine()
module = wasmtime.Module(other, wasmtime.wat2wasm("(module)"))
wasmtime.Instance(wasmtime.Store(other), module, [])
faulthandler.enable()
"""
    assert run(program + CALLS).stdout.endswith("reason='the self-test passed')\n")


def test_the_verdict_is_kept(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert "the self-test passed'" in run(CALLS, cache).stdout
    assert "the self-test passed before" in run(CALLS, cache).stdout
    (kept,) = cache.glob("*.verdict")
    if os.name == "posix":
        assert cache.stat().st_mode & 0o777 == 0o700
        assert kept.stat().st_mode & 0o077 == 0
    # A verdict for another build of the library does not count.
    kept.rename(cache / f"{'0' * 64}.verdict")
    assert "the self-test passed'" in run(CALLS, cache).stdout


def test_a_cache_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for cache in (tmp_path / "file", tmp_path / "file" / "below", "off"):
        done = run(CALLS, cache)
        assert done.stdout.startswith("5 1 ")
        assert done.stderr == ""


def test_a_forked_child_can_load_and_call() -> None:
    if not hasattr(os, "fork"):
        return
    done = run(
        """
a = pyext_host.load(wasm)
assert a.add(2, 3) == 5
child = os.fork() if (os := __import__("os")) else 0
if child == 0:
    other = builder.module('(func (export "two") (result i32) (i32.const 2))',
                           [builder.function("two", [], "u32")])
    os._exit(0 if (a.add(4, 5), pyext_host.load(other).two()) == (9, 2) else 1)
print(os.waitpid(child, 0)[1])
"""
    )
    assert done.stdout == "0\n"


def test_info_says_which_way_calls_take() -> None:
    def info(**environment: str) -> str:
        return python("-m", "pyext_host", "info", **environment).stdout

    assert "calls      fast path: the self-test passed" in info(
        PYEXT_CACHE="off", PYEXT_FAST_PATH="1"
    )
    assert "calls      public API: PYEXT_FAST_PATH is 0" in info(PYEXT_FAST_PATH="0")
    assert "wasmtime   " in info()
    wrong = python("-m", "pyext_host", "nonsense")
    assert (wrong.returncode, wrong.stdout) == (2, "")


def test_a_wasmtime_that_cannot_be_imported_is_explained(tmp_path: Path) -> None:
    (tmp_path / "wasmtime").mkdir()
    (tmp_path / "wasmtime" / "__init__.py").write_text("raise OSError('no such library')")
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from pyext_host import engine\n"
        "try:\n    engine.engine()\nexcept Exception as e:\n    print(type(e).__name__, e)"
    )
    found = printed(program)
    assert "LoadError PX617: wasmtime: the package cannot be imported: OSError: no such l" in found
    assert "pip install --force-reinstall wasmtime" in found
    told = python("-m", "pyext_host", "info", path=[tmp_path], PYEXT_FAST_PATH="0").stdout
    assert "\ncalls      none: PX617: wasmtime: the package cannot be imported: OSError: " in told


@pytest.mark.skipif(os.name != "posix", reason="Windows has no pseudo-terminals of this kind")
@pytest.mark.parametrize(
    ("cache", "told"),
    [("{}", ", once: the result is kept"), ("off", "; there is no cache to keep it")],
)
def test_a_compile_that_takes_long_is_told_on_a_terminal(
    cache: str, told: str, tmp_path: Path
) -> None:
    (tmp_path / "two.wasm").write_bytes(builder.module("", []))
    program = """
import time
import pyext_host
from pyext_host import engine
way = engine._way()
compile = way.compile
def slow(*given):
    time.sleep(1.5)
    return compile(*given)
way.compile = slow
pyext_host.load("two.wasm")
pyext_host.load("two.wasm")
"""
    environment = {**os.environ, "PYEXT_CACHE": cache.format(tmp_path / "cache")}
    environment["PYTHONPATH"] = os.pathsep.join(p for p in sys.path if p)
    command = [sys.executable, "-c", program]
    ours, theirs = os.openpty()
    subprocess.run(command, env=environment, cwd=tmp_path, stderr=theirs, check=True)
    os.close(theirs)  # or reading would wait where nothing was written
    lines = os.read(ours, 10_000).decode().splitlines()
    os.close(ours)
    # The second time there is nothing to compile, or it is told again.
    expected = f"pyext: compiling two.wasm for this machine{told}"
    found = [line for line in lines if line.startswith("pyext: compiling")]
    assert found == [expected] * (2 if cache == "off" else 1)


def test_an_import_hook_of_a_time_before_find_spec_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = native.find_library()
    monkeypatch.delitem(sys.modules, "wasmtime", raising=False)
    monkeypatch.setattr(sys, "meta_path", [object(), *sys.meta_path])
    assert native.find_library() == found != ""


def test_info_is_there_for_programs() -> None:
    done = python("-m", "pyext_host", "info", "--json", PYEXT_FAST_PATH="0")
    found = json.loads(done.stdout)
    assert (found["calls"], found["reason"]) == ("portable", "PYEXT_FAST_PATH is 0")
    assert found["wasmtime"][0].isdigit()


def test_warm_fills_the_cache_for_a_file_and_a_package(tmp_path: Path) -> None:
    package = tmp_path / "packed"
    package.mkdir()
    (package / "__init__.py").write_text("raise SystemExit('it is not imported')")
    wasm = builder.module(
        '(func (export "two") (result i32) (i32.const 2))', [builder.function("two", [], "u32")]
    )
    (package / "packed.wasm").write_bytes(wasm)
    (tmp_path / "broken.wasm").write_bytes(b"broken")

    def warm(*names: str, cache: str) -> subprocess.CompletedProcess[str]:
        return python("-m", "pyext_host", "warm", *names, path=[tmp_path], PYEXT_CACHE=cache)

    for name in ("packed", str(package / "packed.wasm")):
        folder = tmp_path / f"cache of {len(name)}"
        done = warm(name, cache=str(folder))
        assert (done.returncode, done.stderr) == (0, "")
        for kind in ("cwasm", "interface", "modules"):
            assert len(list(folder.glob(f"*.{kind}"))) == 1, kind
    without = warm("packed", cache="off")
    assert (without.returncode, without.stderr) == (
        1,
        "error: there is no cache to warm: PYEXT_CACHE is off\n",
    )
    wrong = warm("nowhere", str(tmp_path / "broken.wasm"), cache=str(tmp_path / "cache"))
    assert wrong.returncode == 1
    assert "nowhere is no file" in wrong.stderr
    assert "PX602" in wrong.stderr


@pytest.mark.skipif(os.name != "posix", reason="Windows has no limit for the size of files")
def test_warm_says_what_could_not_be_kept(tmp_path: Path) -> None:
    (tmp_path / "two.wasm").write_bytes(builder.module("", []))
    program = """
import resource, sys
from pyext_host.__main__ import main
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
sys.exit(main(["warm", "two.wasm"]))
"""
    done = python("-c", program, cwd=tmp_path, PYEXT_CACHE=str(tmp_path / "cache"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"error: two.wasm: nothing can be kept in {tmp_path / 'cache'}: ")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: path.touch(), "{} is no folder"),
        (lambda path: path.parent.joinpath("cache").symlink_to(path.parent), "{} is no folder"),
        (
            lambda path: (path.mkdir(), path.chmod(0o777)),
            "others can write to {}: `chmod go-w` on it",
        ),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights of files")
def test_info_says_why_there_is_no_cache(make: Any, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "cache"
    make(path)
    done = python("-m", "pyext_host", "info", PYEXT_CACHE=str(path))
    assert done.stdout.splitlines()[-1] == f"cache      none: {reason.format(path)}"


def run_module(folder: Path, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """`python -m pyext_host`, in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "pyext_host", *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
        cwd=folder,
        text=True,
        stderr=subprocess.PIPE,
        **{"stdout": subprocess.PIPE, **options},
    )


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("raises:P", "RuntimeError: on import"),
        ("ends:P", "SystemExit: 7"),
        ("raises", "a module and a class in it are wanted"),
        ("..:P", "TypeError: "),
    ],
)
def test_a_module_that_cannot_be_imported_has_no_traceback(
    name: str, reason: str, tmp_path: Path
) -> None:
    (tmp_path / "raises.py").write_text("raise RuntimeError('on import')")
    (tmp_path / "ends.py").write_text("raise SystemExit(7)")
    done = run_module(tmp_path, "interface", name)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"PX622: {name}: it cannot be found: {reason}")
    within = run_module(tmp_path, "warm", f"{name.partition(':')[0]}.inner")
    assert (within.returncode, within.stderr.count("\n")) == (1, 1)


def test_help_is_there_behind_each_command(tmp_path: Path) -> None:
    for command in ("info", "warm", "interface"):
        done = run_module(tmp_path, command, "--help")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("usage: ")


def test_a_command_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = run_module(tmp_path, "wram", "packed")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: there is no command wram\nusage: ")


def test_output_that_nobody_takes_is_one_line_of_error(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = run_module(tmp_path, "info", stdout=write)
    os.close(write)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("error: the output cannot be written: ")

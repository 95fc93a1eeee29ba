"""Several copies of the runtime in one process share classes and engine, and the newest loads."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from child import printed, python

import builder
import pyext_host

RUNTIME = Path(pyext_host.__file__).parent


def package(folder: Path, name: str, version: str) -> None:
    """A package as a wheel installs it, with a runtime of this version."""
    home = folder / name
    home.mkdir()
    shutil.copytree(RUNTIME, home / "_pyext_host", ignore=shutil.ignore_patterns("__pycache__"))
    abi = home / "_pyext_host" / "_abi.py"
    abi.write_text(
        re.sub(
            'VERSION: Final = "[^"]+"', f'VERSION: Final = "{version}"', abi.read_text(), count=1
        )
    )
    text = '(func (export "fails") (result i32) (i32.const 512))'
    error = b"\1\0\0\0" + (600).to_bytes(4, "little") + (2).to_bytes(4, "little") + bytes(12)
    data = f'(data (i32.const 512) "{builder.data(error)}") (data (i32.const 600) "no")'
    described = [
        builder.function("fails", [], builder.raises("unit")),
        builder.function("panics"),
        builder.function(
            "some", [("x", {"option": {"option": "u8"}})], {"option": {"option": "u8"}}
        ),
    ]
    some, _ = builder.echo({"option": {"option": "u8"}}, "some")
    panics = builder.panicking(b"x\na.rs:1:1").replace("600", "700")
    (home / f"{name}.wasm").write_bytes(builder.module(text + data + panics + some, described))
    (home / "__init__.py").write_text(
        "from pathlib import Path\n"
        "from ._pyext_host import ExtensionError, PanicError, Some, TrapError\n"
        "from ._pyext_host import load as _load\n"
        f"_extension = _load(Path(__file__).with_name('{name}.wasm'), name=__name__)\n"
        "fails, panics, some = _extension.fails, _extension.panics, _extension.some\n"
    )


PROGRAM = """
import sys
names = sys.argv[1:]
packages = [__import__(name) for name in names]
import pyext_host
assert len({p.ExtensionError for p in packages} | {pyext_host.ExtensionError}) == 1
assert len({p.Some for p in packages} | {pyext_host.Some}) == 1
for raising in packages:
    for catching in packages:
        for name, error in (("fails", "ExtensionError"), ("panics", "PanicError")):
            try:
                getattr(raising, name)()
            except getattr(catching, error) as e:
                assert e.message in ("no", "x")
            else:
                raise AssertionError
        assert raising.some(catching.Some(None)) == catching.Some(None)
        assert raising.some(catching.Some(3)) == pyext_host.Some(3)
copies = [m for name, m in list(sys.modules.items()) if name.endswith("pyext_host")]
assert len(copies) == 1 + len(packages)
assert len({id(copy.engine.engine()) for copy in copies}) == 1
for p in packages:
    print(p.__name__, type(p._extension).__module__, p.fails.__module__)
print(type(pyext_host.load(p._extension.fails.__globals__["m"]._place)).__module__)
"""


def run(folder: Path, *names: str) -> list[str]:
    done = python("-W", "error", "-c", PROGRAM, *names, path=[folder], PYEXT_FAST_PATH="1")
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_copies_share_classes_and_engine_and_the_newest_loads(tmp_path: Path) -> None:
    package(tmp_path, "older", "0.0.9")
    package(tmp_path, "newer", "9.10.0")
    package(tmp_path, "middle", "9.9.0")
    newest = "newer._pyext_host.extension"
    assert run(tmp_path, "older", "newer", "middle") == [
        "older older._pyext_host.extension older",
        f"newer {newest} newer",
        f"middle {newest} middle",
        newest,
    ]
    assert run(tmp_path, "newer", "older") == [
        f"newer {newest} newer",
        f"older {newest} older",
        newest,
    ]


def test_a_copy_works_where_no_pyext_host_is_installed(tmp_path: Path) -> None:
    package(tmp_path, "alone", "0.1.0")
    program = (
        "import sys; sys.modules['pyext_host'] = None\n"
        "import alone\n"
        "assert alone.some(alone.Some(None)) == alone.Some(None)\n"
        "try:\n    alone.fails()\nexcept alone.ExtensionError as e:\n    print(e)"
    )
    assert printed(program, path=[tmp_path]) == "no\n"


def test_an_exception_is_pickled_where_no_pyext_host_is_installed(tmp_path: Path) -> None:
    package(tmp_path, "alone", "0.1.0")
    kept = tmp_path / "pickle"
    writing = (
        "import sys; sys.modules['pyext_host'] = None\n"
        "import copy, pickle, alone\n"
        "from alone._pyext_host import errors as e\n"
        "class Own(alone.ExtensionError): pass\n"
        "all = [e.PyextError('a'), e.ProtocolError('b'), e.LoadError('PX601', 'p', 'r', 'm'),\n"
        "    e.TrapError('k'), e.PanicError('m', 'f', 1, 2), e.ExtensionError('n', ('c',))]\n"
        "own = pickle.loads(pickle.dumps(Own('own')))\n"
        "assert (type(own), str(copy.copy(own))) == (Own, 'own')\n"
        "all[0].told = 1\n"
        f"open({str(kept)!r}, 'wb').write(pickle.dumps(all))\n"
    )
    reading = (
        "import sys; sys.modules['pyext_host'] = None\n"
        f"import pickle; found = pickle.load(open({str(kept)!r}, 'rb'))\n"
        "assert found[0].told == 1\n"
        "for e in found: print(type(e).__module__, type(e).__name__, e, sep='|')\n"
        "import alone; assert type(found[-1]) is alone.ExtensionError\n"
    )
    printed(writing, path=[tmp_path])
    assert printed(reading, path=[tmp_path]).splitlines() == [
        "pyext_host|PyextError|a",
        "pyext_host|ProtocolError|b",
        "pyext_host|LoadError|PX601: p: r",
        "  mend: m",
        "pyext_host|TrapError|wasm trap: k",
        "pyext_host|PanicError|m (f:1)",
        "pyext_host|ExtensionError|n",
    ]

"""Loading: what an extension is, and what is refused before any function of it exists."""

from __future__ import annotations

import array
import inspect
import io
import marshal
import os
import pickle
import re
import struct
import sys
import time
import tracemalloc
import typing
import unittest.mock
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Optional

import pytest
from child import printed

import behaviour
import builder
import pyext_host
from pyext_host import LoadError, Some, cache, engine, hints, interface, reader
from pyext_host import kept as kept_form
from pyext_host._abi import PRIMITIVES
from values import DEFINITIONS

ADD = '(func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))'
ADD_IT = builder.function("add", [("a", "u32"), ("b", "u32")], "u32")
ADD_IT["docs"] = "Adds two numbers.\n\nWraps around."


def test_an_extension_is_loaded_from_a_path_and_from_bytes(tmp_path: Path) -> None:
    wasm = builder.module(ADD, [ADD_IT])
    path = tmp_path / "füle name.wasm"
    path.write_bytes(wasm)
    for source in (path, str(path), wasm, bytearray(wasm), memoryview(wasm)):
        assert pyext_host.load(source).add(2, 3) == 5


def test_an_extension_describes_itself() -> None:
    extension = pyext_host.load(builder.module(ADD, [ADD_IT], docs="All about it.", version="1.2"))
    assert repr(extension) == "<extension 'guest', functions: add, blocks, pending, released>"
    assert dir(extension) == ["add", "blocks", "pending", "released"]
    assert extension.__doc__ == "All about it."
    assert (extension.__name__, extension.__version__) == ("guest", "1.2")
    with pytest.raises(AttributeError, match="extension 'guest' has no attribute 'sub'"):
        _ = extension.sub
    assert repr(pyext_host.load(builder.plain(builder.prelude()), name="x")).endswith("none>")


def test_a_function_describes_itself() -> None:
    f = pyext_host.load(builder.module(ADD, [ADD_IT]), name="some.package").add
    for _ in range(2):
        assert (f.__name__, f.__qualname__, f.__module__) == ("add", "add", "some.package")
        assert f.__doc__ == "Adds two numbers.\n\nWraps around."
        assert f.__annotations__ == {"a": int, "b": int, "return": int}
        assert str(inspect.signature(f)) == "(a: int, b: int) -> int"
        assert typing.get_type_hints(f) == f.__annotations__
        assert f(2, b=3) == f(b=3, a=2) == 5
    assert pyext_host.load(builder.module(ADD, [ADD_IT])).blocks.__doc__ is None


def test_annotations_are_objects() -> None:
    everything = [
        ("a", {"list": "u8"}),
        ("b", {"list": "f64"}, True),
        ("c", {"list": "string"}),
        ("d", {"option": {"option": "bool"}}),
        ("e", {"tuple": ["char", "unit"]}),
        ("f", {"list": {"list": "u8"}}),
    ]
    text = f'(func (export "f") (param {"i32 " * 10}) (result i32) (i32.const 0))'
    result = builder.raises({"option": {"list": {"list": "u8"}}})
    f = pyext_host.load(builder.module(text, [builder.function("f", everything, result)])).f
    assert f.__annotations__ == {
        "a": typing.Union[hints.Buffer, Sequence[int]],
        "b": hints.Buffer,
        "c": Sequence[str],
        "d": Optional[Some[Optional[bool]]],
        "e": tuple[str, None],
        "f": Sequence[typing.Union[hints.Buffer, Sequence[int]]],
        "return": Optional[list[bytes]],
    }
    assert isinstance(b"", getattr(hints, "Buffer"))  # noqa: B009  # a union to type checkers


def test_parameters_may_have_any_python_name() -> None:
    names = [
        "m",
        "acquire",
        "call",
        "args",
        "b0",
        "p0",
        "r",
        "e",
        "v",
        "slow",
        "type",
        "self",
        "__x",
    ]
    params = [(name, "u32") for name in names]
    text = f'(func (export "f") {"(param i32)" * len(names)} (result i32) (local.get 3))'
    f = pyext_host.load(builder.module(text, [builder.function("f", params, "u32")])).f
    for _ in range(2):
        assert f(*range(len(names))) == 3
        assert f(**{name: i for i, name in enumerate(names)}) == 3
    texts = [("b0", "string"), ("n0", "string"), ("view", "string"), ("w", "string")]
    listed = "(param i32 i32)" * 4
    text = f"""(func (export "f") {listed} (result i32)
      (call $pair (local.get 4) (local.get 5)))"""
    f = pyext_host.load(builder.module(text, [builder.function("f", texts, "string")])).f
    assert f("a", "b", "c", "d") == f(w="d", view="c", n0="b", b0="a") == "c"


def test_functions_may_be_called_like_anything_of_python() -> None:
    names = ["Extension", "__x", "_state", "load", "mro", "print", "type"]
    text = "".join(
        f'(func (export "{n}") (result i32) (i32.const {i}))' for i, n in enumerate(names)
    )
    functions = [builder.function(n, [], "u32") for n in names]
    extension = pyext_host.load(builder.module(text, functions))
    assert [getattr(extension, n)() for n in names] == list(range(len(names)))
    assert [n for n in dir(extension) if n in names] == names


def test_no_text_of_the_file_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    echo, described = builder.echo({"list": {"tuple": ["string", "u8"]}}, "zq_function")
    described["params"][0]["name"] = "zq_parameter"
    described["docs"] = "zq_docs"
    wasm = builder.module(echo, [described], docs="zq_module_docs", name="zq_name")
    compiled: list[str] = []

    def watched(text: str, names: dict[str, Any]) -> None:
        compiled.append(text)
        exec(text, names)

    monkeypatch.setattr("pyext_host.source.exec", watched, raising=False)
    monkeypatch.setattr("pyext_host.source._compiled", {})
    f = pyext_host.load(wasm).zq_function
    assert f(zq_parameter=[("a", 1)]) == [("a", 1)]
    assert compiled
    assert not any("zq" in text for text in compiled)


def test_functions_of_a_package_are_pickled_by_name(tmp_path: Path) -> None:
    package = tmp_path / "adder"
    package.mkdir()
    (package / "adder.wasm").write_bytes(builder.module(ADD, [ADD_IT]))
    (package / "__init__.py").write_text(
        "from pathlib import Path\n"
        "from pyext_host import load as _load\n"
        "_extension = _load(Path(__file__).with_name('adder.wasm'), name=__name__)\n"
        "add = _extension.add\n"
    )
    program = (
        "import pickle, adder\n"
        "assert pickle.loads(pickle.dumps(adder.add)) is adder.add\n"
        "assert adder.add(2, 3) == 5\n"
        "assert pickle.loads(pickle.dumps(adder.add)) is adder.add\n"
    )
    printed(program, path=[tmp_path])
    with pytest.raises((pickle.PicklingError, AttributeError, ImportError)):
        pickle.dumps(pyext_host.load(builder.module(ADD, [ADD_IT])).add)


# ---- what is refused


def refused(source: Any) -> LoadError:
    with pytest.raises(LoadError) as caught:
        pyext_host.load(source)
    assert caught.value.mend
    assert pickle.loads(pickle.dumps(caught.value)).code == caught.value.code
    return caught.value


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.wasm", tmp_path, "a\0b", str(tmp_path / "\x1b[2J")):
        error = refused(path)
        assert error.code == "PX601"
        assert "\x1b" not in str(error)


CONTROL = '(global (export "pyext_v1") i32 (i32.const 16))'
MEMORY = '(memory (export "memory") 1)'
DATA = f'(data (i32.const 16) "{builder.data(struct.pack("<8I", 32, 0, 1024, 64, 0, 0, 0, 0))}")'
RELEASE = '(func (export "pyext_release") (param i32))'
ALLOC = '(func (export "pyext_alloc") (param i32 i32) (result i32) (i32.const 0))'
FREE = '(func (export "pyext_free") (param i32 i32 i32))'
GOOD = MEMORY + CONTROL + DATA
TEXT_IN = [builder.function("f", [("x", "string")])]
TEXT_OUT = [builder.function("f", [], "string")]
F_IN = '(func (export "f") (param i32 i32))'
F_OUT = '(func (export "f") (result i32) (i32.const 0))'


def control(*fields: int) -> str:
    return f'(data (i32.const 16) "{builder.data(struct.pack(f"<{len(fields)}I", *fields))}")'


REFUSED: list[tuple[str, str, list[Any], str]] = [
    ("PX612", CONTROL, [], "`memory` is missing"),
    ("PX612", MEMORY + DATA, [], "`pyext_v1` is missing"),
    ("PX612", '(memory 1) (global (export "memory") i32 (i32.const 1))' + CONTROL, [], "global"),
    ("PX612", MEMORY + '(global (export "pyext_v1") (mut i32) (i32.const 16))', [], "mutable"),
    ("PX612", MEMORY + '(global (export "pyext_v1") i64 (i64.const 16))', [], "i64"),
    ("PX612", MEMORY + '(func (export "pyext_v1"))', [], "() -> ()"),
    ("PX612", '(memory (export "memory") 1 1 shared)' + CONTROL, [], "memory"),
    ("PX615", '(memory (export "memory") i64 1)' + CONTROL, [], "memory64"),
    ("PX613", '(import "env" "\x1b[2Jf" (func))' + GOOD, [], "imports env.\\\\x1b"),
    ("PX613", '(import "wasi_snapshot_preview1" "fd_write" (func))' + GOOD, [], "imports wasi"),
    ("PX611", GOOD, [builder.function("f")], "`f` is missing"),
    ("PX611", GOOD + '(func (export "f") (param i32))', [builder.function("f")], "(i32) -> ()"),
    (
        "PX611",
        GOOD + '(func (export "f") (result i64) (i64.const 0))',
        [builder.function("f", [], "u32")],
        "i64",
    ),
    (
        "PX611",
        GOOD + '(func (export "f") (param i32))',
        [builder.function("f", [("x", "u64")])],
        "i64",
    ),
    (
        "PX611",
        GOOD + '(func (export "f") (param f32))',
        [builder.function("f", [("x", "f64")])],
        "f64",
    ),
    (
        "PX611",
        GOOD + '(func (export "f") (param externref))',
        [builder.function("f", [("x", "u32")])],
        "has to be (i32)",
    ),
    ("PX611", GOOD + '(global (export "f") i32 (i32.const 0))', [builder.function("f")], "global"),
    ("PX611", GOOD + F_OUT, TEXT_OUT, "`pyext_release` is missing"),
    ("PX611", GOOD + F_IN, TEXT_IN, "`pyext_alloc` is missing"),
    ("PX611", GOOD + F_IN + ALLOC, TEXT_IN, "`pyext_free` is missing"),
    ("PX611", GOOD + '(func (export "pyext_alloc"))', [], "`pyext_alloc` is () -> ()"),
    ("PX611", GOOD + '(func (export "_initialize") (param i32))', [], "`_initialize` is (i32)"),
    ("PX614", GOOD + "(func $f) (start $f)", [], "start function"),
    ("PX616", GOOD + '(func (export "_initialize") unreachable)', [], "constructors failed"),
    ("PX618", MEMORY + '(global (export "pyext_v1") i32 (i32.const 65510))', [], "65510"),
    ("PX618", MEMORY + '(global (export "pyext_v1") i32 (i32.const -4))', [], "4294967292"),
    ("PX618", MEMORY + '(global (export "pyext_v1") i32 (i32.const 18))', [], "18"),
    ("PX618", '(memory (export "memory") 0)' + CONTROL, [], "control block"),
    ("PX618", MEMORY + CONTROL, [], "has 0 bytes"),
    ("PX618", MEMORY + CONTROL + control(28, 0, 1024, 64, 0, 0, 0), [], "has 28 bytes"),
    ("PX618", MEMORY + CONTROL + control(32, 0, 1025, 64, 0, 0, 0, 0), [], "not valid"),
    ("PX618", MEMORY + CONTROL + control(32, 0, 1024, 2**32 - 1, 0, 0, 0, 0), [], "not valid"),
    ("PX618", MEMORY + CONTROL + control(32, 0, 2**32 - 16, 64, 0, 0, 0, 0), [], "not valid"),
]


@pytest.mark.parametrize(("code", "text", "functions", "reason"), REFUSED)
def test_a_module_that_lies_is_refused(
    code: str, text: str, functions: list[Any], reason: str
) -> None:
    text = text.replace("\x1b", "\\1b")
    error = refused(builder.plain(text, functions))
    if "shared" in text and error.code in ("PX615", "PX616"):  # the engine itself refuses it by now
        return
    assert error.code == code
    assert reason.replace("\\\\", "\\") in error.reason
    assert "\x1b" not in str(error)


def test_what_wasmtime_refuses_is_refused() -> None:
    good = builder.module(ADD, [ADD_IT])
    broken = bytearray(good)
    broken[good.index(b"\x0a", 20)] ^= 0x55
    assert refused(good[:8] + b"\1\1\xff" + good[8:]).code == "PX615"
    assert (
        refused(
            bytes(good[:8]) + builder.section(b"pyext", builder.interface([ADD_IT])) + b"\x0a\1\1"
        ).code
        == "PX615"
    )


def test_a_module_that_needs_less_may_lack_it() -> None:
    pyext_host.load(builder.plain(GOOD))
    option = [builder.function("f", [("x", {"option": "u32"})])]
    pyext_host.load(builder.plain(GOOD + '(func (export "f") (param i32))', option)).f(3)
    f = pyext_host.load(builder.plain(GOOD + RELEASE + F_OUT, TEXT_OUT)).f
    assert f() == ""


def test_constructors_run_once_and_first() -> None:
    body = """(global $n (mut i32) (i32.const 0))
      (func (export "_initialize") (global.set $n (i32.add (i32.const 1) (global.get $n))))
      (func (export "n") (result i32) (global.get $n))
      (func (export "traps") unreachable)"""
    extension = pyext_host.load(
        builder.module(body, [builder.function("n", [], "u32"), builder.function("traps")])
    )
    assert (extension.n(), extension.n()) == (1, 1)
    with pytest.raises(pyext_host.TrapError):
        extension.traps()
    assert extension.n() == 1


def test_a_compiled_module_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYEXT_CACHE", str(tmp_path / "cache"))
    wasm = builder.module(ADD + ' (func (export "for_the_cache"))', [ADD_IT])
    assert pyext_host.load(wasm).add(1, 2) == 3
    (kept,) = (tmp_path / "cache").glob("*.cwasm")
    compiled: list[Any] = []
    original = engine.compile_module

    def watched(*arguments: Any) -> Any:
        compiled.append(arguments)
        return original(*arguments)

    monkeypatch.setattr(engine, "compile_module", watched)
    assert pyext_host.load(wasm).add(1, 2) == 3
    assert not compiled
    kept.unlink()  # wasmtime has mapped the file, so it is not to be written to
    kept.write_bytes(b"damaged")
    kept.chmod(0o600)
    assert pyext_host.load(wasm).add(1, 2) == 3
    assert len(compiled) == 1
    monkeypatch.setenv("PYEXT_CACHE", "off")
    assert pyext_host.load(wasm).add(1, 2) == 3
    assert len(compiled) == 2


def test_the_cache_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYEXT_CACHE", str(tmp_path))
    tmp_path.chmod(0o700)
    now = int(time.time())
    for i in range(500):
        old = tmp_path / f"{i:064x}.cwasm"
        old.write_bytes(b"")
        os.utime(old, (now - 1000 - i, now - 1000 - i))
    # The second is what a process has left that was killed.
    unused = [tmp_path / f"{999:064x}.cwasm", tmp_path / f".{999:064x}.cwasm.x1y2"]
    pyext_host.load(builder.module(ADD + ' (func (export "newest"))', [ADD_IT]))
    kept = sorted(path.stat().st_mtime for path in tmp_path.iterdir())
    assert len(kept) == 400
    assert kept[0] >= now - 1400
    for path in unused:
        path.write_bytes(b"")
        os.utime(path, (1, 1))
    for path in list(tmp_path.glob("00*.cwasm"))[:100]:
        path.unlink()
    pyext_host.load(builder.module(ADD + ' (func (export "newer"))', [ADD_IT]))
    assert not any(path.exists() for path in unused)


def test_the_cache_has_a_most_in_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYEXT_CACHE", str(tmp_path))
    monkeypatch.setattr(cache, "_MOST_BYTES", 5000)
    tmp_path.chmod(0o700)
    names = [f"{i:064x}.cwasm" for i in range(5)]
    for i, name in enumerate(names):
        cache.write(name, lambda: bytes(2000))
        os.utime(tmp_path / name, (time.time() - 100 + i, time.time() - 100 + i))
    assert sorted(path.name for path in tmp_path.iterdir()) == names[3:]
    # What is larger by itself is kept until the next one comes.
    large = f"{5:064x}.cwasm"
    cache.write(large, lambda: bytes(6000))
    assert [path.name for path in tmp_path.iterdir()] == [large]


def test_what_is_not_of_the_cache_stays_in_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYEXT_CACHE", str(tmp_path))
    monkeypatch.setattr(cache, "_MOST", 1)
    tmp_path.chmod(0o700)
    others = [tmp_path / name for name in ("letter.txt", ".profile", "0" * 63, "model.cwasm")]
    for other in others:
        other.write_bytes(b"precious")
        os.utime(other, (1, 1))
    cache.write(f"{1:064x}.cwasm", lambda: b"new")
    assert all(other.exists() for other in others)


def test_an_interface_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYEXT_CACHE", str(tmp_path / "cache"))
    text, described = builder.echo({"list": {"tuple": ["string", {"option": "u8"}]}}, "echo")
    wasm = builder.module(ADD + text, [ADD_IT, described], docs="All.", version="1.2")
    first = pyext_host.load(wasm)
    (kept,) = (tmp_path / "cache").glob("*.interface")
    monkeypatch.setattr(reader, "read", lambda *a: pytest.fail("it was read again"))
    second = pyext_host.load(wasm)
    value = [("a", 1), ("b", None)]
    assert first.echo(value) == second.echo(value) == value
    assert (second.__doc__, second.__version__, dir(second)) == ("All.", "1.2", dir(first))
    assert inspect.signature(second.echo) == inspect.signature(first.echo)
    monkeypatch.undo()
    monkeypatch.setenv("PYEXT_CACHE", str(tmp_path / "cache"))
    for damaged in (b"", b"damaged", kept.read_bytes()[:-9]):
        kept.write_bytes(damaged)
        assert pyext_host.load(wasm).echo(value) == value


def test_the_bytes_of_the_file_are_not_kept_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.wasm"
    large = builder.section(b"large", bytes(16 << 20))
    path.write_bytes(builder.module(ADD, [ADD_IT]) + large)
    pyext_host.load(path)  # what it imports stays
    tracemalloc.start()
    try:
        extension = pyext_host.load(path)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert extension.add(1, 2) == 3
    assert kept < len(large)


def test_what_an_interface_is_kept_as_is_the_same_again() -> None:
    wasm = Path(os.environ["PYEXT_TEST_BEHAVIOUR"]).read_bytes()
    found = reader.read(wasm, "test")
    once, extra = kept_form.load(kept_form.dump(found, {"a": "b"}))
    assert extra == {"a": "b"}
    # Equal bytes are not promised: `marshal` writes what two places share once.
    assert marshal.loads(kept_form.dump(once)) == marshal.loads(kept_form.dump(found))
    assert [str(ty) for ty in once.types] == [str(ty) for ty in found.types]
    # Types that are equal are one object, definitions are not.
    types = [p.type for f in once.functions for p in f.params if p.type.kind in PRIMITIVES]
    primitives = {id(ty): ty.kind for ty in types}
    assert len(set(primitives.values())) == len(primitives) > 5
    assert len({id(ty.named) for ty in once.types}) == len(once.types)


def printed_when_warm(program: str, folder: Path) -> str:
    """What it prints the second time, with nothing but the host to import."""
    around = {"PYEXT_CACHE": str(folder / "cache")}
    around["PYTHONPATH"] = str(Path(pyext_host.__file__).parents[1])
    printed(program, **around)
    return printed(program, **around)


#: What extensions import that need it.
FOR_SOME = {"blocks", "bulk", "classes", "lift", "lower", "members", "portable", "reader", "rows"}
HAS_UNIONS = pytest.mark.skipif(
    sys.version_info < (3, 10), reason="unions of types are made by `typing` there"
)


@pytest.mark.parametrize(
    ("ty", "value", "needed"),
    [
        ("string", "a", set()),
        pytest.param(
            {"list": "f64"},
            [1.5],
            {"blocks", "bulk", "lift", "members", "rows"},
            marks=HAS_UNIONS,
        ),
        pytest.param(
            {"tuple": [{"list": "u8"}, {"option": "f64"}, {"set": "u32"}]},
            (b"a", None, {1}),
            FOR_SOME - {"classes", "portable", "reader"},
            marks=HAS_UNIONS,
        ),
        pytest.param(
            {"tuple": [{"list": {"named": "Point"}}, {"option": {"named": "Key"}}]},
            "([e.Point(1.0, 2.0, 3)], e.KeyId(1))",
            FOR_SOME - {"portable", "reader"},
            marks=HAS_UNIONS,
        ),
    ],
)
def test_nothing_slow_is_imported_on_the_warm_way(
    tmp_path: Path, ty: Any, value: Any, needed: set[str]
) -> None:
    if not engine.verdict().fast:
        return  # the portable way is wasmtime's Python package
    wasm = tmp_path / "adder.wasm"
    text, described = builder.echo(ty, "echo")
    with_named = "named" in str(ty)
    types = builder.with_types([d for d in DEFINITIONS if d["name"] in ("Point", "Key")])
    wasm.write_bytes(builder.module(ADD + text, [ADD_IT, described], **types if with_named else {}))
    sample = value if with_named else repr(value)
    program = (
        "import sys, pyext_host\n"
        f"e = pyext_host.load({str(wasm)!r})\n"
        f"assert (e.add(1, 2), e.echo({sample})) == (3, {sample})\n"
        "slow = {'collections', 'functools', 'inspect', 'json', 'pathlib', 're', 'typing',\n"
        "  'enum', 'dataclasses', 'threading', 'wasmtime', 'hashlib', 'tempfile', 'contextlib'}\n"
        "slow |= {'ctypes'} if sys.platform in ('linux', 'darwin') else set()\n"
        "print(sorted(slow & set(sys.modules)))\n"
        "print(sorted(m for m in sys.modules if 'pyext_host.' in m))"
    )
    found = printed_when_warm(program, tmp_path)
    assert found.startswith("[]\n")
    assert {name for name in FOR_SOME if f"'pyext_host.{name}'" in found} == needed


@HAS_UNIONS
def test_objects_import_nothing_slow_on_the_warm_way(tmp_path: Path) -> None:
    if not engine.verdict().fast:
        return  # the portable way is wasmtime's Python package
    wasm = tmp_path / "counter.wasm"
    wasm.write_bytes(behaviour.guest())
    program = (
        "import sys, pyext_host\n"
        f"e = pyext_host.load({str(wasm)!r})\n"
        "assert [*e.Counter(3)] == [3, 2, 1]\n"
        "with e.Counter(3): pass\n"
        "slow = {'collections', 'functools', 're', 'typing', 'types', 'tempfile'}\n"
        "print(sorted(slow & set(sys.modules)))\n"
    )
    found = printed_when_warm(program, tmp_path)
    assert found == "[]\n"


@pytest.mark.skipif(sys.platform == "win32", reason="access rights are another thing there")
def test_a_cache_that_others_can_write_to_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wasm = builder.module(ADD + ' (func (export "not_in_the_cache"))', [ADD_IT])
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    linked = tmp_path / "linked"
    (tmp_path / "real").mkdir(mode=0o700)
    linked.symlink_to(tmp_path / "real")
    blocked = tmp_path / "file"
    blocked.write_text("")
    for folder in (shared, linked, blocked, blocked / "below"):
        monkeypatch.setenv("PYEXT_CACHE", str(folder))
        assert pyext_host.load(wasm).add(1, 2) == 3
        assert not list(tmp_path.rglob("*.cwasm"))


@pytest.mark.skipif(os.name != "posix", reason="access rights are another thing there")
def test_what_is_kept_is_read_if_nobody_else_can_have_written_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setenv("PYEXT_CACHE", str(tmp_path))
    cache.write("kept", lambda: b"content")
    kept = tmp_path / "kept"
    assert cache.read("kept") == b"content"
    for mode in (0o620, 0o602):
        kept.chmod(mode)
        assert cache.read("kept") is None
    kept.chmod(0o600)
    (tmp_path / "link").symlink_to(kept)
    assert cache.read("link") is None
    somebody = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: somebody)
    assert cache.folder() is None
    monkeypatch.setattr(cache, "folder", lambda: str(tmp_path))
    assert cache.read("kept") is None


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other folders")
def test_what_is_kept_is_in_the_user_s_folder_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYEXT_CACHE")
    monkeypatch.setenv("HOME", str(tmp_path))
    for given, folder in (("", ".cache"), ("relative", ".cache"), (f"{tmp_path}/xdg", "xdg")):
        monkeypatch.setenv("XDG_CACHE_HOME", given)
        assert cache.folder() == f"{tmp_path}/{folder}/pyext"
        assert (tmp_path / folder / "pyext").stat().st_mode & 0o777 == 0o700


def test_what_is_used_is_kept_for_longer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setenv("PYEXT_CACHE", str(tmp_path))
    cache.write("kept", lambda: b"content")
    before = time.time() - 80 * 24 * 3600
    os.utime(tmp_path / "kept", (before, before))
    assert cache.read("kept") == b"content"
    assert (tmp_path / "kept").stat().st_mtime > before + 24 * 3600


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"limits": {"time": 1}}, "load(): limits is of the type dict, it can be Limits"),
        ({"limits": pyext_host.Limits}, "load(): limits is of the type type, it can be Limits"),
        ({"interruptible": "no"}, "load(): interruptible is 'no', it can be True or False"),
        ({"name": b"x"}, "load(): name is of the type bytes, it can be a str"),
        ({"limit": 1}, "load() got an unexpected keyword argument 'limit'"),
    ],
)
def test_options_of_wrong_types_are_refused_by_name(options: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError, match=f"^{re.escape(message)}"):
        pyext_host.load(builder.module(), **options)


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview, lambda b: array.array("B", b)])
def test_any_buffer_with_the_bytes_can_be_loaded(kind: Any) -> None:
    assert pyext_host.load(kind(builder.module())).blocks() == 0


@pytest.mark.parametrize("source", [None, 3, True, [], 1.5])
def test_what_is_neither_path_nor_bytes_is_refused(source: Any) -> None:
    with pytest.raises(TypeError, match=r"the path of a \.wasm file is wanted, or its bytes"):
        pyext_host.load(source)


def test_a_file_that_there_is_no_memory_for_is_a_load_error(tmp_path: Path) -> None:
    class File(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise MemoryError

    (tmp_path / "m.wasm").write_bytes(b"")
    with (
        unittest.mock.patch("builtins.open", return_value=File()),
        pytest.raises(LoadError, match=r"PX601: .* there is no memory for so much"),
    ):
        pyext_host.load(tmp_path / "m.wasm")


def test_what_the_whole_interface_says_is_asked_once_and_not_for_each_function(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def needs_next(_: interface.Interface) -> bool:
        asked.append(1)
        return False

    monkeypatch.setattr(interface.Interface, "needs_next", property(needs_next))
    names = [f"f{i}" for i in range(50)]
    text = "".join(f'(func (export "{name}"))' for name in names)
    loaded = pyext_host.load(builder.module(text, [builder.function(name) for name in names]))
    for name in names:
        getattr(loaded, name)()
    assert 0 < len(asked) < 10

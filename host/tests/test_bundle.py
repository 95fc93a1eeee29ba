"""The host's own modules as one kept file: when the next start takes it, and when it does not."""

from __future__ import annotations

import ast
import marshal
import os
import shutil
import sys
import threading
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import pytest
from child import printed

import builder
import pyext_host
import values
from pyext_host import bundle, cache, engine

PACKAGE = Path(pyext_host.__file__).parent
#: What is imported before the file is read, and what only the portable way imports.
BEFORE, PORTABLE = {"__init__", "bundle", "cache"}, {"portable"}
#: What `classes` imports itself.
AMONG = {"dataclass"}
#: Says which modules of the package were opened, one by one.
START = """
import os, sys
opened = set()
def hook(event, args):
    if event == "open" and isinstance(args[0], str) and "pyext_host" + os.sep in args[0]:
        if args[0].endswith((".py", ".pyc")):
            opened.add(os.path.basename(args[0]).split(".")[0])
sys.addaudithook(hook)
import pyext_host
pyext_host.load(sys.argv[1])
sys.stdout.write(",".join(sorted(opened)) + chr(10))
"""


class Place:
    """A copy of the package, and a cache."""

    def __init__(self, path: Path) -> None:
        self.path, self.cache, self.package = path, path / "cache", path / "pyext_host"
        path.mkdir(exist_ok=True)
        self.wasm = path / "guest.wasm"
        self.wasm.write_bytes(builder.module())
        shutil.copytree(PACKAGE, self.package, ignore=shutil.ignore_patterns("__pycache__"))

    def run(self, program: str = "", *arguments: str, **environment: str) -> str:
        """What a process prints that loads an extension and then does this."""
        around = {"PYEXT_CACHE": str(self.cache), **environment}
        return printed(program, str(self.wasm), *arguments, path=[self.path], **around)

    def opened(self, **environment: str) -> set[str]:
        return set(self.run(START, **environment).strip().split(",")) - PORTABLE


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A place where an extension was loaded before."""
    place = Place(tmp_path_factory.mktemp("started"))
    assert place.opened() > BEFORE | {"call", "errors", "extension"}
    return place


def test_the_next_start_opens_one_file(started: Place) -> None:
    assert started.opened() == BEFORE
    other = {"PYTHONOPTIMIZE": "1", "PYEXT_CACHE": str(started.path / "other")}
    shutil.copytree(started.cache, started.path / "other")
    assert started.opened(**other) > BEFORE
    assert started.opened(**other) == BEFORE
    assert started.opened() == BEFORE


@pytest.fixture
def needy(tmp_path: Path) -> Place:
    """A place where an extension was loaded that needs nearly everything."""
    place = Place(tmp_path)
    wasm = builder.module("", [], **builder.with_types(values.DEFINITIONS))
    assert place.opened() > BEFORE
    plain, place.wasm = place.wasm, tmp_path / "needy.wasm"
    place.wasm.write_bytes(wasm)
    body, described = builder.echo({"list": {"map": ["string", "duration"]}})
    (tmp_path / "lists.wasm").write_bytes(builder.module(body, [described]))
    # The reader's modules are not kept: who has a file has what they have read.
    found = place.opened() - {"reader", "checks", "sections", "exports"}
    assert found - AMONG == BEFORE | {"classes"}
    place.wasm = plain
    return place


def test_what_some_extensions_need_is_in_the_file_once_one_did(needy: Place) -> None:
    plain, kept = needy.wasm, "import sys; print(*sorted(sys.modules))"
    # It is not made where nobody needs it.
    program = f"import sys, pyext_host; pyext_host.load(sys.argv[1]); {kept}"
    assert needy.opened() == BEFORE
    assert "pyext_host.classes" not in needy.run(program).split()
    needy.wasm = needy.path / "lists.wasm"
    found = needy.opened()
    assert found > BEFORE | {"lower", "columns"}
    # The file that is written has what the one before had.
    assert found.isdisjoint({"classes", "call"})
    assert needy.opened() == BEFORE
    assert {"pyext_host.lower", "pyext_host.columns"} <= {*needy.run(program).split()}
    # What is written for this one still has what the first one needs.
    for name in ("needy.wasm", "lists.wasm"):
        needy.wasm = needy.path / name
        assert needy.opened() == BEFORE
    needy.wasm = plain
    assert needy.opened() == BEFORE


def test_a_file_that_has_gone_meanwhile_is_written_whole(needy: Place) -> None:
    needy.wasm = needy.path / "lists.wasm"
    program = (
        "import sys, shutil, pyext_host; assert pyext_host.bundle._restored;"
        "shutil.rmtree(sys.argv[2]); pyext_host.load(sys.argv[1])"
    )
    needy.run(program, str(needy.cache))
    needy.opened()
    assert needy.opened() == BEFORE


#: Ends the first import as Ctrl-C does, at one of its steps.
INTERRUPTED = """
import gc, sys
event, name, count = sys.argv[2], sys.argv[3], int(sys.argv[4])
def tracer(frame, found, argument):
    global count
    if found == event and frame.f_code.co_name == name:
        count -= 1
        if count == 0:
            raise KeyboardInterrupt
    return tracer
sys.settrace(tracer)
try:
    import pyext_host
except KeyboardInterrupt:
    sys.settrace(None)
    assert gc.isenabled()
    import pyext_host
    pyext_host.load(sys.argv[1])
    print("done")
"""


@pytest.mark.parametrize(
    "step",
    [("call", "_run", 1), ("call", "_run", 12), ("return", "_run", 20), ("return", "_restore", 1)],
)
def test_an_import_that_was_interrupted_can_be_tried_again(needy: Place, step: Any) -> None:
    needy.wasm = needy.path / "lists.wasm"
    assert needy.run(INTERRUPTED, *map(str, step)) == "done\n"
    needy.opened()
    assert needy.opened() == BEFORE


@pytest.mark.parametrize("how", ["load", "warm"])
def test_what_a_module_imports_needs_no_file_either(started: Place, how: str) -> None:
    place = Place(started.path / how)
    clock = '(import "pyext:sdk/clock" "now" (func (result i64)))'
    place.wasm.write_bytes(builder.plain(clock + builder.prelude(), builder.COUNTERS))
    if how == "load":
        place.opened()
    else:
        place.run("import sys; from pyext_host.__main__ import main; main(['warm', sys.argv[1]])")
    assert place.opened() == BEFORE


#: Has another thread in the middle of an import of what is taken from the file.
AT_ONCE = """
import sys, threading
import pyext_host
from pyext_host import bundle
began, ended = threading.Event(), threading.Event()
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "pyext_host.classes":
            began.set()
            ended.wait(1)
sys.meta_path.insert(0, Finder())
def other():
    import pyext_host.classes
thread = threading.Thread(target=other)
thread.start()
began.wait()
found = bundle.take("classes")
ended.set()
thread.join()
print(found is sys.modules["pyext_host.classes"] is pyext_host.classes)
"""


def test_a_module_that_another_thread_imports_at_the_same_time_is_there_once(needy: Place) -> None:
    assert needy.run(AT_ONCE) == "True\n"


def test_a_process_that_writes_the_file_adds_to_it(tmp_path: Path) -> None:
    place = Place(tmp_path)
    (tmp_path / "needy.wasm").write_bytes(
        builder.module("", [], **builder.with_types(values.DEFINITIONS))
    )
    body, described = builder.echo({"list": "string"})
    (tmp_path / "lists.wasm").write_bytes(builder.module(body, [described]))
    names = ("guest.wasm", "needy.wasm", "lists.wasm")
    loads = "".join(f"pyext_host.load({str(tmp_path / name)!r})\n" for name in names)
    place.run(f"import pyext_host\n{loads}")
    for name in names:
        place.wasm = tmp_path / name
        assert place.opened() == BEFORE


def test_a_file_that_lacks_what_every_start_needs_is_replaced(needy: Place) -> None:
    (file,) = needy.cache.glob("*.modules")
    rows = marshal.loads(file.read_bytes())
    file.write_bytes(marshal.dumps([row for row in rows if not row[0].endswith(".extension")]))
    assert needy.opened() > BEFORE | {"extension"}
    assert needy.opened() == BEFORE


def test_an_edited_module_that_some_need_is_noticed(needy: Place) -> None:
    edited = needy.package / "classes.py"
    edited.write_text(edited.read_text(encoding="utf-8") + "\nEDITED = 1\n", encoding="utf-8")
    assert needy.opened() == BEFORE  # by who does not need it
    needy.wasm = needy.path / "needy.wasm"
    assert needy.opened() - AMONG == BEFORE | {"classes"}
    assert needy.opened() == BEFORE
    program = "import sys, pyext_host; pyext_host.load(sys.argv[1]); from pyext_host import classes"
    assert needy.run(f"{program}; print(classes.EDITED)") == "1\n"


def test_one_that_does_not_work_is_replaced(needy: Place) -> None:
    (file,) = needy.cache.glob("*.modules")
    rows = marshal.loads(file.read_bytes())
    needy.wasm = needy.path / "needy.wasm"
    for odd in (b"", b"odd", marshal.dumps(compile("import nowhere", "classes.py", "exec"))):
        damaged = [(*r[:5], odd if r[0].endswith(".classes") else r[5]) for r in rows]
        assert damaged != rows
        file.write_bytes(marshal.dumps(damaged))
        assert needy.opened() - AMONG == BEFORE | {"classes"}
        assert needy.opened() == BEFORE


def test_no_module_imports_one_that_imports_it() -> None:
    found: dict[str, set[str]] = {}
    for file in PACKAGE.glob("*.py"):
        wanted = found.setdefault(file.stem, set())
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ImportFrom) and node.level == 1:
                names = [node.module] if node.module else [alias.name for alias in node.names]
                wanted.update(str(name) for name in names)
    assert len(found["call"]) > 5
    TopologicalSorter(found).prepare()  # raises if there is a circle


LOOKS = """
import gc, sys
gc.disable()
import pyext_host
pyext_host.load(sys.argv[1])
from pyext_host import bundle, native
import importlib, inspect, pickle, traceback
names = "_abi shared errors convert engine interface memory state call parts native".split()
for name in names:
    module = getattr(pyext_host, name)
    assert module is sys.modules[module.__name__]
    assert inspect.getsource(module).startswith('"' * 3)
    about = dict(vars(module.__spec__), loader=None, _cached=module.__spec__.cached)
    first = [key for key in vars(module) if key.startswith("__")]
    print(about, type(module.__loader__), vars(module.__loader__), sorted(first))
    print(module.__name__, module.__file__, module.__package__, repr(module), list(vars(module)))
try:
    pyext_host.load(3)
except TypeError:
    print(traceback.format_exc())
print(pickle.loads(pickle.dumps(pyext_host.LoadError)) is pyext_host.LoadError)
print(importlib.reload(pyext_host.needs), importlib.reload(pyext_host))
print(gc.isenabled())
"""


def test_its_modules_are_as_python_makes_them(started: Place) -> None:
    kept = started.run(LOOKS)
    assert kept.splitlines() == started.run(LOOKS, PYEXT_CACHE="off").splitlines()
    # The garbage collector is as it was.
    assert kept.endswith("False\n")
    program = "import gc, pyext_host; print(gc.isenabled(), pyext_host.bundle._restored)"
    assert started.run(program) == "True True\n"


def test_an_edited_module_is_noticed(tmp_path: Path) -> None:
    place = Place(tmp_path)
    edited = place.package / "needs.py"
    os.utime(edited, ns=(1, 10**18 + 123))
    place.opened()
    os.utime(edited, ns=(1, 10**18))  # as an image has it
    assert place.opened() == BEFORE
    text = edited.read_text(encoding="utf-8")
    edited.write_text(text.replace("found", "dnuof"), encoding="utf-8")
    assert place.opened() > BEFORE
    assert place.opened() == BEFORE
    about = edited.stat()
    edited.write_text(text + "\nEDITED = 1\n", encoding="utf-8")
    os.utime(edited, ns=(about.st_mtime_ns, about.st_mtime_ns))
    assert place.opened() > BEFORE
    program = "import pyext_host; print(pyext_host.needs.EDITED, pyext_host.bundle._restored)"
    assert place.run(program) == "1 True\n"


DAMAGED = """
import marshal, os, sys

def start():
    for name in list(sys.modules):
        if name.startswith(("pyext_host", "<pyext")):
            del sys.modules[name]
    import pyext_host
    modules = [m for n, m in sys.modules.items() if n.startswith("pyext_host.")]
    assert len({m.LoadError for m in modules if hasattr(m, "LoadError")}) == 1
    for m in modules:
        assert getattr(pyext_host, m.__name__.split(".")[-1]) is m
    named = [m for m in vars(pyext_host).values() if type(m) is type(sys)]
    assert all(sys.modules[m.__name__] is m for m in named)
    assert pyext_host.load(sys.argv[1]).blocks() == 0
    return pyext_host.bundle._restored

file = os.environ["KEPT"]
content = open(file, "rb").read()
rows = marshal.loads(content)
assert len(rows) > 20

def last(text):
    return marshal.dumps([*rows[:-1], (*rows[-1][:5], compile(text, "last.py", "exec"))])

assert start()
for damaged in (
    b"",
    bytes(100),
    content[:-100],
    marshal.dumps(3),
    marshal.dumps([rows[0][:4]]),
    marshal.dumps([(*rows[0][:5], 3)]),
    last("import nowhere"),
    last("from . import blocks; raise RecursionError"),
):
    with open(file, "wb") as kept:
        kept.write(damaged)
    assert not start(), damaged[:100]
    assert start(), damaged[:100]
for odd in (rows[::-1], [*rows, rows[0]]):
    with open(file, "wb") as kept:
        kept.write(marshal.dumps(odd))
    assert start()
"""


def test_a_file_that_does_not_work_is_replaced(started: Place) -> None:
    (file,) = started.cache.glob("*.modules")
    started.run(DAMAGED, KEPT=str(file))


@pytest.mark.skipif(sys.platform == "win32", reason="access rights are another thing there")
def test_it_is_not_read_where_others_can_write(started: Place) -> None:
    started.cache.chmod(0o722)
    try:
        assert "call" in started.opened()
    finally:
        started.cache.chmod(0o700)
    assert started.opened() == BEFORE


def test_copies_have_a_file_each(started: Place, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(
            "import sys\nfrom ._pyext_host import load_package, bundle\n"
            "extension, _ = load_package(sys.argv[1], name=__name__)\n"
        )
        shutil.copytree(started.package, tmp_path / name / "_pyext_host")
    program = (
        "import sys, one, two; print(one.bundle._restored, two.bundle._restored)\n"
        "print(one.extension.blocks(), two.extension.blocks())\n"
        "print(sorted(n for n in sys.modules if n.startswith('pyext_host')))"
    )
    path = os.pathsep.join([str(tmp_path), *sys.path])
    for restored in (False, True):
        done = started.run(program, PYTHONPATH=path, PYEXT_CACHE=str(tmp_path / "cache"))
        assert done == f"{restored} {restored}\n0 0\n[]\n"
    assert len(list((tmp_path / "cache").glob("*.modules"))) == 2


def test_warm_keeps_the_copy_in_a_package_which_is_not_imported(
    started: Place, tmp_path: Path
) -> None:
    (tmp_path / "packed").mkdir()
    (tmp_path / "packed" / "__init__.py").write_text("import seen\n")
    shutil.copytree(started.package, tmp_path / "packed" / "_pyext_host")
    body, described = builder.echo({"list": "string"})
    (tmp_path / "packed" / "packed.wasm").write_bytes(builder.module(body, [described]))
    path = os.pathsep.join([str(tmp_path), *sys.path])
    environment = {"PYTHONPATH": path, "PYEXT_CACHE": str(tmp_path / "cache")}
    program = "from pyext_host.__main__ import main; print(main(['warm', '{}']))"
    done = started.run(program.format("packed"), **environment)
    assert done.splitlines() == [str(tmp_path / "packed" / "packed.wasm"), "0"]
    # An extension in a package of pure Python, which is called by the name of that.
    (tmp_path / "outer").mkdir()
    (tmp_path / "outer" / "__init__.py").write_text("import seen\n")
    shutil.copytree(tmp_path / "packed", tmp_path / "outer" / "_native")
    (tmp_path / "outer" / "data").mkdir()
    (tmp_path / "outer" / "data" / "other.wasm").touch()
    before = len(list((tmp_path / "cache").glob("*.modules")))
    done = started.run(program.format("outer"), **environment)
    assert done.splitlines() == [str(tmp_path / "outer" / "_native" / "packed.wasm"), "0"]
    assert len(list((tmp_path / "cache").glob("*.modules"))) == before + 1
    (tmp_path / "seen.py").touch()
    program = "from packed._pyext_host import bundle; print(bundle._restored, *sorted(sys.modules))"
    restored, *modules = started.run(f"import sys\n{program}", **environment).split()
    assert restored == "True"
    # Those too that this extension alone needs.
    kept = {
        row[0]
        for f in (tmp_path / "cache").glob("*.modules")
        for row in marshal.loads(f.read_bytes())
    }
    assert {"packed._pyext_host.lower", "packed._pyext_host.columns"} <= kept
    # The portable way has no use for `native`.
    fast = {"packed._pyext_host.native"} if engine.verdict().fast else set()
    assert {"seen", "packed._pyext_host.call", *fast} <= {*modules}


MEANWHILE = """
import marshal, os, sys
rows = marshal.loads(open(os.environ["KEPT"], "rb").read())
name, path, *about, code = rows[0]
text = open(path).read()
first = "from __future__ import annotations" + chr(10)
assert text.count(first) == 1
text = text.replace(first, first + "import sys; from pyext_host import errors; sys.found = errors;")
with open(os.environ["KEPT"], "wb") as file:
    file.write(marshal.dumps([(name, path, *about, compile(text, path, "exec")), *rows[1:]]))
import pyext_host
assert pyext_host.bundle._restored
assert sys.found is sys.modules["pyext_host.errors"] is pyext_host.errors
modules = [m for n, m in sys.modules.items() if n.startswith("pyext_host.")]
assert {m.LoadError for m in modules if hasattr(m, "LoadError")} == {sys.found.LoadError}
assert pyext_host.load(sys.argv[1]).blocks() == 0
"""


def test_what_another_thread_imports_meanwhile_stays(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.opened()
    (file,) = place.cache.glob("*.modules")
    place.run(MEANWHILE, KEPT=str(file))


def test_a_package_in_the_package_is_not_kept(tmp_path: Path) -> None:
    place = Place(tmp_path)
    program = (
        "import sys, importlib, pyext_host, pyext_host.contracts\n"
        "importlib.reload(pyext_host).load(sys.argv[1])"
    )
    assert place.run(program) == ""
    program = (
        "from pyext_host import bundle, contracts; print(bundle._restored, contracts.__path__)"
    )
    assert place.run(program) == f"True {[str(place.package / 'contracts')]}\n"


def test_other_threads_may_import_other_modules_meanwhile() -> None:
    is_over = False

    def hurry() -> None:
        while not is_over:
            for i in range(100):
                sys.modules[f"pyext test {i}"] = sys
            for i in range(100):
                del sys.modules[f"pyext test {i}"]

    thread, interval = threading.Thread(target=hurry), sys.getswitchinterval()
    thread.start()
    try:
        sys.setswitchinterval(1e-6)
        for _ in range(300):
            assert "pyext_host.call" in bundle._there()
    finally:
        sys.setswitchinterval(interval)
        is_over = True
        thread.join()


def test_a_folder_under_two_names_has_two_files(tmp_path: Path) -> None:
    place = Place(tmp_path)
    for name, root in (("pyext_host", tmp_path), (f"{tmp_path.name}.pyext_host", tmp_path.parent)):
        program = (
            f"import sys; from importlib import import_module; found = import_module({name!r})\n"
            "found.load(sys.argv[1]); print(found.bundle._restored)\n"
            f"print({{n for n in sys.modules if 'pyext_host' in n and not n.startswith({name!r})}})"
        )
        path = os.pathsep.join([str(root), *sys.path])
        for restored in (False, True):
            done = place.run(program, PYTHONPATH=path)
            assert done == f"{restored}\nset()\n"


def test_nothing_is_tried_where_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYEXT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(os, "access", lambda *about: False)
    cache.write("name", lambda: pytest.fail("it was made"))
    assert not list((tmp_path / "cache").iterdir())

"""The host's own modules as one kept file: a warm start opens it, and not two or three dozen.

It has the code of what the package and its fast path import, in the order in which the modules
were complete, so that none has to import another. What only some extensions need follows as bytes.
Like a `.pyc` it holds for sources of the same times and sizes. If anything is odd, Python imports
as ever, and the first load writes the file; so does one that needs a module that it has not.
"""

from __future__ import annotations

import gc
import marshal
import os
import sys

# Parts of `importlib` that are in every process; the package itself takes a while to import.
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import MAGIC_NUMBER, SourceFileLoader

try:
    from _frozen_importlib import _ModuleLockManager as _locked  # type: ignore[attr-defined]
except ImportError:  # of a Python to come: threads that are as fast as each other can make two
    from contextlib import nullcontext as _locked

from . import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PACKAGE = __package__ or ""
_FOLDER = os.path.dirname(__file__)
#: In the name of one of its modules.
_DOTS = _PACKAGE.count(".") + 1
#: What had to be imported without the file.
_missed: list[str] = []
#: Of these, modules that every start needs, until they are written.
_first: list[str] = []
#: All that the file has, or gets when it is written next.
_kept: set[str] = set()
#: What the file has of modules that nobody has needed by now, as `_add` makes it.
_later: dict[str, tuple[Any, ...]] = {}


def _there() -> list[str]:
    """The modules of the package that there are, in the order in which they were complete."""
    before = (__name__, cache.__name__)
    # As a list: other threads import as well.
    return [n for n in list(sys.modules) if n.startswith(f"{_PACKAGE}.") and n not in before]


def _file() -> str | None:
    """The file's name in the cache; None where modules do not come from files as usual."""
    loader = __spec__.loader if __spec__ else None
    if type(loader) is not SourceFileLoader or not os.path.isabs(_FOLDER):
        return None
    python = f"{sys.version} {MAGIC_NUMBER!r} {sys.flags.optimize} {sys.pycache_prefix}"
    # The same folder can be found under two names.
    return cache.digest(ascii(f"3 {python} {_PACKAGE} {_FOLDER}").encode()) + ".modules"


def _empty(name: str, path: str, cached: str) -> Any:
    """A module before its code runs. `module_from_spec` makes the same, and takes longer."""
    spec = ModuleSpec(name, SourceFileLoader(name, path), origin=path)
    spec.has_location, spec.cached = True, cached
    vars(spec)["_initializing"] = False
    about = {"__spec__": spec, "__loader__": spec.loader, "__package__": _PACKAGE}
    about.update(__file__=path, __cached__=cached)
    module = type(sys)(name)
    # Not all versions of Python have all of them.
    vars(module).update({key: about[key] for key in about if key in globals()})
    return module


def _is_valid(row: tuple[Any, ...]) -> bool:
    """Whether the source is the one that the code was made of."""
    _, path, time, size, *_ = row
    about = os.stat(path)
    # The layers of an image have whole seconds.
    return about.st_size == size and about.st_mtime_ns in (time, time - time % 10**9)


def _run(row: tuple[Any, ...], code: Any) -> bool:
    """Makes a module of its code; whether no other thread was faster."""
    name, path, _, _, cached, _ = row
    module = _empty(name, path, cached)
    exec(code, vars(module))
    # No earlier: what another thread finds there has to be complete.
    if sys.modules.setdefault(name, module) is not module:
        __import__(name)  # another thread does, and is waited for
        return False
    vars(sys.modules[_PACKAGE])[name.rpartition(".")[2]] = module
    return True


def _restore() -> bool:
    """Makes the modules from the file; True if all are there, else there is none of them."""
    file = _file()
    content = cache.read(file) if file else None
    if content is None or _there():
        return False
    made = False
    # Nothing of what is made here is garbage, and it is enough to have it looked for many times.
    collects = gc.isenabled()
    try:
        gc.disable()
        rows = marshal.loads(content)
        later = {row[0]: row for row in rows if type(row[-1]) is bytes}
        first = [row for row in rows if row[0] not in later]
        if not all(map(_is_valid, first)):
            return False
        for row in first:
            made = _run(row, row[-1]) or made
        _later.update(later)
        _kept.update([row[0] for row in rows])
        return True
    except Exception:
        # With them what they have imported by themselves. After Ctrl-C they stay, as ever.
        for name in _there() if made else ():
            sys.modules.pop(name, None)
            vars(sys.modules[_PACKAGE]).pop(name.rpartition(".")[2], None)
        return False
    finally:
        if collects:
            gc.enable()


def imported() -> None:
    """Notes what there is when the package is complete."""
    there = _there()
    if not _kept.issuperset(there):
        _missed[:] = _first[:] = [*there, f"{_PACKAGE}.native"]
        _kept.update(_first)


def _inner(code: Any) -> list[str]:
    """The modules of the package that a module may import: the names that it does not define."""
    own = [constant.co_name for constant in code.co_consts if type(constant) is type(code)]
    return [f"{_PACKAGE}.{name}" for name in code.co_names if name not in own]


def take(name: str) -> Any:
    """Imports a module of the package that not every start needs."""
    full = f"{_PACKAGE}.{name}"
    try:
        # As an import has it: one that another thread began would replace the module.
        with _locked(full):
            row = _later.pop(full, None)
            if row is not None and full not in sys.modules and _is_valid(row):
                code = marshal.loads(row[-1])
                for inner in _inner(code):
                    if inner in _later:
                        take(inner.rpartition(".")[2])
                _run(row, code)
    except Exception:
        pass  # it is imported as ever
    if full not in sys.modules:
        _kept.discard(full)
        __import__(full)  # `importlib` takes a while itself
    if full not in _kept:  # whoever has imported it
        _kept.add(full)
        _missed.append(full)
    return sys.modules[full]


def _is_plain(name: str) -> bool:
    """Whether it is there and a module of the package itself, not of a package in it."""
    module = sys.modules.get(name)
    return module is not None and not hasattr(module, "__path__") and name.count(".") == _DOTS


def _add(name: str, rows: dict[str, tuple[Any, ...]]) -> None:
    """Adds a module as it is kept, behind those that it imports."""
    if name in rows or not _is_plain(name):
        return
    spec: Any = sys.modules[name].__spec__
    if type(spec.loader) is not SourceFileLoader:
        raise ImportError(name)
    about = os.stat(spec.origin)  # before the code: the file may be edited just now
    code: Any = spec.loader.get_code(name)
    if name not in _first:
        for inner in _inner(code):
            _add(inner, rows)
        code = marshal.dumps(code)
    rows[name] = name, spec.origin, about.st_mtime_ns, about.st_size, spec.cached, code


def _content(file: str, missed: list[str]) -> bytes:
    """What the file is to hold: what it has, and these."""
    rows: dict[str, tuple[Any, ...]] = {}
    if not _first:
        # If it has gone there is none to add to: the next start writes one with all that it needs.
        rows = {row[0]: row for row in marshal.loads(cache.read(file) or b"")}
    for name in missed:
        rows.pop(name, None)
    for name in (*_first, *missed):
        _add(name, rows)
    return marshal.dumps([*rows.values()])


def keep() -> None:
    """Writes the file if this process had to do without it, or without some of it."""
    missed = [*_missed]
    _missed.clear()
    file = _file() if missed else None
    try:
        if file:
            cache.write(file, lambda: _content(file, missed))
            _first.clear()  # from here on there is a file to add to
    except Exception:  # whatever the sources have become
        return


# At the end: if Ctrl-C ends it, the modules that are there have this one, and not the next one.
_restored = _restore()

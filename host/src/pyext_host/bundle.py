"""The host's own modules as one kept file: a warm start opens it, and not two dozen files.

It has the code of what the package and its fast path import, in the order in which the modules
were complete, so that none has to import another. Like a `.pyc` it holds for sources of the same
times and sizes. If anything is odd, Python imports as ever, and the first load writes the file.
"""

from __future__ import annotations

import gc
import marshal
import os
import sys

# Parts of `importlib` that are in every process; the package itself takes a while to import.
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import MAGIC_NUMBER, SourceFileLoader

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
    return cache.digest(ascii(f"2 {python} {_PACKAGE} {_FOLDER}").encode()) + ".modules"


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


def _restore() -> bool:
    """Makes the modules from the file; True if all are there, else there is none of them."""
    file = _file()
    content = cache.read(file) if file else None
    if content is None or _there():
        return False
    package = vars(sys.modules[_PACKAGE])
    made = False
    is_whole = False
    # Nothing of what is made here is garbage, and it is enough to have it looked for many times.
    collects = gc.isenabled()
    gc.disable()
    try:
        rows = marshal.loads(content)
        for _, path, time, size, *_ in rows:
            about = os.stat(path)
            # The layers of an image have whole seconds.
            if about.st_size != size or about.st_mtime_ns not in (time, time - time % 10**9):
                return False
        for name, path, _, _, cached, code in rows:
            module = _empty(name, path, cached)
            exec(code, vars(module))
            # No earlier: what another thread finds there has to be complete.
            if sys.modules.setdefault(name, module) is module:
                made = True
                package[name.rpartition(".")[2]] = module
            else:
                __import__(name)  # another thread does, and is waited for
        is_whole = True
        return True
    except Exception:
        return False
    finally:
        # With them what they have imported by themselves.
        for name in _there() if made and not is_whole else ():
            sys.modules.pop(name, None)
            package.pop(name.rpartition(".")[2], None)
        if collects:
            gc.enable()


_restored = _restore()


def imported() -> None:
    """Notes what there is when the package is complete."""
    _missed[:] = _there() if not _restored else ()


def _is_plain(name: str) -> bool:
    """Whether it is there and a module of the package itself, not of a package in it."""
    module = sys.modules.get(name)
    return module is not None and not hasattr(module, "__path__") and name.count(".") == _DOTS


def _row(name: str) -> tuple[Any, ...]:
    """A module as it is kept."""
    spec: Any = sys.modules[name].__spec__
    if type(spec.loader) is not SourceFileLoader:
        raise ImportError(name)
    about = os.stat(spec.origin)  # before the code: the file may be edited just now
    code = spec.loader.get_code(name)
    return name, spec.origin, about.st_mtime_ns, about.st_size, spec.cached, code


def keep() -> None:
    """Writes the file if this process had to do without it."""
    file = _file() if _missed else None
    names = [name for name in (*_missed, f"{_PACKAGE}.native") if _is_plain(name)]
    _missed.clear()
    try:
        if file:
            cache.write(file, lambda: marshal.dumps([_row(name) for name in names]))
    except Exception:  # whatever the sources have become
        return

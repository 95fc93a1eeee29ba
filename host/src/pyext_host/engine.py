"""The seam to wasmtime: compile, instantiate, bind an export so that calls are fast.

A call is `call(*args)` on a buffer of 16-byte cells, one for each argument, which the results
overwrite. There are two ways: wasmtime's C library (native.py), where it has been found to behave
as expected, and wasmtime's Python package (portable.py) otherwise. In Pyodide there is a third,
JavaScript's WebAssembly (javascript.py). All have the same functions.
"""

from __future__ import annotations

import os
import sys

from . import cache
from .ctype import c_char, c_void_p, sizeof
from .errors import LoadError
from .failure import CELL, CODES, NO_ERROR, Failure, Options, Refused, Target
from .shared import once

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

__all__ = ["CELL", "CODES", "NO_ERROR", "Failure", "Options", "Target"]

#: Whether the memory of a guest is part of Python's own, so that an address leads to it.
IS_NEAR = sys.platform != "emscripten"
#: What most extensions are loaded with.
PLAIN = Options()


class Verdict:
    """Which way calls take, and why."""

    __slots__ = ("fast", "reason")

    def __init__(self, fast: bool, reason: str) -> None:
        self.fast = fast
        self.reason = reason

    def __repr__(self) -> str:
        return f"Verdict(fast={self.fast}, reason={self.reason!r})"


def _way() -> Any:
    """The module that does it. Each copy of the runtime has its own; what it makes is shared."""
    if not IS_NEAR:
        from . import javascript

        return javascript
    if verdict().fast:
        from . import native

        return native
    from . import portable

    return portable


def instance(
    module: Any, externs: Callable[[Any], list[Any]] | None = None, memory: int = 0
) -> Any:
    """A new instance, whose memory does not grow beyond `memory` bytes if that is not 0."""
    return _way().Instance(module, externs, memory)


def callback(function: Callable[..., Any]) -> Any:
    """What C can call. It has to live as long as every instance that imports it."""
    return _way().callback(function)


def block(size: int) -> Callable[[int], Any]:
    """What makes a view of so many bytes at an address."""
    made: Callable[[int], Any] = (c_char * size).from_address
    return made


def stopped() -> Any:
    """What an import returns, or raises on the portable way, to make the guest trap."""
    return _way().stopped()


def is_stop(error: BaseException) -> bool:
    """Whether an import has raised this on the portable way to make the guest trap."""
    return not verdict().fast and type(error) is _way().Stopped


def new_function(store: Any, params: list[str], results: list[str], function: Any) -> Any:
    """A function of this type that a module can import."""
    return _way().new_function(store, params, results, function)


def call_function() -> Callable[..., int | None]:
    """What calls a target: gives None, or the address of an error."""
    made: Callable[..., int | None] = _way().call_function()
    return made


def take_failure(trap: c_void_p, error: int | None) -> Failure:
    """What a trap or error says that `call` left behind."""
    found: Failure = _way().take_failure(trap, error)
    return found


def unpack_from(form: Any) -> Callable[..., Any]:
    """What reads a struct at an address of a view of a guest's memory."""
    made: Callable[..., Any] = form.unpack_from if IS_NEAR else _way().unpack_from(form)
    return made


def pack_into(form: Any) -> Callable[..., Any]:
    """What writes one there."""
    made: Callable[..., Any] = form.pack_into if IS_NEAR else _way().pack_into(form)
    return made


def refuse(options: Options, how: str, place: str) -> None:
    """Refuses to load a module in a way that there is not here."""
    if not IS_NEAR:
        _way().refuse(options, how, place)


def engine(options: Options = PLAIN) -> Any:
    """The engine that all extensions of the process with these options share."""
    way = _way()
    key = f"{'native' if verdict().fast else 'portable'} engine {options}"
    return once(key, lambda: way.new_engine(options))


def next_epoch(engine: Any) -> None:
    """Ends an epoch of an engine that has them."""
    _way().next_epoch(engine)


def on_epoch(
    store: Any, function: Callable[[], None], note: Callable[[BaseException], None]
) -> Any:
    """What is called in each epoch that the guest runs in, and raises if it is to stop.

    Gives the code that is then in one of the thread's frames.

    `note` is told of what it raises, and of what a signal handler does: Python runs those there.
    """
    from . import native, source

    namespace = {
        **source.BUILTINS,
        "go_on": native.go_on,
        "stop": native.stop_now,
        "look": function,
        "note": note,
    }
    lines = [
        "def tick(context, data, delta, kind):",
        "    try:",
        "        try: look()",
        "        except BaseException as e:",
        "            note(e)",
        "            return stop()",
        "        return go_on(delta, kind)",
        "    except BaseException as e:",
        "        note(e)",
        "        return stop()",
    ]
    made = source.function(lines, namespace)
    made.__code__ = source.guarded(made.__code__)
    store.on_epoch(made)
    return made.__code__


def version() -> str:
    """The version of wasmtime."""
    from importlib import metadata  # half of the time that importing this package would take

    try:
        return metadata.version("wasmtime")
    except metadata.PackageNotFoundError:
        return "unknown"


def library_path() -> str:
    """Where wasmtime's library is; empty if nobody knows."""
    if not IS_NEAR:
        return ""

    def find() -> str:
        from . import native

        return native.find_library()

    return once("library path", find)


def _library() -> str:
    """What tells this build of wasmtime, this Python and this machine from others."""
    path = library_path()
    try:
        about = os.stat(path)
        build = f"{path} {about.st_size} {about.st_mtime_ns}"
    except OSError:
        build = f"{path} {version()}"
    return f"{sys.version} {sys.platform} {build}"


def key_of(content: str, options: Options) -> str:
    """The name that a compiled module has in the cache; `content` is the digest of its bytes."""
    way = "native" if verdict().fast else "portable"
    return cache.digest(f"3 {way} {_library()} {options} {content}".encode())


def cached(key: str, options: Options = PLAIN) -> Any:
    """The module that was compiled before, if there is one."""
    path = cache.path_of(f"{key}.cwasm")
    if path is None:
        return None
    try:
        return _way().deserialize(engine(options), path)
    except Refused:
        return None  # made by another build, or damaged; compiling replaces it


def compile_module(wasm: bytes, place: str, key: str, options: Options = PLAIN) -> Any:
    """Compiles a module, and keeps it in the cache."""
    way = _way()
    try:
        with _Notice(place):
            module = way.compile(engine(options), wasm)
    except Refused as e:
        raise refused(place, str(e)) from None
    if IS_NEAR:
        cache.write(f"{key}.cwasm", lambda: way.serialize(module))
    return module


def compile_to(path: str, wasm: bytes, options: Options) -> None:
    """Compiles into a file, for another process; raises `Refused`."""
    way = _way()
    compiled = way.serialize(way.compile(engine(options), wasm))
    with open(path, "wb") as file:
        file.write(compiled)


def read_compiled(path: str, options: Options) -> Any:
    """The module that `compile_to` has written."""
    return _way().deserialize(engine(options), path)


def _name() -> str:
    return f"wasmtime {version()}" if IS_NEAR else "JavaScript's WebAssembly"


def refused(place: str, reason: str) -> LoadError:
    """The error for what wasmtime does not compile."""
    reason = ascii(reason.strip().replace("\n", " "))[1:-1][:500]
    newer = ", or `pip install -U wasmtime`" if IS_NEAR else ""
    return LoadError(
        "PX615",
        place,
        f"{_name()} refuses it: {reason}",
        f"run `cargo pyext check` on the file{newer}",
    )


class _Notice:
    """Says on a terminal what takes so long, if it takes more than a second."""

    def __init__(self, place: str) -> None:
        self.timer: Any = None
        try:
            shown = IS_NEAR and sys.stderr.isatty()  # a page has no threads
        except (AttributeError, ValueError):  # there is none, or it is closed
            shown = False
        if shown:
            from threading import Timer

            text = f"pyext: compiling {place} for this machine, once: the result is kept\n"
            if cache.folder() is None:
                text = f"pyext: compiling {place} for this machine; there is no cache to keep it\n"
            self.timer = Timer(1.0, sys.stderr.write, [text])
            self.timer.daemon = True

    def __enter__(self) -> None:
        if self.timer is not None:
            self.timer.start()

    def __exit__(self, *about: object) -> None:
        if self.timer is not None:
            self.timer.cancel()


# ---- which way


def verdict() -> Verdict:
    """Which way calls take. The first question costs a self-test, or a look into the cache."""
    return once("verdict", _judge)


def warn_if_slow() -> None:
    """Says once in the process that the fast path is not taken."""
    found = verdict()
    if found.fast:
        return
    warned: list[bool] = once("warned", list)
    if not warned:
        import warnings

        warned.append(True)
        warnings.warn(
            f"pyext: calls go through wasmtime's public API, which is much slower: {found.reason}",
            RuntimeWarning,
            stacklevel=4,
        )


def _judge() -> Verdict:
    if not IS_NEAR:
        return Verdict(True, "JavaScript's WebAssembly runs the extension")
    if os.environ.get("PYEXT_FAST_PATH") == "0":
        return Verdict(False, "PYEXT_FAST_PATH is 0")
    if sys.byteorder != "little":
        return Verdict(False, "the machine is big-endian")
    if sys.implementation.name != "cpython":
        return Verdict(False, f"this is {sys.implementation.name}, not CPython")
    if sizeof(c_void_p) != 8:
        return Verdict(False, "this is not a 64-bit Python")
    if not library_path():
        return Verdict(False, "wasmtime's library is not where it is expected")
    name = f"{cache.digest(f'6 {_library()}'.encode())}.verdict"
    if cache.path_of(name) is not None:
        return Verdict(True, "the self-test passed before")
    from . import selftest

    problem = selftest.problem()
    if problem:
        return Verdict(False, problem)
    cache.write(name, lambda: b"")
    return Verdict(True, "the self-test passed")

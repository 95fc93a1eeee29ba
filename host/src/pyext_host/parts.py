"""What all instances of a loaded extension have in common: compiled module, interface, imports."""

from __future__ import annotations

import os

from . import cache, engine, kept, needs
from .errors import LoadError
from .state import State

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Union

    from . import interface
    from .limits import Limits

    #: What can be loaded: a path, or the bytes of a module.
    Source = Union[str, "os.PathLike[str]", bytes, bytearray, memoryview]


class Parts:
    """What all instances of a loaded extension have in common."""

    def __init__(self, source: Source, limits: Limits | None, interruptible: bool) -> None:
        _expect(limits, interruptible)
        self.limits = limits
        self.interruptible = interruptible
        self.is_guarded = limits is not None or interruptible
        self.options = engine.PLAIN
        if self.is_guarded:
            from . import limits as limiting

            self.limits = limits or limiting.NONE
            self.options = limiting.options(self.limits, interruptible)
        most = limits.module_bytes if limits is not None else None
        self.wasm, self.place = _read(source, most)
        content = cache.digest(self.wasm)
        self.key = engine.key_of(content, self.options)
        self.interface_key = cache.digest(f"{kept.FORM} {content}".encode()) + ".interface"
        #: The interface as it is kept; what the module imports and exports.
        self.kept: bytes | None = None
        self.name = ""
        self.imports: list[tuple[str, str, str]] = []
        self.exports: dict[str, str] = {}
        self.module: Any = None
        self.interface: Any = None
        #: What the user gives for the imports; None before that.
        self.given: Any = None
        #: Whether the user has yet to give them.
        self.waits = False
        #: With functions of the first instance, where each thread has another one.
        self.original: Any = None

    def load(self, how: str) -> interface.Interface:
        """Compiles and reads, or takes what was made before."""
        engine.refuse(self.options, how, self.place)
        self.kept = cache.read(self.interface_key)
        self.module = engine.cached(self.key, self.options)
        if self.kept is not None and self.module is not None:
            try:
                return self.model()
            except (EOFError, IndexError, TypeError, ValueError):
                pass  # damaged; reading replaces it
        from . import checks, reader

        found = reader.read(self.wasm, self.place)
        if self.module is None:
            self.module = self.compiled(how)
        described = checks.check(self.wasm, found, self.place)
        made = kept.dump(found, described.imports, described.exports)
        cache.write(self.interface_key, lambda: made)
        self.kept = made
        return self.model()

    def compiled(self, how: str) -> Any:
        if how == "here":
            return engine.compile_module(self.wasm, self.place, self.key, self.options)
        from . import apart

        seconds = self.limits.time if self.limits is not None else None
        return apart.compile_module(self.wasm, self.place, self.key, self.options, seconds)

    def model(self) -> interface.Interface:
        """The interface, as an object of its own."""
        found, self.imports, self.exports = kept.load(self.kept or b"")
        model: interface.Interface = found
        return model

    def twin(self) -> Parts:
        """The same for one more instance, whose objects have classes of their own."""
        twin: Parts = type(self).__new__(type(self))
        vars(twin).update(vars(self))
        twin.interface = twin.model()
        from . import classes

        classes.share(twin.interface, self.interface)
        return twin

    def function(self, path: str) -> interface.Function:
        """The function of this name that belongs to no class."""
        found: interface.Function
        for found in self.interface.functions:
            if found.name == path and not found.role:
                return found
        raise AttributeError(path)

    def foreign(self, later: bool = False) -> Any:
        """The other side of the imports, for one instance; None if there are none."""
        wanted = self.imports or self.interface.imports or self.interface.lends
        if not wanted and self.given is None:
            return None
        from . import foreign

        made = foreign.Foreign(self.imports, self.interface, self.name, self.place)
        if later:
            self.waits = True
        elif self.waits:
            raise made.unready()
        else:
            made.provide(self.given)
        return made

    def state(self, foreign: Any) -> State:
        """An instance at work."""
        guard: Any = None
        if self.is_guarded:
            from .limits import Guard

            limits: Any = self.limits
            guard = lambda call: Guard(limits, self.interruptible, call)  # noqa: E731
        module, exports = self.module, self.exports
        return State(module, exports, self.interface, self.place, foreign, guard)


def warm(source: Source) -> bool:
    """Compiles and reads a module, and makes no instance of it; whether the cache has it now."""
    parts = Parts(source, None, False)
    needs.prepare(parts.load("here"), parts.imports)  # so that these are kept, too
    names = f"{parts.key}.cwasm", parts.interface_key
    return None not in [cache.path_of(name) for name in names]


def _expect(limits: Any, interruptible: Any) -> None:
    # Each copy of the runtime has a class of limits.
    if limits is not None and "Limits" not in [cls.__name__ for cls in type(limits).__mro__]:
        raise TypeError(f"load(): limits is of the type {type(limits).__name__}, it can be Limits")
    if type(interruptible) is not bool:
        raise TypeError(f"load(): interruptible is {interruptible!r}, it can be True or False")


def _read(source: Source, most: int | None) -> tuple[bytes, str]:
    """The bytes, at most so many, and what to call them in errors."""
    if not isinstance(source, str) and not hasattr(source, "__fspath__"):
        try:
            content = memoryview(source)
        except TypeError:
            raise TypeError(
                "load(): the path of a .wasm file is wanted, or its bytes,"
                f" and not a value of the type {type(source).__name__}"
            ) from None
        return _small(bytes(content), "<bytes>", most), "<bytes>"
    path = os.fspath(source)
    place = ascii(path)[1:-1]
    try:
        with open(path, "rb") as file:
            # Of a file that is too large, no more than shows it.
            return _small(file.read(-1 if most is None else most + 1), place, most), place
    except (OSError, ValueError, MemoryError) as e:
        reason = getattr(e, "strerror", None) or str(e) or "there is no memory for so much"
        raise LoadError("PX601", place, f"it cannot be read: {reason}", "check the path") from None


def _small(wasm: bytes, place: str, most: int | None) -> bytes:
    if most is not None and len(wasm) > most:
        raise LoadError(
            "PX624",
            place,
            f"it is larger than {most} bytes, the limit that it is loaded with",
            "raise `module_bytes` of its limits if it is to be trusted",
        )
    return wasm

"""Loading: from a path or bytes to an object that has what the extension offers."""

from __future__ import annotations

import os
from types import FunctionType

from . import cache, call, engine, hints, kept, needs
from .errors import LoadError
from .interface import local_name, submodule
from .shared import runtimes
from .state import State

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, TypeVar, Union, overload

    from . import interface
    from .limits import Limits

    #: What can be loaded: a path, or the bytes of a module.
    Source = Union[str, "os.PathLike[str]", bytes, bytearray, memoryview]
    _Path = Union[str, "os.PathLike[str]"]
    #: A protocol. As what is called, because type checkers take no abstract class for a `type`.
    _P = TypeVar("_P")
else:
    # `typing` takes longer to import than an extension to load.

    def overload(function):
        return function


class Namespace:
    """What has functions, classes, constants and submodules of an extension as attributes."""

    # They are instance attributes and their names are never of the form __x__, so nothing that
    # they are called can stand in the way of what is defined here.

    def __init__(self, name: str, docs: str) -> None:
        self.__name__ = name
        self.__doc__ = docs or None

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"extension {self.__name__!r} has no attribute {name!r}")

    def __dir__(self) -> list[str]:
        return sorted(name for name in vars(self) if not _is_special(name))

    def __repr__(self) -> str:
        groups: dict[str, list[str]] = {"functions": []}
        for name in dir(self):
            groups.setdefault(_group(vars(self)[name]), []).append(name)
        listed = (f"{group}: {', '.join(names) or 'none'}" for group, names in groups.items())
        return f"<extension {self.__name__!r}, {', '.join(listed)}>"


def _is_special(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def _group(value: Any) -> str:
    """What an attribute of an extension is."""
    if type(value) is FunctionType:
        return "functions"
    if type(value) is Namespace:
        return "submodules"
    # A variant is a union of classes.
    return "types" if isinstance(value, type) or hasattr(value, "__args__") else "constants"


class Extension(Namespace):
    """A loaded extension. What it offers are its attributes; submodules have theirs in turn."""

    def __init__(self, parts: Parts, state: State) -> None:
        module, name = state.interface, parts.name
        super().__init__(name, module.docs)
        self.__parts__ = parts
        self.__version__ = module.version
        self.__state__ = state
        places: dict[str, Namespace] = {"": self}

        def offer(path: str, value: Any) -> None:
            vars(places[submodule(path)])[local_name(path)] = value

        # Sorted by name, so that what holds a submodule comes before it.
        for part in module.modules:
            places[part.name] = Namespace(f"{name}.{part.name}", part.docs)
            offer(part.name, places[part.name])
        if module.types:
            from . import classes

            for path, made in classes.by_name(module).items():
                offer(path, made)
        if module.constants:
            from . import values

            for constant in module.constants:
                offer(constant.name, values.to_python(constant.value, constant.type))
        members: dict[str, list[tuple[interface.Function, FunctionType]]] = {}
        for function in module.functions:
            made = call.make(state, function, name)
            made.__annotations__ = hints.of_function(function)
            if function.role:
                members.setdefault(submodule(function.name), []).append((function, made))
            else:
                offer(function.name, made)
        if module.classes:
            from . import objects

            for definition in module.classes:
                objects.fill(state, definition, members.get(definition.name, []))

    def empty(self, shape: int | tuple[int, ...], dtype: Any = "f8") -> Any:
        """An array in the memory of the guest, full of zeros.

        Functions take it as a list of numbers without a copy, and change it in place. It has the
        buffer protocol, so `memoryview` and `numpy.asarray` look at it without a copy as well, and
        stay valid: after a panic or trap too, when functions refuse it with `StaleObjectError`.

        `dtype` is what NumPy calls the items: `f8` or `float64`, `u1` or `uint8`.
        """
        from . import arrays

        return arrays.empty(self.__state__, shape, dtype)

    def fresh(self) -> Any:
        """A new instance with a memory of its own, for as long as something refers to it."""
        from . import instances

        return instances.fresh(self)

    def __getattr__(self, name: str) -> Any:
        # No property: a function of the extension can have this name.
        if name != "aio":
            return super().__getattr__(name)
        from . import instances

        return vars(self).setdefault("__aio__", instances.Aio(self))


@overload
def load(
    source: Source,
    *,
    name: str | None = None,
    imports: Any = None,
    expects: Callable[..., _P],
    **options: Any,
) -> _P: ...


@overload
def load(  # noqa: F811
    source: Source,
    *,
    name: str | None = None,
    imports: Any = None,
    expects: _Path | None = None,
    **options: Any,
) -> Extension: ...


def load(  # noqa: F811
    source: Source,
    *,
    name: str | None = None,
    imports: Any = None,
    expects: Any = None,
    **options: Any,
) -> Any:
    """Loads an extension from a path or from the bytes of a `.wasm` file.

    `name` is the `__module__` of its functions; by default the extension's own name. `imports` has
    what the extension asks for: a mapping from the names of its imports to objects that have the
    functions, or the object itself if there is one import. `expects` is the contract that it has
    to keep: a class that derives from `Protocol`, or the path of a file that was made from one.

    Other options: `limits`, see `Limits`; `interruptible=True`, so that Ctrl-C stops a running
    guest; `compile="subprocess"`, which compiles in a process that `limits.time` ends;
    `instances="per-thread"`, which gives each thread that calls an instance of its own.

    Raises `LoadError` if it cannot be loaded, or if something of the imports is missing, and
    `InterfaceError` if it does not keep the contract.
    """
    if expects is not None:
        # The copies of the runtime that wheels hold know of no contracts.
        return load_here(source, name=name, imports=imports, expects=expects, **options)
    given = {} if imports is None else {"imports": imports}
    newest: Callable[..., Extension] = runtimes()[max(runtimes())]
    return newest(source, name=name, **given, **options)


def load_package(source: Source, *, name: str) -> tuple[Extension, Callable[[Any], None]]:
    """An extension whose imports come later, and the function that takes them.

    For packages that `cargo pyext wheel` makes. Until then calls raise `LoadError`.
    """
    newest: Callable[..., Any] = runtimes()[max(runtimes())]
    extension = newest(source, name=name, imports=LATER)
    return extension, vars(extension)[LATER]


#: In place of imports: they come later. The extension has what takes them under this name.
LATER = "__provide__"


class Parts:
    """What all instances of a loaded extension have in common."""

    def __init__(self, source: Source, limits: Limits | None, interruptible: bool) -> None:
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
        #: With functions of the first instance, where each thread has another one.
        self.original: Any = None

    def load(self, how: str) -> interface.Interface:
        """Compiles and reads, or takes what was made before."""
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
        if not later:
            made.provide(self.given)
        return made

    def state(self, foreign: Any) -> State:
        """An instance at work."""
        guard: Any = None
        if self.is_guarded:
            from .limits import NONE, Guard

            limits = self.limits or NONE
            guard = lambda call: Guard(limits, self.interruptible, call)  # noqa: E731
        module, exports = self.module, self.exports
        return State(module, exports, self.interface, self.place, foreign, guard)


def warm(source: Source) -> None:
    """Compiles and reads a module for the cache, and makes no instance of it."""
    Parts(source, None, False).load("here")


def load_here(
    source: Source,
    *,
    name: str | None = None,
    imports: Any = None,
    expects: Any = None,
    limits: Limits | None = None,
    interruptible: bool = False,
    compile: str = "here",
    instances: str = "shared",
) -> Extension:
    """The same with this copy of the runtime."""
    if compile not in ("here", "subprocess"):
        raise ValueError(f"load(): compile is {compile!r}, it can be 'here' or 'subprocess'")
    if instances not in ("shared", "per-thread"):
        raise ValueError(f"load(): instances is {instances!r}, it can be 'shared' or 'per-thread'")
    parts = Parts(source, limits, interruptible)
    if expects is None:
        found = parts.load(compile)
    else:
        from . import contracts

        contract, names = contracts.check(expects, parts.wasm, parts.place, imports)
        found = parts.load(compile)
        contracts.bind(contract, names, found)
        imports = contracts.asked_for(imports, found)
    engine.warn_if_slow()
    needs.prepare(found)
    parts.name, parts.interface = name or found.name, found
    later = type(imports) is str and imports == LATER  # another copy has a text of its own
    parts.given = None if later else imports
    given = parts.foreign(later)
    if found.types:
        from . import classes  # only where they are needed: what it imports takes time

        # Before the instance: what it imports can take and return them.
        classes.make(found, parts.name)
    extension = Extension(parts, parts.state(given))
    if later:

        def provide(imports: Any) -> None:
            given.provide(imports)
            parts.given = imports

        vars(extension)[LATER] = provide
    if instances == "per-thread":
        from . import instances as more

        more.per_thread(extension)
    return extension


def _read(source: Source, most: int | None) -> tuple[bytes, str]:
    """The bytes, at most so many, and what to call them in errors."""
    if isinstance(source, (bytes, bytearray, memoryview)):
        return _small(bytes(source), "<bytes>", most), "<bytes>"
    path = os.fspath(source)
    place = ascii(path)[1:-1]
    try:
        with open(path, "rb") as file:
            # Of a file that is too large, no more than shows it.
            return _small(file.read(-1 if most is None else most + 1), place, most), place
    except (OSError, ValueError) as e:
        reason = getattr(e, "strerror", None) or str(e)
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

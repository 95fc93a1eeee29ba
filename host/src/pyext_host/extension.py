"""Loading: from a path or bytes to an object that has what the extension offers."""

from __future__ import annotations

import os
from types import FunctionType
from typing import Any, Callable, TypeVar, Union, overload

from . import _abi, call, engine, exports, hints, interface, reader, values
from .errors import LoadError
from .shared import runtimes
from .state import State

#: What can be loaded: a path, or the bytes of a module.
Source = Union[str, "os.PathLike[str]", bytes, bytearray, memoryview]
_Path = Union[str, "os.PathLike[str]"]
#: A protocol. As what is called, because type checkers take no abstract class for a `type`.
_P = TypeVar("_P")


class _Namespace:
    """What has functions, classes, constants and submodules of an extension as attributes."""

    # They are instance attributes and their names are never of the form __x__, so nothing that
    # they are called can stand in the way of what is defined here.

    def __init__(self, name: str, docs: str) -> None:
        self.__name__ = name
        self.__doc__ = docs or None

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"extension {self.__name__!r} has no attribute {name!r}")

    def __dir__(self) -> list[str]:
        return sorted(name for name in vars(self) if not reader.is_special(name))

    def __repr__(self) -> str:
        groups: dict[str, list[str]] = {"functions": []}
        for name in dir(self):
            groups.setdefault(_group(vars(self)[name]), []).append(name)
        listed = (f"{group}: {', '.join(names) or 'none'}" for group, names in groups.items())
        return f"<extension {self.__name__!r}, {', '.join(listed)}>"


def _group(value: Any) -> str:
    """What an attribute of an extension is."""
    if type(value) is FunctionType:
        return "functions"
    if type(value) is _Namespace:
        return "submodules"
    # A variant is a union of classes.
    return "types" if isinstance(value, type) or hasattr(value, "__args__") else "constants"


class Extension(_Namespace):
    """A loaded extension. What it offers are its attributes; submodules have theirs in turn."""

    def __init__(self, state: State, name: str) -> None:
        module = state.interface
        super().__init__(name, module.docs)
        self.__version__ = module.version
        self.__state__ = state
        places: dict[str, _Namespace] = {"": self}

        def offer(path: str, value: Any) -> None:
            vars(places[interface.submodule(path)])[interface.local_name(path)] = value

        # Sorted by name, so that what holds a submodule comes before it.
        for part in module.modules:
            places[part.name] = _Namespace(f"{name}.{part.name}", part.docs)
            offer(part.name, places[part.name])
        if module.types:
            from . import classes

            for path, made in classes.by_name(module).items():
                offer(path, made)
        for constant in module.constants:
            offer(constant.name, values.to_python(constant.value, constant.type))
        members: dict[str, list[tuple[interface.Function, FunctionType]]] = {}
        for function in module.functions:
            made = call.make(state, function, name)
            signature = hints.signature(function)
            made.__annotations__ = {
                p.name: p.annotation
                for p in signature.parameters.values()
                if p.annotation is not p.empty
            }
            made.__annotations__["return"] = signature.return_annotation
            made.__signature__ = signature  # type: ignore[attr-defined]
            if function.role:
                owner = interface.submodule(function.name)
                members.setdefault(owner, []).append((function, made))
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


@overload
def load(
    source: Source, *, name: str | None = None, imports: Any = None, expects: Callable[..., _P]
) -> _P: ...


@overload
def load(
    source: Source, *, name: str | None = None, imports: Any = None, expects: _Path | None = None
) -> Extension: ...


def load(
    source: Source, *, name: str | None = None, imports: Any = None, expects: Any = None
) -> Any:
    """Loads an extension from a path or from the bytes of a `.wasm` file.

    `name` is the `__module__` of its functions; by default the extension's own name. `imports` has
    what the extension asks for: a mapping from the names of its imports to objects that have the
    functions, or the object itself if there is one import. `expects` is the contract that it has
    to keep: a class that derives from `Protocol`, or the path of a file that was made from one.

    Raises `LoadError` if it cannot be loaded, or if something of the imports is missing, and
    `InterfaceError` if it does not keep the contract.
    """
    if expects is not None:
        # The copies of the runtime that wheels hold know of no contracts.
        return load_here(source, name=name, imports=imports, expects=expects)
    given = {} if imports is None else {"imports": imports}
    newest: Callable[..., Extension] = runtimes()[max(runtimes())]
    return newest(source, name=name, **given)


def load_package(source: Source, *, name: str) -> tuple[Extension, Callable[[Any], None]]:
    """An extension whose imports come later, and the function that takes them.

    For packages that `cargo pyext wheel` makes. Until then calls raise `LoadError`.
    """
    newest: Callable[..., Any] = runtimes()[max(runtimes())]
    extension = newest(source, name=name, imports=LATER)
    return extension, vars(extension)[LATER]


#: In place of imports: they come later. The extension has what takes them under this name.
LATER = "__provide__"


def load_here(
    source: Source, *, name: str | None = None, imports: Any = None, expects: Any = None
) -> Extension:
    """The same with this copy of the runtime."""
    wasm, place = _read(source)
    found = reader.read(wasm, place)
    if expects is not None:
        from . import contracts

        contracts.bind(*contracts.check(expects, wasm, place, imports), found)
    module = engine.compile_module(wasm, place)
    described = _check_module(module, wasm, found, place)
    engine.warn_if_slow()
    name = name or found.name
    given: Any = None
    later = type(imports) is str and imports == LATER  # another copy has a text of its own
    if described.imports or found.imports or found.lends or imports is not None:
        from . import foreign

        given = foreign.Foreign(described.imports, found, name, place)
        if not later:
            given.provide(imports)
    if found.types:
        from . import classes  # only where they are needed: what it imports takes time

        # Before the instance: what it imports can take and return them.
        classes.make(found, name)
    extension = Extension(State(module, described.exports, found, place, given), name)
    if later:
        vars(extension)[LATER] = given.provide
    return extension


def _read(source: Source) -> tuple[bytes, str]:
    """The bytes, and what to call them in errors."""
    if isinstance(source, (bytes, bytearray, memoryview)):
        return bytes(source), "<bytes>"
    path = os.fspath(source)
    place = ascii(path)[1:-1]
    try:
        with open(path, "rb") as file:
            return file.read(), place
    except (OSError, ValueError) as e:
        reason = getattr(e, "strerror", None) or str(e)
        raise LoadError("PX601", place, f"it cannot be read: {reason}", "check the path") from None


def _check_module(
    module: Any, wasm: bytes, found: interface.Interface, place: str
) -> exports.Described:
    """Compares what the module is with what its interface and the ABI say.

    Returns what it imports and exports.
    """

    def bad(code: str, reason: str) -> LoadError:
        return LoadError(code, place, reason, "build the module again with `cargo pyext build`")

    described = exports.describe(wasm, place)
    if described.imports:
        from . import foreign

        foreign.check(described.imports, found, bad)

    def require(name: str, wanted: str, code: str = "PX611") -> None:
        type_of = described.exports
        if name not in type_of:
            raise bad(code, f"the export `{name}` is missing")
        if type_of[name] != wanted:
            raise bad(code, f"the export `{name}` is {type_of[name]}, it has to be {wanted}")

    require(_abi.MEMORY, "memory", "PX612")
    require(_abi.CONTROL, "immutable i32 global", "PX612")
    needed = {
        _abi.ALLOC: (["i32", "i32"], ["i32"], found.needs_allocator),
        _abi.FREE: (["i32", "i32", "i32"], [], found.needs_allocator),
        _abi.RELEASE: (["i32"], [], found.needs_release),
        _abi.NEXT: (["i32", "i32"], ["i32"], found.needs_next),
        _abi.CLOSE: (["i32"], [], found.needs_next),
        _abi.INITIALIZE: ([], [], False),
        **{f"[drop]{definition.name}": (["i32"], [], True) for definition in found.classes},
    }
    for name, (params, results, must) in needed.items():
        if must or name in described.exports:
            require(name, exports.function_type(params, results))
    for function in found.functions:
        wanted = exports.function_type(function.wasm_params, function.wasm_results)
        require(function.export, wanted)
    return described

"""Loading: from a path or bytes to an object that has what the extension offers."""

from __future__ import annotations

from . import bundle, call, engine, hints, needs
from .interface import local_name, submodule
from .parts import Parts
from .shared import runtimes
from .source import FunctionType

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from typing import Any, Callable, Literal, TypeVar, Union, overload

    from .interface import Function, Interface
    from .limits import Limits
    from .parts import Source
    from .state import State

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

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError(
            f"extension {self.__name__!r} can be neither copied nor pickled: `fresh()` gives"
            " another instance, and another process loads the file itself"
        )


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


def new_function(state: State, function: Function, module: str) -> FunctionType:
    """The Python function, with annotations."""
    made = call.make(state, function, module)
    made.__annotations__ = hints.of_function(function)
    return made


def fill_classes(state: State, interface: Interface, module: str) -> None:
    """Gives the classes of an interface their members, which work on objects of this instance."""
    if not interface.classes:
        return
    from . import objects

    members: dict[str, list[tuple[Function, FunctionType]]] = {}
    for function in interface.functions:
        if function.role:
            made = new_function(state, function, module)
            members.setdefault(submodule(function.name), []).append((function, made))
    for definition in interface.classes:
        objects.fill(state, definition, members.get(definition.name, []))


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
        for function in module.functions:
            if not function.role:
                offer(function.name, new_function(state, function, name))
        fill_classes(state, module, name)

    def empty(self, shape: int | tuple[int, ...], dtype: Any = "f8") -> Any:
        """An array in the memory of the guest, full of zeros.

        Functions take it as a list of numbers without a copy, and change it in place. It has the
        buffer protocol, so `memoryview` and `numpy.asarray` look at it without a copy as well, and
        stay valid: after a panic or trap too, when functions refuse it with `StaleObjectError`.

        `dtype` is what NumPy calls the items: `f8` or `float64`, `u1` or `uint8`.
        """
        dispatched = vars(self).get("__dispatched__")
        if dispatched is not None and "empty" not in vars(self):
            # Of the instance that this thread has.
            return dispatched("empty", Extension.empty)(shape, dtype)
        from . import arrays

        return arrays.empty(self.__state__, shape, dtype)

    def fresh(self) -> Any:
        """A new instance with a memory of its own, for as long as something refers to it."""
        from . import instances

        return instances.fresh(self)

    def __getattr__(self, name: str) -> Any:
        # No properties: a function of the extension can have such a name.
        if name not in ("aio", "views"):
            return super().__getattr__(name)
        from . import instances

        own = f"__{name}__"
        if own not in vars(self):
            vars(self)[own] = instances.OWN[name](self)
        return vars(self)[own]


@overload
def load(
    source: Source,
    *,
    name: str | None = None,
    imports: Any = None,
    expects: Callable[..., _P],
    limits: Limits | None = None,
    interruptible: bool = False,
    compile: Literal["here", "subprocess"] = "here",
    instances: Literal["shared", "per-thread"] = "shared",
) -> _P: ...


@overload
def load(  # noqa: F811
    source: Source,
    *,
    name: str | None = None,
    imports: Any = None,
    expects: _Path | None = None,
    limits: Limits | None = None,
    interruptible: bool = False,
    compile: Literal["here", "subprocess"] = "here",
    instances: Literal["shared", "per-thread"] = "shared",
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
    newest: Callable[..., Extension] = runtimes()[max(runtimes())]
    given = {} if imports is None else {"imports": imports}
    if expects is not None:
        # The copies of the runtime that wheels hold know of no contracts.
        newest, given["expects"] = load_here, expects
    extension = newest(source, name=name, **given, **options)
    bundle.keep()
    return extension


def load_package(
    source: Source, *, name: str, **options: Any
) -> tuple[Extension, Callable[[Any], None]]:
    """An extension whose imports come later, and the function that takes them.

    For packages that `cargo pyext wheel` makes. Until then calls raise `LoadError`.
    """
    newest: Callable[..., Any] = runtimes()[max(runtimes())]
    extension = newest(source, name=name, imports=LATER, **options)
    bundle.keep()
    return extension, vars(extension)[LATER]


#: In place of imports: they come later. The extension has what takes them under this name.
LATER = "__provide__"


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
    if name is not None and not isinstance(name, str):
        raise TypeError(f"load(): name is of the type {type(name).__name__}, it can be a str")
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
    needs.prepare(found, parts.imports)
    parts.name, parts.interface = name or found.name, found
    parts.wasm = b""  # it can be megabytes, and nothing needs it any more
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
            parts.given, parts.waits = imports, False

        vars(extension)[LATER] = provide
    if instances == "per-thread":
        from . import instances as more

        more.per_thread(extension)
    return extension


# What a TypeError for a wrong keyword calls it; Python 3.9 takes the name of the code.
load_here.__qualname__ = "load"
load_here.__code__ = load_here.__code__.replace(co_name="load")

"""The Python classes of the types that an extension defines: once for each time it is loaded.

The names in them are a stranger's. They reach Python as objects and never as part of a text that is
run, which is why methods are made here and not by `dataclasses`.
"""

from __future__ import annotations

import builtins
from _operator import attrgetter  # `operator` takes a while to import
from reprlib import recursive_repr

from . import dataclass, hints, source
from .errors import ExtensionError, fields_of
from .interface import Case, Definition, Field, Interface, local_name, submodule
from .source import CodeType, FunctionType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from enum import Enum
    from typing import Any, Callable


def make(interface: Interface, module: str) -> None:
    """Makes the classes of all definitions, each after those that it needs."""
    for ty in interface.types:
        _make(ty.named, module)


def _make(definition: Definition, module: str) -> None:
    if definition.classes:
        return
    for field in definition.all_fields:
        for inner in field.type.definitions():
            _make(inner, module)
    kind, docs = definition.kind, definition.docs
    if kind == "class":
        from . import objects

        made = objects.new_class(definition, module)
        definition.python, definition.classes = made, (made,)
        return
    maker = _Maker(module, submodule(definition.name))
    name = local_name(definition.name)
    cases = definition.cases
    if kind == "record":
        made = maker.dataclass(name, docs, definition.fields, definition.frozen)
        definition.python, definition.classes = made, (made,)
    elif kind == "variant":
        classes = [maker.dataclass(case.class_name, case.docs, case.fields, True) for case in cases]
        definition.python, definition.classes = hints.union(*classes), tuple(classes)
    elif kind == "error":
        made = maker.error(name, docs, definition.fields, definition.base)
        definition.python, definition.classes = made, (made,)
        if cases:
            definition.classes = tuple(maker.case_of_error(made, case) for case in cases)
    else:
        made = maker.members(name, docs, cases, kind == "flags")
        definition.python, definition.classes = made, (made,)


def share(interface: Interface, other: Interface) -> None:
    """Takes the classes of another model of the same interface; of those of objects, derived ones.

    Objects stay with the instance that they are of, so each instance has classes for its own.
    """
    for ty, known in zip(interface.types, other.types):
        definition, shared = ty.named, known.named
        definition.python, definition.classes = shared.python, shared.classes
        if definition.kind == "class":
            from . import objects

            made = objects.derived(definition)
            definition.python, definition.classes = made, (made,)


def by_name(interface: Interface) -> dict[str, Any]:
    """The classes, and what stands for variants, under their full names."""
    found: dict[str, Any] = {}
    for ty in interface.types:
        definition = ty.named
        found[definition.name] = definition.python
        for case, made in zip(definition.cases, definition.classes):
            if case.class_name:
                prefix = submodule(definition.name)
                found[f"{prefix}.{case.class_name}" if prefix else case.class_name] = made
    return found


class _Maker:
    """Makes the classes of one submodule."""

    def __init__(self, module: str, submodule: str) -> None:
        self.module = module
        self.prefix = f"{submodule}." if submodule else ""

    def namespace(self, name: str, docs: str, fields: tuple[Field, ...]) -> dict[str, Any]:
        names = tuple(field.name for field in fields)
        return {
            "__module__": self.module,
            "__qualname__": self.prefix + name,
            "__doc__": docs or None,
            "__annotations__": {field.name: hints.result(field.type) for field in fields},
            "__match_args__": names,
        }

    def dataclass(self, name: str, docs: str, fields: tuple[Field, ...], frozen: bool) -> type[Any]:
        """A class of values with fields."""
        namespace = self.namespace(name, docs, fields)
        names = namespace["__match_args__"]
        namespace.update(
            __init__=_init(names, namespace, frozen),
            __repr__=_repr(names),
            **_comparison(names, frozen),
            **dataclass.attributes(frozen),
        )
        if frozen:
            namespace.update(__setattr__=_set_frozen, __delattr__=_delete_frozen)
        return type(name, (), namespace)

    def members(self, name: str, docs: str, cases: tuple[Case, ...], flags: bool) -> type[Enum]:
        """An `Enum` or `Flag`."""
        from enum import Enum, Flag  # takes a while, and many extensions have none

        base: Any = Flag if flags else Enum
        listed = [(c.name, 1 << i if flags else c.value) for i, c in enumerate(cases)]
        made: Any = base(name, listed, module=self.module, qualname=self.prefix + name)
        made.__doc__ = docs or None
        for case in cases:
            if case.docs:
                made[case.name].__doc__ = case.docs
        found: type[Enum] = made
        return found

    def error(self, name: str, docs: str, fields: tuple[Field, ...], base: str | None) -> type[Any]:
        """A class of exceptions."""
        bases: tuple[type, ...] = (_Error,)
        if base is not None:
            bases += (getattr(builtins, base),)
        return self._error(name, docs, fields, bases)

    def case_of_error(self, error: type[Any], case: Case) -> type[Any]:
        return self._error(case.class_name, case.docs, case.fields, (error,))

    def _error(
        self, name: str, docs: str, fields: tuple[Field, ...], bases: tuple[type, ...]
    ) -> type[Any]:
        namespace = self.namespace(name, docs, fields)
        names = namespace["__match_args__"]
        namespace["__init__"] = _error_init(names, namespace)
        if not names:
            del namespace["__match_args__"]  # the base's says the same
        return type(name, bases, namespace)


class _Error(ExtensionError):
    """What the classes of errors have in common. Fields are attributes."""

    __match_args__: tuple[str, ...] = ()

    def __str__(self) -> str:
        # Some builtins have one of their own: `KeyError` puts quotes around it.
        return Exception.__str__(self)

    def __repr__(self) -> str:
        shown = [repr(str(self)), *(f"{name}={value!r}" for name, value in fields_of(self).items())]
        return f"{type(self).__qualname__}({', '.join(shown)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.args, fields_of(self)), self.__dict__


# So that no page of help tells that there is a class in between.
_Error.__module__, _Error.__qualname__ = ExtensionError.__module__, ExtensionError.__qualname__


def _again(cls: type[_Error], arguments: tuple[Any, ...], fields: dict[str, Any]) -> _Error:
    """What pickle calls."""
    return cls(*arguments, **fields)


# ---- methods


def _function(code: CodeType, name: str, names: dict[str, Any], about: dict[str, Any]) -> Any:
    """A method of the class that `about` becomes."""
    made = FunctionType(code, {**source.BUILTINS, **names}, name)
    made.__module__ = about["__module__"]
    made.__qualname__ = f"{about['__qualname__']}.{name}"
    made.__annotations__ = {**about["__annotations__"], "return": None}
    return made


def _free(name: str, taken: tuple[str, ...]) -> str:
    """A name for a parameter that no field has."""
    while name in taken:
        name += "_"
    return name


def _init_code(count: int, frozen: bool) -> CodeType:
    listed = "".join(f", a{i}" for i in range(count))
    lines = [f"def __init__(self{listed}):"]
    if frozen:
        # Several times as fast as `object.__setattr__` for each.
        lines += ["    fields = self.__dict__"]
        lines += [f"    fields[n{i}] = a{i}" for i in range(count)]
    else:
        lines += [f"    self.f{i} = a{i}" for i in range(count)]
    return source.compiled([*lines, *([] if count else ["    pass"])])


def _init(names: tuple[str, ...], about: dict[str, Any], frozen: bool) -> Any:
    """`__init__` with the fields as parameters."""
    code = _init_code(len(names), frozen)
    params = (_free("self", names), *names)
    if frozen:
        known = {f"n{i}": name for i, name in enumerate(names)}
        variables = (*params, _free("fields", params))
        return _function(code.replace(co_varnames=variables), "__init__", known, about)
    return _function(code.replace(co_varnames=params, co_names=names), "__init__", {}, about)


def _error_init_code(count: int) -> CodeType:
    listed = "".join(f", a{i}" for i in range(count))
    star = ", *" if count else ""
    lines = [f"def __init__(self, message, /{star}{listed}):", "    start(self, message)"]
    lines += [f"    self.f{i} = a{i}" for i in range(count)]
    return source.compiled(lines)


def _error_init(names: tuple[str, ...], about: dict[str, Any]) -> Any:
    """`__init__` with the text, and the fields by name."""
    code = _error_init_code(len(names))
    params = (_free("self", names), _free("message", names), *names)
    code = code.replace(co_varnames=params, co_names=("start", *names))
    made = _function(code, "__init__", {"start": ExtensionError.__init__}, about)
    made.__defaults__ = ("",)
    made.__annotations__ = {params[1]: str, **made.__annotations__}
    return made


def _values(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """What gets all fields."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda x: tuple(getattr(x, name) for name in names)


def _comparison(names: tuple[str, ...], frozen: bool) -> dict[str, Any]:
    values = _values(names)

    def __eq__(self: Any, other: object) -> Any:
        return values(self) == values(other) if type(other) is type(self) else NotImplemented

    def __hash__(self: Any) -> int:
        return hash(values(self))

    return {"__eq__": __eq__, "__hash__": __hash__ if frozen else None}


def _repr(names: tuple[str, ...]) -> Any:
    def __repr__(self: Any) -> str:
        shown = [f"{name}={getattr(self, name)!r}" for name in names]
        return f"{type(self).__qualname__}({', '.join(shown)})"

    return recursive_repr("...")(__repr__)


def _set_frozen(self: Any, name: str, value: object) -> None:
    raise dataclass.frozen(f"cannot assign to field {name!r}")


def _delete_frozen(self: Any, name: str) -> None:
    raise dataclass.frozen(f"cannot delete field {name!r}")

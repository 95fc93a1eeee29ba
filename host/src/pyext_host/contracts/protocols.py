"""From a `typing.Protocol` to the interface that it describes, as an interface section has it."""

from __future__ import annotations

import collections.abc as abc
import dataclasses
import enum
import inspect
import sys
import typing
from datetime import timedelta
from types import FunctionType
from typing import Annotated, Any, Union, get_args, get_origin

from .. import _abi
from ..errors import LoadError
from ..hints import Buffer
from ..outcome import Err, Ok, Some

Json = Any

_KINDS = {
    inspect.Parameter.POSITIONAL_ONLY: "positional",
    inspect.Parameter.POSITIONAL_OR_KEYWORD: "",
    inspect.Parameter.VAR_POSITIONAL: "variadic",
    inspect.Parameter.KEYWORD_ONLY: "keyword",
    inspect.Parameter.VAR_KEYWORD: "keywords",
}
_PLAIN: dict[Any, str] = {
    bool: "bool",
    int: "s64",
    float: "f64",
    str: "string",
    timedelta: "duration",
    type(None): "unit",
}
_BYTES = (bytes, bytearray, memoryview, Buffer)
_LISTS = (list, abc.Sequence, abc.MutableSequence, abc.Collection)
_SETS = (set, frozenset, abc.Set, abc.MutableSet)
_MAPS = (dict, abc.Mapping, abc.MutableMapping)
_ITERATORS = (abc.Iterator, abc.Iterable, abc.Generator)
#: `X | Y` since Python 3.10.
_UNIONS = (Union, getattr(sys.modules["types"], "UnionType", Union))
_WRAPPERS = (typing.Final, typing.ClassVar)
#: What mends a protocol.
MEND = "docs/guide/contracts.md lists the annotations that a contract can have"


def interface(protocol: type[Any], place: str) -> tuple[Json, dict[str, Any]]:
    """The interface, and the Python classes of its types by their names.

    Those of a variant are a dict by the names of its cases.
    """
    made = _Maker(place)
    made.members(protocol, "", place)
    module = {
        "abi": _abi.ABI_VERSION,
        "sdk": f"pyext_host {_abi.VERSION}",
        "name": protocol.__name__,
        **_docs(protocol),
    }
    for key, listed in (
        ("modules", made.modules),
        ("types", list(made.types.values())),
        ("constants", made.constants),
        ("functions", made.functions),
    ):
        if listed or key == "functions":
            module[key] = sorted(listed, key=lambda entry: str(entry["name"]))
    return module, made.classes


def is_protocol(value: object) -> bool:
    """Whether it is a class that derives from `Protocol` directly."""
    is_one = isinstance(value, type) and bool(getattr(value, "_is_protocol", False))
    return is_one and value is not typing.Protocol


def _annotated(cls: Any) -> abc.Collection[str]:
    """The names that a class itself has annotations for."""
    if sys.version_info >= (3, 14):  # which makes them when they are asked for
        from annotationlib import Format, get_annotations

        return get_annotations(cls, format=Format.FORWARDREF)
    found: dict[str, Any] = vars(cls).get("__annotations__", {})
    return found


def _is_overloaded(function: Any) -> bool:
    # Before Python 3.11 only the last of them tells: what `overload` has put in its place.
    overloads: Any = getattr(typing, "get_overloads", lambda function: ())
    return function is typing.overload(len) or bool(overloads(function))


def _docs(value: Any) -> dict[str, str]:
    # Of the class itself, and not what it inherits; None has some of its own since Python 3.13.
    docs = None if value is None else value.__doc__
    docs = docs if isinstance(docs, str) else None
    return {"docs": inspect.cleandoc(docs)} if docs else {}


class _Maker:
    def __init__(self, place: str) -> None:
        self.place = place
        self.modules: list[Json] = []
        self.constants: list[Json] = []
        self.functions: list[Json] = []
        self.types: dict[str, Json] = {}
        self.classes: dict[str, Any] = {}
        #: The protocols that the one at hand is in.
        self.outer: list[Any] = []

    def bad(self, where: str, reason: str) -> LoadError:
        return LoadError(
            "PX622",
            self.place,
            f"{where}: {reason}",
            MEND,
        )

    # ---- members

    def members(self, protocol: Any, prefix: str, where: str) -> None:
        """What a protocol asks for; `prefix` is the submodule's name with a dot behind it."""
        if protocol in self.outer:
            raise self.bad(where, f"{protocol.__name__} is a submodule of itself")
        self.outer.append(protocol)
        found: dict[str, tuple[Any, Any]] = {}
        for cls in reversed(protocol.__mro__):
            if is_protocol(cls):
                for name in [*_annotated(cls), *vars(cls)]:
                    found[name] = cls, vars(cls).get(name)
        for name, (cls, value) in found.items():
            if name.startswith("_"):
                if isinstance(value, FunctionType) and name in ("__call__", "__getitem__"):
                    raise self.bad(where, f"a module has no `{name}`")
                continue
            inside = f"{where}, {name}" if prefix else name
            if isinstance(value, staticmethod):
                self.function(prefix + name, value.__func__, inside, 0)
            elif isinstance(value, FunctionType):
                self.function(prefix + name, value, inside, 1)
            elif isinstance(value, property) and value.fget is not None:
                hints = self.hints(value.fget, inside)
                self.attribute(prefix + name, hints.get("return"), value.fget, inside)
            elif name in _annotated(cls):
                self.attribute(prefix + name, self.hints(cls, inside)[name], None, inside)
            elif not isinstance(value, type):  # a class is the program's own affair
                kind = type(value).__name__
                raise self.bad(inside, f"it is a {kind} without an annotation, and no function")
        self.outer.pop()

    def hints(self, value: Any, where: str) -> dict[str, Any]:
        try:
            return typing.get_type_hints(value, include_extras=True)
        except Exception as e:  # whatever the text of an annotation does
            reason = f"its annotations cannot be read: {type(e).__name__}: {e}"
            raise self.bad(where, reason) from None

    def attribute(self, name: str, annotation: Any, value: Any, where: str) -> None:
        """A constant, or a submodule."""
        if get_origin(annotation) in _WRAPPERS:
            (annotation,) = get_args(annotation)
        if is_protocol(annotation):
            self.modules.append({"name": name, **_docs(annotation)})
            self.members(annotation, f"{name}.", where)
        else:
            ty = self.crossing(annotation, where, True)
            # The plugin's own value is another one. It stands here because an interface has one.
            constant = {"name": name, **_docs(value), "type": ty, "value": self.zero(ty)}
            self.constants.append(constant)

    def zero(self, ty: Json) -> Json:
        """Some value of a type that constants can have."""
        if isinstance(ty, str):
            plain = {"bool": False, "char": " ", "string": "", "unit": None}
            return plain.get(ty, 0)
        ((kind, inner),) = ty.items()
        if kind == "named":
            cases = self.types[inner].get("cases")
            return cases[0]["name"] if cases else []
        if kind == "tuple":
            return [self.zero(part) for part in inner]
        if kind == "array":
            return [self.zero(inner[0])] * inner[1]
        return None if kind == "option" else []

    def function(self, name: str, function: Any, where: str, skip: int) -> None:
        if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
            raise self.bad(where, "it is `async`, and functions of extensions are not")
        if _is_overloaded(function):
            raise self.bad(where, "it is overloaded: functions of extensions have one signature")
        hints = self.hints(function, where)
        parameters = list(inspect.signature(function).parameters.values())[skip:]
        params = []
        for parameter in parameters:
            inside = f"{where}, parameter {parameter.name}"
            if parameter.name not in hints:
                raise self.bad(inside, "it has no annotation")
            params.append(self.param(parameter, hints[parameter.name], inside))
        if "return" not in hints:
            raise self.bad(where, "it has no annotation of its result")
        result = self.crossing(hints["return"], f"{where}, result", True)
        self.functions.append(
            {
                "name": name,
                **_docs(function),
                "params": params,
                **({} if result == "unit" else {"result": result}),
                "raises": "unit",
            }
        )

    def param(self, parameter: inspect.Parameter, annotation: Any, where: str) -> Json:
        kind = _KINDS[parameter.kind]
        ty, writable = self.parameter(annotation, where)
        if kind == "variadic":
            ty = {"list": ty}
        elif kind == "keywords":
            ty = {"map": ["string", ty]}
        found = {"name": parameter.name, "type": ty}
        if writable:
            found["writable"] = True
        if kind:
            found["kind"] = kind
        if parameter.default is not parameter.empty:
            found["default"] = self.value(parameter.default, where)
        return found

    def value(self, value: Any, where: str) -> Json:
        """A default, as it stands in an interface. Whether it fits the type is judged later."""
        if isinstance(value, enum.Flag):
            return [member.name for member in type(value) if member in value]
        if isinstance(value, enum.Enum):
            return value.name
        if isinstance(value, float) and (value != value or value in (float("inf"), -float("inf"))):
            return str(value)
        if value is None or isinstance(value, (bool, int, float, str)):
            return value
        if isinstance(value, (bytes, tuple, list, set, frozenset)):
            return [self.value(item, where) for item in value]
        if isinstance(value, abc.Mapping) and not value:
            return []
        raise self.bad(
            where, f"its default is of type {type(value).__name__}: write the value itself"
        )

    # ---- types

    def parameter(self, annotation: Any, where: str) -> tuple[Json, bool]:
        """The type of a parameter, and whether the plugin may change it in place."""
        if get_origin(annotation) is Annotated:
            inner, *notes = get_args(annotation)
            texts = [note for note in notes if isinstance(note, str)]
            if inner in _BYTES and texts and texts[0] in _abi.PRIMITIVES:
                return {"list": texts[0]}, True
        return self.crossing(annotation, where, False), False

    def crossing(self, annotation: Any, where: str, comes_back: bool) -> Json:
        origin, parts = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self.annotated(parts[0], parts[1:], where, comes_back)
        if annotation is None:
            return "unit"
        if isinstance(annotation, abc.Hashable) and annotation in _PLAIN:
            return _PLAIN[annotation]
        if annotation in _BYTES:
            return {"list": "u8"}

        def inner(part: Any) -> Json:
            return self.crossing(part, where, comes_back)

        if origin in _UNIONS:
            return self.union(annotation, parts, where, comes_back)
        if origin in _LISTS and len(parts) == 1:
            return {"list": inner(parts[0])}
        if origin in _SETS and len(parts) == 1:
            return {"set": inner(parts[0])}
        if origin in _MAPS and len(parts) == 2:
            return {"map": [inner(parts[0]), inner(parts[1])]}
        if origin is tuple and parts:
            if parts[-1] is Ellipsis:
                return {"list": inner(parts[0])}
            return {"tuple": [inner(part) for part in parts]}
        if origin in _ITERATORS and parts:
            raises = {} if comes_back else {"raises": "unit"}
            return {"iterator": inner(parts[0]), **raises}
        if origin is abc.Callable and len(parts) == 2 and isinstance(parts[0], list):
            params = [self.crossing(part, where, True) for part in parts[0]]
            result = self.crossing(parts[1], where, False)
            shown = {} if result == "unit" else {"result": result}
            return {"callable": {"params": params, **shown, "raises": "unit"}}
        if isinstance(annotation, type):
            return self.named(annotation, where)
        raise self.bad(where, f"{_shown(annotation)} is no type that crosses")

    def annotated(self, inner: Any, notes: tuple[Any, ...], where: str, comes_back: bool) -> Json:
        """What a note says: the name of a type, or the number of elements of an array."""
        for note in notes:
            primitive = _abi.PRIMITIVES.get(note) if isinstance(note, str) else None
            if primitive is not None:
                if _PYTHON.get(primitive.python) is not inner:
                    raise self.bad(
                        where, f"{note} is {primitive.python} in Python, not {_shown(inner)}"
                    )
                return note
            if type(note) is int:
                made = self.crossing(inner, where, comes_back)
                if isinstance(made, dict) and "list" in made:
                    return {"array": [made["list"], note]}
                raise self.bad(
                    where, f"the length {note} stands with {_shown(inner)}, which is no list"
                )
        return self.crossing(inner, where, comes_back)

    def union(self, union: Any, parts: tuple[Any, ...], where: str, comes_back: bool) -> Json:
        left = [part for part in parts if part is not type(None)]
        if len(left) < len(parts):
            if len(left) > 1:
                return {"option": self.union(Union[tuple(left)], tuple(left), where, comes_back)}
            (part,) = left
            if get_origin(part) is Some:
                (part,) = get_args(part)
            return {"option": self.crossing(part, where, comes_back)}
        origins = [get_origin(part) for part in left]
        if origins == [Ok, Err]:
            return {
                "result": [self.crossing(get_args(part)[0], where, comes_back) for part in left]
            }
        # As stubs of wheels have them: what else can stand for a list or a record.
        main = [p for p in left if p not in _BYTES and get_origin(p) is not abc.Mapping]
        if len(main) == 1:
            return self.crossing(main[0], where, comes_back)
        if all(dataclasses.is_dataclass(part) for part in left):
            return self.variant(left, where)
        raise self.bad(where, f"{_shown(union)} is no union of dataclasses")

    def named(self, cls: type[Any], where: str) -> Json:
        """A type that has a definition."""
        if is_protocol(cls):
            raise self.bad(
                where, "an object of a protocol is no value: pass a dataclass or a callable"
            )
        if issubclass(cls, enum.Enum):
            return self.members_of(cls, where)
        if not dataclasses.is_dataclass(cls):
            raise self.bad(where, f"the class {cls.__name__} is no dataclass and no Enum")
        about: Any = cls
        if self.claim(cls.__name__, cls, where):
            definition: Json = {"name": cls.__name__, "kind": "record", **_class_docs(cls)}
            self.types[cls.__name__] = definition
            if about.__dataclass_params__.frozen:
                definition["frozen"] = True
            definition["fields"] = self.fields(cls)
        return {"named": cls.__name__}

    def claim(self, name: str, cls: Any, where: str) -> bool:
        """Whether the name is new; refuses it if it is that of another class."""
        if name not in self.classes:
            self.classes[name] = cls
            return True
        if self.classes[name] != cls:
            raise self.bad(where, f"two classes are called {name}")
        return False

    def fields(self, cls: Any) -> list[Json]:
        hints = self.hints(cls, cls.__name__)
        listed = [field for field in dataclasses.fields(cls) if field.init]
        return [
            {"name": f.name, "type": self.crossing(hints[f.name], f"{cls.__name__}.{f.name}", True)}
            for f in listed
        ]

    def members_of(self, cls: Any, where: str) -> Json:
        if self.claim(cls.__name__, cls, where):
            head = {"name": cls.__name__, "kind": "enum", **_class_docs(cls)}
            if issubclass(cls, enum.Flag):
                self.types[cls.__name__] = {
                    **head,
                    "kind": "flags",
                    "flags": [{"name": member.name} for member in cls],
                }
            else:
                # What is no integer stays in Python; its place counts.
                values = [m.value if type(m.value) is int else i for i, m in enumerate(cls)]
                cases = [{"name": m.name, "value": v} for m, v in zip(cls, values)]
                self.types[cls.__name__] = {**head, "cases": cases}
        return {"named": cls.__name__}

    def variant(self, classes: list[Any], where: str) -> Json:
        """A union of dataclasses, whose names begin with that of the variant."""
        name = _beginning([cls.__name__ for cls in classes])
        if not name:
            listed = ", ".join(cls.__name__ for cls in classes)
            raise self.bad(
                where,
                f"the names {listed} have no beginning in common, which would name the variant:"
                " `ShapeCircle | ShapeSquare` is the variant `Shape`",
            )
        cases = {cls.__name__[len(name) :]: cls for cls in classes}
        if self.claim(name, cases, where):
            made: list[Json] = []
            self.types[name] = {"name": name, "kind": "variant", "cases": made}
            for case, cls in cases.items():
                fields = self.fields(cls)
                made.append(
                    {
                        "name": case,
                        "class": cls.__name__,
                        **_class_docs(cls),
                        **({"fields": fields} if fields else {}),
                    }
                )
        return {"named": name}


_PYTHON: dict[str, Any] = {"int": int, "float": float, "bool": bool, "str": str}


def _class_docs(cls: Any) -> dict[str, str]:
    docs = vars(cls).get("__doc__")
    # What `dataclass` and `Enum` write themselves says nothing.
    if not isinstance(docs, str) or docs.startswith(f"{cls.__name__}(") or docs in _ENUM_DOCS:
        return {}
    return _docs(cls)


_ENUM_DOCS = ("An enumeration.", enum.Enum.__doc__, enum.Flag.__doc__, enum.IntEnum.__doc__)


def _beginning(names: list[str]) -> str:
    """What all names begin with, up to where a new word begins in each."""
    first = min(names, key=len)
    for end in range(len(first) - 1, 0, -1):
        if all(name.startswith(first[:end]) and name[end].isupper() for name in names):
            return first[:end]
    return ""


def _shown(annotation: Any) -> str:
    return annotation.__name__ if isinstance(annotation, type) else str(annotation)

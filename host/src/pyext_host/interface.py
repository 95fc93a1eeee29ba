"""The model of an interface: what a module offers, and the types that its values have."""

from __future__ import annotations

from . import _abi
from . import layout as layouts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

#: Stands for the default of a parameter that has none.
NO_DEFAULT: Any = object()

#: Kinds of types whose values are numbers that stand for something on the other side.
HANDLES = ("own", "borrow", "iterator", "callable")
#: Those of what is lent to the guest for a call.
LENT = frozenset(["iterator", "callable"])


class Type:
    """A type: a primitive's name, or the kind of a compound or definition with the types inside.

    What is known of it is computed once, from the parts: a definition can be shared by many types,
    and going through all that they are made of could take forever.
    """

    __slots__ = (
        "astray",
        "count",
        "definition",
        "handles",
        "has_pointers",
        "height",
        "is_hashable",
        "is_plain",
        "kind",
        "layout",
        "parts",
        "raises",
        "total",
        "wasm",
    )

    #: The types that it is directly made of; of a definition, those of all fields, of a callable
    #: those of its parameters and its result.
    parts: tuple[Type, ...]
    #: What pulling an iterator or calling a callable can raise.
    raises: Type | None
    #: Elements of an array.
    count: int
    definition: Definition | None
    layout: layouts.Layout
    #: How deep types nest in it.
    height: int
    #: The number of its parts when it is written out in full, itself included.
    total: int
    #: The wasm type that carries a value in a call, if one alone does.
    wasm: str | None
    #: Whether a value can need memory beyond its own layout.
    has_pointers: bool
    #: Whether a list of it is one block of bytes without pointers.
    is_plain: bool
    #: Whether values can be keys of a dict.
    is_hashable: bool
    #: Name of an error in it, if any, and whether one stands where it is not data of a result.
    astray: tuple[str, bool] | None
    #: Which of `HANDLES` are in it, itself included; not those inside of iterators and callables.
    handles: frozenset[str]

    def __init__(
        self,
        kind: str,
        parts: tuple[Type, ...] = (),
        count: int = 0,
        definition: Definition | None = None,
        raises: Type | None = None,
    ) -> None:
        self.kind = kind
        self.parts = parts
        self.count = count
        self.definition = definition
        self.raises = raises
        self.height = max((part.height + 1 for part in parts), default=0)
        # No more than a little above the limit, so that the numbers stay small.
        self.total = min(1 + sum(part.total for part in parts), _abi.MAX_TYPE_PARTS + 1)
        self.wasm = None
        primitive = _abi.PRIMITIVES.get(kind)
        if primitive is not None:
            self.wasm = primitive.wasm
        elif kind in ("enum", "flags") or kind in HANDLES:
            self.wasm = "i32"
        self.layout = self._layout()
        if kind in HANDLES:
            self.has_pointers, self.handles = False, frozenset([kind])
        else:
            inside = any(part.has_pointers for part in parts)
            self.has_pointers = inside or kind in ("string", "list", "set", "map")
            self.handles = frozenset().union(*[part.handles for part in parts])
        self.is_plain = self._is_plain()
        self.is_hashable = self._is_hashable()
        self.astray = self._astray()

    def _layout(self) -> layouts.Layout:
        kind = self.kind
        if kind in ("list", "set", "map"):
            return layouts.POINTER
        if kind == "array":
            return layouts.of_array(self.parts[0].layout, self.count)
        if kind in HANDLES:
            return layouts.HANDLE
        if kind == "enum":
            return layouts.of_index(len(self.named.cases))
        if kind == "flags":
            return layouts.of_flags(len(self.named.cases))
        if self.has_cases:
            return layouts.of_cases([layouts.of_fields(case) for case in self._payloads()])
        if kind in _abi.PRIMITIVES:
            return layouts.primitive(kind)
        return layouts.of_fields(part.layout for part in self.parts)

    def _payloads(self) -> list[list[layouts.Layout]]:
        return [[part.layout for part in case] for case in self.cases]

    def _is_plain(self) -> bool:
        if self.kind in ("tuple", "array", "record"):
            return all(part.is_plain for part in self.parts)
        return self.kind in _abi.PRIMITIVES and self.wasm is not None

    def _is_hashable(self) -> bool:
        if self.kind in ("set", "map", "error") or self.kind in HANDLES:
            return False
        if self.kind in ("list", "array"):
            return self.parts[0].kind == "u8"  # as bytes
        if self.kind == "record" and not self.named.frozen:
            return False
        return all(part.is_hashable for part in self.parts)

    def _astray(self) -> tuple[str, bool] | None:
        if self.kind == "error":
            return self.named.name, True
        inside = [part.astray for part in self.parts]
        if self.kind == "result" and inside[1] is not None and self.parts[1].kind == "error":
            # Data of this result. What the error itself holds has been judged with it.
            inside[1] = (inside[1][0], False)
        found = [error for error in inside if error is not None]
        return max(found, key=lambda error: error[1], default=None)

    @property
    def named(self) -> Definition:
        """The definition, of a type that has one."""
        assert self.definition is not None
        return self.definition

    def definitions(self) -> Iterator[Definition]:
        """The definitions in it, but not those inside of other ones."""
        if self.definition is not None:
            yield self.definition
            return
        for part in self.parts:
            yield from part.definitions()

    @property
    def has_cases(self) -> bool:
        """Whether it has an index in front of a payload."""
        if self.kind in ("option", "result", "variant"):
            return True
        return self.kind == "error" and bool(self.named.cases)

    @property
    def cases(self) -> list[tuple[Type, ...]]:
        """The types in each payload of a type that has cases."""
        if self.kind == "option":
            return [(), self.parts]
        if self.kind == "result":
            return [(part,) for part in self.parts]
        return [tuple(field.type for field in case.fields) for case in self.named.cases]

    @property
    def payload_offset(self) -> int:
        """Where the payload stands in a type that has cases."""
        return layouts.payload_offset([layouts.of_fields(case) for case in self._payloads()])

    @property
    def is_scalar(self) -> bool:
        """Whether values are passed by themselves and not through memory."""
        return self.wasm is not None

    @property
    def is_number(self) -> bool:
        """Whether arrays have items of it: integers to 64 bits and floats."""
        return self.kind in _abi.PRIMITIVES and self.is_scalar and self.kind not in ("bool", "char")

    @property
    def is_text(self) -> bool:
        """Whether Python has it as one object over its bytes: a string or bytes."""
        return self.kind == "string" or (self.kind == "list" and self.parts[0].kind == "u8")

    @property
    def is_pair(self) -> bool:
        """Whether values are passed as address and length."""
        return self.kind in ("string", "list", "set", "map")

    @property
    def is_bits(self) -> bool:
        """Whether the bytes of a value are all that there is to it."""
        return self.is_plain or self.kind in ("enum", "flags")

    @property
    def is_block(self) -> bool:
        """Whether this is a list without pointers, which moves in one piece."""
        return self.kind == "list" and self.parts[0].is_bits

    @property
    def batch(self) -> Type:
        """What the next items of an iterator come in: the items, and whether nothing follows."""
        item = outcome(self.parts[0], self.raises)
        return Type("tuple", (Type("list", (item,)), Type("bool")))

    @property
    def is_nullable(self) -> bool:
        """Whether `None` is a value of it, so that an option of it needs `Some`."""
        return self.kind in ("option", "unit")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Type) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[Any, ...]:
        # A definition is compared as an object: it stands for all that is in it.
        parts = () if self.definition is not None else self.parts
        return self.kind, parts, self.count, id(self.definition), self.raises

    def __str__(self) -> str:
        """The type much as WIT would write it."""
        if self.definition is not None:
            name = self.definition.name
            return f"{self.kind}<{name}>" if self.kind in ("own", "borrow") else name
        if not self.parts:
            return self.kind
        parts = [*map(str, self.parts), *([str(self.count)] if self.kind == "array" else [])]
        return f"{self.kind}<{', '.join(parts)}>"

    __repr__ = __str__


class Field:
    """A field of a record, of a case or of an error."""

    __slots__ = ("docs", "name", "type")

    def __init__(
        self,
        name: str,
        docs: str,
        type: Type,
    ) -> None:
        self.name = name
        self.docs = docs
        self.type = type


class Case:
    """A case of an enum, variant or error; a flag."""

    __slots__ = ("class_name", "docs", "fields", "name", "value")

    def __init__(
        self,
        name: str,
        docs: str,
        class_name: str = "",
        fields: tuple[Field, ...] = (),
        value: int = 0,
    ) -> None:
        self.name = name
        self.docs = docs
        #: Name of its Python class, of variants and errors.
        self.class_name = class_name
        self.fields = fields
        #: Of the member of an enum.
        self.value = value


class Definition:
    """A type with a name."""

    __slots__ = (
        "base",
        "cases",
        "classes",
        "docs",
        "fields",
        "frozen",
        "kind",
        "members",
        "name",
        "python",
    )

    def __init__(
        self,
        name: str,
        kind: str,
        docs: str = "",
        *,
        frozen: bool = False,
        base: str | None = None,
        fields: tuple[Field, ...] = (),
        cases: tuple[Case, ...] = (),
    ) -> None:
        #: With its submodule's in front.
        self.name = name
        #: `record`, `enum`, `variant`, `flags`, `error` or `class`.
        self.kind = kind
        self.docs = docs
        #: Whether the fields of a record cannot be changed.
        self.frozen = frozen
        #: The builtin exception that the class of an error derives from as well.
        self.base = base
        #: Of a record, and of an error that is a struct.
        self.fields = fields
        #: Of anything else. An error has cases if it is an enum.
        self.cases = cases
        #: The index of each case.
        self.members = {case.name: i for i, case in enumerate(cases)}
        #: What it is in Python, and the classes of values: one, or one for each case. They are made
        #: once the whole interface is known to be sound.
        self.python: Any = None
        self.classes: tuple[type[Any], ...] = ()

    @property
    def all_fields(self) -> list[Field]:
        """All fields, those of every case."""
        return [*self.fields, *(field for case in self.cases for field in case.fields)]

    def type(self) -> Type:
        """The type that it defines."""
        return Type(self.kind, tuple(field.type for field in self.all_fields), definition=self)


def error_record(error: Type) -> Type:
    """What comes back when a function fails: message, causes, token of an exception, the error."""
    return Type("tuple", (Type("string"), Type("list", (Type("string"),)), Type("u32"), error))


def outcome(result: Type, raises: Type | None) -> Type:
    """What comes back: the result, or what holds the result or the error."""
    return result if raises is None else Type("result", (result, error_record(raises)))


UNIT = Type("unit")

#: The kinds of parameters, in the order in which they stand.
KINDS = ("positional", "usual", "variadic", "keyword", "keywords")


class Param:
    """One parameter."""

    __slots__ = ("default", "kind", "name", "type", "writable")

    def __init__(
        self,
        name: str,
        type: Type,
        writable: bool = False,
        kind: str = "usual",
        default: Any = NO_DEFAULT,
    ) -> None:
        self.name = name
        self.type = type
        self.writable = writable
        #: One of `KINDS`.
        self.kind = kind
        #: As it stands in the interface, checked to be a value of the type.
        self.default = default

    @property
    def wasm(self) -> list[str]:
        """The wasm types that carry it."""
        if self.type.kind == "unit":
            return []
        if self.type.is_pair:
            return ["i32", "i32"]
        return [self.type.wasm or "i32"]


#: What the names of exports begin with, by the role of the function in its class.
ROLES = {
    "constructor": "[constructor]",
    "method": "[method]",
    "getter": "[getter]",
    "setter": "[setter]",
    "static": "[static]",
    "class": "[static]",
}


class Function:
    """One function, of the extension or of an import."""

    __slots__ = ("docs", "name", "params", "raises", "result", "role", "vectorize", "wipe")

    def __init__(
        self,
        name: str,
        docs: str,
        params: tuple[Param, ...],
        result: Type,
        raises: Type | None = None,
        wipe: bool = False,
        role: str = "",
        vectorize: bool = False,
    ) -> None:
        #: With its submodule's, and its class's, in front.
        self.name = name
        self.docs = docs
        self.params = params
        self.result = result
        #: The error's type if the function can fail: unit if that is a text only.
        self.raises = raises
        #: Whether it handles secrets, which are overwritten after the call.
        self.wipe = wipe
        #: What it is to its class, a key of `ROLES`; empty if it belongs to none.
        self.role = role
        #: Whether there is a second export, which runs it on arrays.
        self.vectorize = vectorize

    @property
    def export(self) -> str:
        """The name of its export."""
        name = submodule(self.name) if self.role == "constructor" else self.name
        return ROLES.get(self.role, "") + name

    @property
    def takes_class(self) -> bool:
        """Whether Python passes it the class, which is none of its parameters."""
        return self.role in ("constructor", "class")

    @property
    def takes_objects(self) -> bool:
        """Whether the guest can refuse an argument of it."""
        return any(p.type.handles & {"own", "borrow"} for p in self.params)

    @property
    def lends(self) -> bool:
        """Whether arguments of it are callables or iterables, which the guest calls back."""
        return any(p.type.handles & LENT for p in self.params)

    @property
    def outcome(self) -> Type:
        """What comes back: the result, or what holds the result or the error."""
        return outcome(self.result, self.raises)

    @property
    def is_compound(self) -> bool:
        """Whether what comes back is in memory."""
        return self.raises is not None or not (self.result.is_scalar or self.result.kind == "unit")

    @property
    def wasm_params(self) -> list[str]:
        """The wasm types of the parameters of its export."""
        return [wasm for param in self.params for wasm in param.wasm]

    @property
    def wasm_results(self) -> list[str]:
        """The wasm types of the results of its export."""
        if self.is_compound:
            return ["i32"]
        return [self.result.wasm] if self.result.wasm else []

    @property
    def vectorized_export(self) -> str:
        """The name of the export that runs it on arrays."""
        return _abi.VECTORIZED + self.name

    @property
    def vectorized_params(self) -> list[str]:
        """The wasm types of the parameters of that: address and step of each, of the results
        address and number.
        """
        return ["i32"] * (2 * len(self.params) + 2)


class Import:
    """What the user of the extension gives it: an object with these functions."""

    __slots__ = ("docs", "functions", "name")

    def __init__(
        self,
        name: str,
        docs: str,
        functions: tuple[Function, ...],
    ) -> None:
        self.name = name
        self.docs = docs
        self.functions = functions


class Module:
    """A submodule."""

    __slots__ = ("docs", "name")

    def __init__(
        self,
        name: str,
        docs: str,
    ) -> None:
        self.name = name
        self.docs = docs


class Constant:
    """A constant."""

    __slots__ = ("docs", "name", "type", "value")

    def __init__(
        self,
        name: str,
        docs: str,
        type: Type,
        value: Any,
    ) -> None:
        self.name = name
        self.docs = docs
        self.type = type
        #: As it stands in the interface, checked to be a value of the type.
        self.value = value


class Interface:
    """What a module offers. Each group is sorted by name."""

    __slots__ = ("constants", "docs", "functions", "imports", "modules", "name", "types", "version")

    def __init__(
        self,
        name: str,
        version: str | None,
        docs: str,
        modules: tuple[Module, ...],
        types: tuple[Type, ...],
        constants: tuple[Constant, ...],
        functions: tuple[Function, ...],
        imports: tuple[Import, ...] = (),
    ) -> None:
        self.name = name
        self.version = version
        self.docs = docs
        self.modules = modules
        #: The type of each definition.
        self.types = types
        self.constants = constants
        self.functions = functions
        self.imports = imports

    @property
    def classes(self) -> list[Definition]:
        """The definitions of classes."""
        return [ty.named for ty in self.types if ty.kind == "class"]

    @property
    def needs_allocator(self) -> bool:
        """Whether something that the guest is given can be larger than the scratch area."""
        params = [p.type for f in self.functions for p in f.params]
        results = [f.outcome for given in self.imports for f in given.functions]
        return any(ty.has_pointers for ty in params + results)

    @property
    def needs_release(self) -> bool:
        """Whether a result can be compound."""
        return self.needs_next or any(f.is_compound for f in self.functions)

    @property
    def lends(self) -> bool:
        """Whether a parameter is a callable or an iterable. The guest need not use it."""
        return any(f.lends for f in self.functions)

    @property
    def needs_next(self) -> bool:
        """Whether a result can be an iterator."""
        return any("iterator" in f.result.handles for f in self.functions)


def submodule(name: str) -> str:
    """The submodule of a dotted name; empty at the top."""
    return name.rpartition(".")[0]


def local_name(name: str) -> str:
    """A dotted name without its submodule."""
    return name.rpartition(".")[2]

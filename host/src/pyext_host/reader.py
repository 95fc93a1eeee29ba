"""The reader of interfaces, which trusts nothing that it reads: it makes the model or refuses."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Iterable, Iterator
from typing import Any, Callable, NoReturn, TypeVar

from . import _abi
from .errors import LoadError
from .interface import (
    KINDS,
    NO_DEFAULT,
    ROLES,
    UNIT,
    Case,
    Constant,
    Definition,
    Field,
    Function,
    Import,
    Interface,
    Module,
    Param,
    Type,
    local_name,
    outcome,
    submodule,
)
from .sections import REBUILD, interface_section
from .values import is_value

_T = TypeVar("_T")
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_ITERATOR = {"iterator", "raises"}
# What a terminal could take for a command; docs reach one through `help`.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def read(wasm: bytes, place: str) -> Interface:
    """The interface of the module in these bytes; `place` names them in errors."""
    return parse(interface_section(wasm, place), place)


def parse(content: bytes, place: str) -> Interface:
    """The interface that this JSON is."""
    return _Reader(place).interface(content)


class _Object:
    """A JSON object, with what errors call it."""

    def __init__(self, reader: _Reader, value: object, what: str) -> None:
        self.reader = reader
        self.place = what
        if not isinstance(value, dict):
            raise self.bad("it is not a JSON object")
        self.value: dict[str, Any] = value
        name = value.get("name")
        if isinstance(name, str):
            self.place = f"{what} {name if is_path(name) and len(name) <= 60 else show(name)}"

    def bad(self, reason: str, code: str = "PX606") -> LoadError:
        where = f"{self.place}: " if self.place else ""
        return self.reader.bad(code, where + reason)

    def has(self, key: str) -> bool:
        return key in self.value

    def text(self, key: str) -> str:
        text = self.value.get(key)
        if not isinstance(text, str):
            raise self.bad(f"`{key}` is {show(text)} and not a text")
        return text

    def docs(self) -> str:
        docs = self.text("docs") if self.has("docs") else ""
        # A lone surrogate can be spelled in JSON, and breaks whatever prints it later.
        docs = docs.encode("utf-8", "replace").decode("utf-8")
        return _CONTROLS.sub(lambda c: ascii(c.group())[1:-1], docs)

    def flag(self, key: str) -> bool:
        flag = self.value.get(key, False)
        if not isinstance(flag, bool):
            raise self.bad(f"`{key}` is not true or false")
        return flag

    def items(self, key: str, optional: bool = True) -> list[Any]:
        items = self.value.get(key, [] if optional else None)
        if not isinstance(items, list):
            raise self.bad(f"`{key}` is {show(items)} and not a list")
        return items

    def each(
        self, key: str, what: str, make: Callable[[_Object], _T], optional: bool = True
    ) -> tuple[_T, ...]:
        """What `make` makes of each object in a list; errors call one `what`."""
        where = f"{self.place}: {what}" if self.place else what
        objects = (_Object(self.reader, item, where) for item in self.items(key, optional))
        return tuple([make(item) for item in objects])

    def name(self) -> str:
        """A name that stands alone: of a parameter, field or member."""
        name = self.text("name")
        if not is_name(name):
            raise self.bad("this is not a Python name", "PX609")
        return name

    def path(self) -> str:
        """A name that can have a submodule's in front."""
        name = self.text("name")
        if not is_path(name):
            raise self.bad("this is not a Python name", "PX609")
        if is_special(name):
            raise self.bad("Python keeps this name for itself", "PX609")
        return name


class _Reader:
    """Reads the JSON of an interface section."""

    def __init__(self, place: str) -> None:
        self.place = place
        #: Definitions as they stand there, and those that have been read.
        self.raw: dict[str, _Object] = {}
        self.types: dict[str, Type] = {}
        #: Names of the definitions that are being read, each within the one before.
        self.open: list[str] = []
        #: Names of the classes.
        self.classes: set[str] = set()

    def bad(self, code: str, reason: str, mend: str = REBUILD) -> LoadError:
        return LoadError(code, self.place, reason, mend)

    def interface(self, content: bytes) -> Interface:
        if _nests_too_deep(content):
            raise self.bad("PX606", f"its interface nests deeper than {_DEEPEST}")
        try:
            value = json.loads(content.decode("utf-8"), parse_constant=_no_constant)
        except (ValueError, RecursionError) as e:
            raise self.bad("PX606", f"its interface is not JSON: {_plain(e)}") from None
        if not isinstance(value, dict):
            raise self.bad("PX606", "its interface is not a JSON object")
        abi = value.get("abi")
        if type(abi) is not int or abi != _abi.ABI_VERSION:
            raise self.bad(
                "PX607",
                f"its ABI version is {show(abi)}, this runtime knows {_abi.ABI_VERSION}",
                "use the versions of cargo-pyext and pyext-host that belong together",
            )
        top = _Object(self, value, "module")
        for feature in top.items("requires"):
            raise self.bad(
                "PX608",
                f"it requires the host feature {show(feature)}, which this runtime does not have",
                "install a newer pyext-host, or build the module for this one",
            )
        name = top.name()
        top.place = ""
        version = top.text("version") if top.has("version") else None
        modules = top.each("modules", "submodule", lambda o: Module(o.path(), o.docs()))
        for definition in top.each("types", "type", lambda o: o):
            self.raw[definition.path()] = definition
            if definition.value.get("kind") == "class":
                self.classes.add(definition.text("name"))
        names = [definition["name"] for definition in top.items("types")]
        types = tuple([self.named(name, self.raw[name], 0) for name in names])
        found = Interface(
            name,
            version,
            top.docs(),
            modules,
            types,
            top.each("constants", "constant", self.constant),
            top.each("functions", "function", self.function, optional=False),
            top.each("imports", "import", self.given),
        )
        self.check_names(found)
        if self.classes:
            from . import roles  # only where there are classes: it takes time

            roles.check(found, self.bad)
        return found

    # ---- names

    def check_names(self, found: Interface) -> None:
        """Refuses what is out of order, stands twice or is in a submodule that there is not."""
        modules = {module.name for module in found.modules}
        groups: list[tuple[str, Iterable[str]]] = [
            ("submodule", [module.name for module in found.modules]),
            ("type", [ty.named.name for ty in found.types]),
            ("constant", [constant.name for constant in found.constants]),
            ("import", [given.name for given in found.imports]),
            ("function", [function.name for function in found.functions if not function.role]),
        ]
        taken: set[str] = set()

        def take(what: str, name: str) -> None:
            if name in taken:
                raise self.bad("PX609", f"the name of {what} {show(name)} is taken")
            taken.add(name)

        for what, names in groups:
            before = ""
            for name in names:
                if before >= name:
                    reason = f"{what} {show(name)} is not in order, or it stands twice"
                    raise self.bad("PX609", reason)
                before = name
                module = submodule(name)
                if module and module not in modules:
                    reason = f"{what} {show(name)} is in a submodule that there is not"
                    raise self.bad("PX609", reason)
                take(what, name)
        for name in _class_names(found.types):
            take("class", name)
        order = [(function.name, function.role) for function in found.functions]
        for (before, role), after in zip(order, order[1:]):
            if (before, role) >= after:
                reason = f"function {show(after[0])} is not in order, or it stands twice"
                raise self.bad("PX609", reason)

    # ---- functions and constants

    def function(self, o: _Object) -> Function:
        role = o.text("role") if o.has("role") else ""
        if o.has("role") and role not in ROLES:
            raise o.bad(f"its role is {show(role)}")
        name = o.text("name") if role else o.path()
        if role:
            # What Python keeps for itself is looked at with the role.
            if not is_path(name):
                raise o.bad("this is not a Python name", "PX609")
            if submodule(name) not in self.classes:
                raise o.bad("it belongs to a class that there is not", "PX609")
        elif is_reserved(name):
            raise o.bad("this name is reserved", "PX609")
        params = o.each("params", "parameter", self.param, optional=False)
        self.check_params(o, params)
        for before, param in zip(params, params[1:]):
            self.check_order(o, before, param)
        result = self.whole(o, "result", "result", True) if o.has("result") else UNIT
        self.check_handles(o, "result", result, ("own",), "iterator")
        raises = self.raised(o, o.value) if o.has("raises") else None
        made = Function(
            name, o.docs(), params, result, raises, o.flag("wipe"), role, o.flag("vectorize")
        )
        if made.vectorize:
            self.check_vectorized(o, made)
        return made

    def check_vectorized(self, o: _Object, function: Function) -> None:
        """What runs on arrays is a plain function of numbers."""
        types = [function.result, *(param.type for param in function.params)]
        if not all(ty.is_number for ty in types):
            raise o.bad("it runs on arrays, and takes or returns something else", "PX610")
        if not function.params or function.raises or function.wipe or function.role:
            raise o.bad("it runs on arrays, and is not of the form that does", "PX610")

    def given(self, o: _Object) -> Import:
        """What the user of the extension gives it."""

        def function(f: _Object) -> Function:
            name = f.name()
            if is_special(name):
                raise f.bad("Python keeps this name for itself", "PX609")
            for key in ("role", "vectorize", "wipe"):
                if f.has(key):
                    raise f.bad(f"a function of an import has no `{key}`", "PX610")
            params = f.each("params", "parameter", self.taken, optional=False)
            self.check_params(f, params)
            result = self.whole(f, "result", "result", False) if f.has("result") else UNIT
            self.check_handles(f, "result", result)
            raises = self.raised(f, f.value, True) if f.has("raises") else None
            return Function(name, f.docs(), params, result, raises)

        name = o.path()
        if submodule(name):
            raise o.bad("an import is in no submodule", "PX609")
        functions = o.each("functions", "function", function, optional=False)
        names = [function.name for function in functions]
        if not names or any(a >= b for a, b in zip(names, names[1:])):
            raise o.bad("its functions are none, not in order, or one stands twice", "PX609")
        return Import(name, o.docs(), functions)

    def taken(self, o: _Object) -> Param:
        """A parameter of a function of an import."""
        for key in ("writable", "kind", "default"):
            if o.has(key):
                raise o.bad(f"a parameter of an import has no `{key}`", "PX610")
        name = o.name()
        ty = self.whole(o, "type", "", False)
        self.check_handles(o, "", ty)
        return Param(name, ty)

    def check_params(self, o: _Object, params: tuple[Param, ...]) -> None:
        if len(params) > _abi.MAX_PARAMETERS:
            raise o.bad(f"it has more than {_abi.MAX_PARAMETERS} parameters", "PX610")
        _each_once(o, "parameters", [param.name for param in params])

    def raised(self, o: _Object, value: dict[str, Any], unit: bool = False) -> Type:
        """What the value of the key `raises` says; `unit` if it can be no error with a type."""
        raises = self.type(o, "raises", value["raises"], 0)
        if raises.kind != "unit" and (unit or raises.kind != "error"):
            raise o.bad(f"it raises {show(str(raises))}, which is no error", "PX610")
        self.check_size(o, "raises", raises)
        return raises

    def check_handles(
        self,
        o: _Object,
        what: str,
        ty: Type,
        allowed: tuple[str, ...] = (),
        alone: str = "",
    ) -> None:
        """Refuses handles but for the kinds `allowed`, and for a type that is `alone` itself."""
        if not ty.handles or ty.kind == alone:
            return
        for kind in sorted(ty.handles.difference(allowed)):
            self.refuse(o, what, f"a type {kind} stands where none can")

    def param(self, o: _Object) -> Param:
        name = o.name()
        ty = self.whole(o, "type", "", False)
        # A callable can be left out.
        inner = ty.parts[0] if ty.kind == "option" else ty
        if inner.kind != "callable":
            self.check_handles(o, "", ty, ("own", "borrow"), "iterator")
        writable = o.flag("writable")
        kind = o.text("kind") if o.has("kind") else "usual"
        if kind not in KINDS or (kind == "usual" and o.has("kind")):
            raise o.bad(f"its kind is {show(kind)}")
        if writable and not (ty.kind == "list" and ty.parts[0].is_plain):
            raise o.bad("only a list of plain values can be writable", "PX610")
        if (kind == "variadic" and ty.kind != "list") or (
            kind == "keywords" and not (ty.kind == "map" and ty.parts[0].kind == "string")
        ):
            raise o.bad(f"a parameter of the kind {kind} has another type", "PX610")
        default = NO_DEFAULT
        if o.has("default"):
            if writable or kind in ("variadic", "keywords"):
                raise o.bad("it cannot have a default", "PX610")
            default = self.value(o, "default", ty)
        return Param(name, ty, writable, kind, default)

    def check_order(self, o: _Object, before: Param, param: Param) -> None:
        a, b = KINDS.index(before.kind), KINDS.index(param.kind)
        if a > b or (a == b and param.kind in ("variadic", "keywords")):
            raise o.bad("the kinds of parameters are not in order")
        positional = param.kind in ("positional", "usual")
        if positional and before.default is not NO_DEFAULT and param.default is NO_DEFAULT:
            raise o.bad(f"{param.name} has no default, and the one before it has")

    def constant(self, o: _Object) -> Constant:
        name = o.path()
        ty = self.whole(o, "type", "", False)
        self.check_handles(o, "", ty)
        return Constant(name, o.docs(), ty, self.value(o, "value", ty))

    def value(self, o: _Object, key: str, ty: Type) -> Any:
        if not o.has(key):
            raise o.bad(f"`{key}` is missing")
        value = o.value[key]
        if not is_value(value, ty):
            reason = f"its {key} {show(value)} is not a value of {show(str(ty))}"
            raise o.bad(reason, "PX610")
        return value

    # ---- types

    def whole(self, o: _Object, key: str, what: str, comes_back: bool) -> Type:
        """A type of its own, not a part of another; errors as data only in what comes back."""
        ty = self.type(o, what, o.value.get(key), 0)
        self.check_errors(o, what, ty, comes_back)
        self.check_size(o, what, ty)
        return ty

    def check_errors(self, o: _Object, what: str, ty: Type, comes_back: bool) -> None:
        if ty.astray is not None and (ty.astray[1] or not comes_back):
            self.refuse(o, what, f"the error {ty.astray[0]} stands where none can")

    def check_size(self, o: _Object, what: str, ty: Type) -> None:
        if ty.total > _abi.MAX_TYPE_PARTS:
            self.refuse(o, what, f"written out, it has more than {_abi.MAX_TYPE_PARTS} parts")
        self.check_depth(o, what, ty.height)
        if ty.layout.size > _abi.MAX_VALUE_BYTES:
            self.refuse(o, what, "its layout is too large")

    def check_depth(self, o: _Object, what: str, depth: int) -> None:
        if depth > _abi.MAX_TYPE_DEPTH:
            self.refuse(o, what, f"types nest deeper than {_abi.MAX_TYPE_DEPTH}")

    def refuse(self, o: _Object, what: str, reason: str) -> NoReturn:
        raise o.bad(f"{what}: {reason}" if what else reason, "PX610")

    def type(self, o: _Object, what: str, value: object, depth: int) -> Type:
        """The type that this JSON is, `depth` levels inside of another one."""
        # At once, and not when it is complete: what recurses without end overflows the stack.
        self.check_depth(o, what, depth)
        if isinstance(value, str) and value in _abi.PRIMITIVES:
            return Type(value)
        if isinstance(value, dict) and "iterator" in value and value.keys() <= _ITERATOR:
            return self.iterator(o, what, value, depth)
        if not isinstance(value, dict) or len(value) != 1:
            self.refuse(o, what, f"{show(value)} is not a type")
        ((kind, inner),) = value.items()
        if kind == "callable":
            return self.callable(o, what, inner, depth)
        if kind in ("named", "own", "borrow"):
            definition = self.raw.get(inner) if isinstance(inner, str) else None
            if definition is None or (inner in self.classes) == (kind == "named"):
                noun = "type" if kind == "named" else "class"
                self.refuse(o, what, f"there is no {noun} {show(inner)}")
            found = self.named(inner, definition, depth)
            return found if kind == "named" else Type(kind, definition=found.named)
        parts, count = self.parts(kind, inner)
        if parts is None:
            self.refuse(o, what, f"{show(value)} is not a type")
        made = Type(kind, tuple([self.type(o, what, t, depth + 1) for t in parts]), count)
        self.check_parts(o, what, made)
        return made

    def iterator(self, o: _Object, what: str, value: dict[str, Any], depth: int) -> Type:
        item = self.type(o, what, value["iterator"], depth + 1)
        # A result has a name here, a parameter has none.
        comes_back = bool(what)
        self.check_errors(o, what, item, comes_back)
        raises = self.raised(o, value, not comes_back) if "raises" in value else None
        made = Type("iterator", (item,), raises=raises)
        if made.batch.parts[0].parts[0].layout.size == 0:
            self.refuse(o, what, "an iterator of values without bytes")
        self.check_handles(o, what, item, ("own",) if comes_back else ())
        self.check_size(o, what, made.batch)
        return made

    def callable(self, o: _Object, what: str, value: object, depth: int) -> Type:
        if not isinstance(value, dict) or not isinstance(value.get("params"), list):
            self.refuse(o, what, f"{show(value)} is not a callable")
        if len(value["params"]) > _abi.MAX_TUPLE_FIELDS:
            self.refuse(o, what, f"it has more than {_abi.MAX_TUPLE_FIELDS} parameters")
        params = [self.type(o, what, t, depth + 1) for t in value["params"]]
        result = self.type(o, what, value["result"], depth + 1) if "result" in value else UNIT
        raises = self.raised(o, value, unit=True) if "raises" in value else None
        made = Type("callable", (*params, result), raises=raises)
        for part in (Type("tuple", made.parts[:-1]), outcome(result, raises)):
            self.check_handles(o, what, part)
            self.check_size(o, what, part)
        return made

    def parts(self, kind: str, inner: Any) -> tuple[list[Any] | None, int]:
        """The JSON of the parts of a type of this kind, and the number of its elements."""
        if kind in ("list", "option", "set"):
            return [inner], 0
        if not isinstance(inner, list):
            return None, 0
        if kind == "tuple":
            return inner, 0
        if kind in ("map", "result") and len(inner) == 2:
            return inner, 0
        if kind == "array" and len(inner) == 2:
            count = inner[1]
            if type(count) is int and 0 <= count < 1 << 32:
                return inner[:1], count
        return None, 0

    def check_parts(self, o: _Object, what: str, ty: Type) -> None:
        """The rules for what a type is directly made of."""
        kind = ty.kind
        if kind == "tuple" and not 1 <= len(ty.parts) <= _abi.MAX_TUPLE_FIELDS:
            wanted = f"it can have 1 to {_abi.MAX_TUPLE_FIELDS}"
            self.refuse(o, what, f"a tuple has {len(ty.parts)} fields, {wanted}")
        if kind in ("list", "set", "map", "array") and ty.parts[0].layout.size == 0:
            # A count alone would make any number of Python objects.
            self.refuse(o, what, f"a {kind} of values without bytes")
        if kind in ("set", "map") and not ty.parts[0].is_hashable:
            self.refuse(o, what, f"{show(str(ty.parts[0]))} cannot be a key")
        if kind == "array" and ty.count == 0:
            self.refuse(o, what, "an array has no elements")
        # The items of lists and iterators as well: 32-bit Pythons have no format for more.
        if ty.layout.size > _abi.MAX_VALUE_BYTES:
            self.refuse(o, what, "its layout is too large")

    # ---- definitions

    def named(self, name: str, o: _Object, depth: int) -> Type:
        """The type of a definition, read when it is first met."""
        found = self.types.get(name)
        if found is not None:
            return found
        if name in self.open:
            raise o.bad("it contains itself", "PX610")
        self.open.append(name)
        made = self.definition(name, o, depth).type()
        # As a type of its own, in `types`, it counts without itself.
        if sum(part.total for part in made.parts) > _abi.MAX_TYPE_PARTS:
            raise o.bad(f"written out, it has more than {_abi.MAX_TYPE_PARTS} parts", "PX610")
        self.check_depth(o, "", made.height)
        if made.layout.size > _abi.MAX_VALUE_BYTES:
            raise o.bad("its layout is too large", "PX610")
        self.open.pop()
        self.types[name] = made
        return made

    def definition(self, name: str, o: _Object, depth: int) -> Definition:
        kind = o.text("kind")
        docs = o.docs()
        if kind == "record":
            fields = self.fields(o, depth)
            if not fields:
                raise o.bad("it has no fields", "PX610")
            return Definition(name, kind, docs, frozen=o.flag("frozen"), fields=fields)
        if kind == "enum":
            cases = self.members(o, "cases", "case", self.enum_case)
            if len({case.value for case in cases}) < len(cases):
                raise o.bad("two cases have one value", "PX610")
            return Definition(name, kind, docs, cases=cases)
        if kind == "variant":
            return Definition(name, kind, docs, cases=self.cases(o, depth))
        if kind == "flags":
            flags = self.members(o, "flags", "flag", lambda f: Case(f.name(), f.docs()))
            if len(flags) > _abi.MAX_FLAGS:
                raise o.bad(f"it has more than {_abi.MAX_FLAGS} flags", "PX610")
            return Definition(name, kind, docs, cases=flags)
        if kind == "error":
            base = o.text("base") if o.has("base") else None
            if base is not None and base not in _abi.EXCEPTIONS:
                raise o.bad(f"{show(base)} is no exception that it can derive from", "PX610")
            if o.has("cases"):
                return Definition(name, kind, docs, base=base, cases=self.cases(o, depth, True))
            return Definition(name, kind, docs, base=base, fields=self.fields(o, depth, True))
        if kind == "class":
            return Definition(name, kind, docs)
        raise o.bad(f"its kind is {show(kind)}", "PX610")

    def enum_case(self, o: _Object) -> Case:
        value = o.value.get("value")
        if type(value) is not int or not -(1 << 63) <= value < 1 << 63:
            raise o.bad(f"`value` is {show(value)} and not an integer of 64 bits")
        return Case(o.name(), o.docs(), value=value)

    def cases(self, o: _Object, depth: int, error: bool = False) -> tuple[Case, ...]:
        def case(c: _Object) -> Case:
            made = c.text("class")
            if not is_name(made) or is_special(made):
                raise c.bad(f"its class {show(made)} is not a Python name", "PX609")
            return Case(c.name(), c.docs(), made, self.fields(c, depth, error))

        return self.members(o, "cases", "case", case)

    def members(
        self, o: _Object, key: str, what: str, make: Callable[[_Object], Case]
    ) -> tuple[Case, ...]:
        """Cases or flags: at least one, and names that an `Enum` can have."""
        found = o.each(key, what, make)
        if not found:
            raise o.bad(f"it has no {what}s", "PX610")
        for case in found:
            if case.name.startswith("_") or case.name == "mro":
                raise o.bad(f"Python keeps the {what} name {case.name} for itself", "PX609")
        _each_once(o, f"{what}s", [case.name for case in found])
        return found

    def fields(self, o: _Object, depth: int, error: bool = False) -> tuple[Field, ...]:
        def field(f: _Object) -> Field:
            name = f.name()
            if name.startswith("__") or (error and name in _abi.EXCEPTION_ATTRIBUTES):
                raise f.bad("Python keeps this name for itself", "PX609")
            ty = self.type(f, "", f.value.get("type"), depth + 1)
            self.check_handles(f, "", ty, () if error else ("own", "borrow"))
            # An error comes back, and so does the data in it.
            self.check_errors(f, "", ty, error)
            return Field(name, f.docs(), ty)

        found = o.each("fields", "field", field)
        _each_once(o, "fields", [field.name for field in found])
        return found


def _each_once(o: _Object, what: str, names: list[str]) -> None:
    if len(set(names)) < len(names):
        raise o.bad(f"two {what} have one name", "PX609")


def _class_names(types: tuple[Type, ...]) -> Iterator[str]:
    """The names of the classes of cases, with their submodule's in front."""
    for ty in types:
        module = submodule(ty.named.name)
        for case in ty.named.cases:
            if case.class_name:
                yield f"{module}.{case.class_name}" if module else case.class_name


def is_name(name: str) -> bool:
    """Whether this can name a module, function or parameter in Python."""
    return _IDENTIFIER.match(name) is not None and not keyword.iskeyword(name)


def is_path(name: str) -> bool:
    """Whether this can name something in Python that is, or can be, in a submodule."""
    return all(map(is_name, name.split(".")))


def is_reserved(name: str) -> bool:
    """Whether the ABI keeps this name of an export for itself."""
    return name in _abi.RESERVED_NAMES or name.startswith(_abi.RESERVED_PREFIXES)


def is_special(name: str) -> bool:
    """Whether Python gives attributes of this name a meaning of their own."""
    local = local_name(name)
    return local.startswith("__") and local.endswith("__")


def show(value: object) -> str:
    """A value from the file for a message: escaped, and not longer than a line."""
    try:
        text = ascii(value)
    except (ValueError, RecursionError):  # an integer of too many digits, nesting
        return "something very large"
    return text if len(text) <= 60 else text[:57] + "..."


#: More than the types and values of the ABI have room for.
_DEEPEST = 200
#: What nesting is counted by; a bracket in a string is none. A string without an end ends with the
#: text, so that none is looked at twice.
_MARKS = re.compile(rb'"(?:[^"\\]|\\.)*"?|[][{}]')


def _nests_too_deep(content: bytes) -> bool:
    """Whether to parse it could take all of the stack, which ends Pyodide."""
    depth = 0
    for mark in _MARKS.finditer(content):
        found = mark.group()
        depth += (found in b"[{") - (found in b"]}")
        if depth > _DEEPEST:
            return True
    return False


def _plain(error: Exception) -> str:
    """The reason of a parser error, escaped."""
    return ascii(str(error))[1:-1][:200]


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")

"""The rules for functions that belong to classes: what each role and each special name asks for."""

from __future__ import annotations

from .errors import LoadError
from .interface import Definition, Function, Interface, Type, local_name, submodule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable

    #: What makes the error of a code and a reason.
    Bad = Callable[[str, str], LoadError]

_INTEGERS = frozenset(f"{sign}{bits}" for sign in "us" for bits in (8, 16, 32, 64, 128))
_ANY = None

COMPARISONS = ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__")
_BINARY = [
    "add",
    "sub",
    "mul",
    "matmul",
    "truediv",
    "floordiv",
    "mod",
    "divmod",
    "pow",
    "lshift",
    "rshift",
    "and",
    "or",
    "xor",
]
#: The binary operators, those with operands the other way round, and those that change the object.
OPERATORS = tuple(f"__{name}__" for name in _BINARY)
REFLECTED = tuple(f"__r{name}__" for name in _BINARY)
IN_PLACE = tuple(f"__i{name}__" for name in _BINARY if name != "divmod")
#: Those whose operand can be none of their business.
WITH_OPERAND = frozenset([*COMPARISONS, *OPERATORS, *REFLECTED, *IN_PLACE])

#: For each special method the number of parameters behind `self`, and the kinds of results that it
#: can have; any where there are none.
SPECIAL: dict[str, tuple[int | None, frozenset[str] | None]] = {
    "__len__": (0, _INTEGERS),
    "__hash__": (0, _INTEGERS),
    "__bool__": (0, frozenset(["bool"])),
    "__repr__": (0, frozenset(["string"])),
    "__str__": (0, frozenset(["string"])),
    "__int__": (0, _INTEGERS),
    "__float__": (0, frozenset(["f32", "f64"])),
    "__index__": (0, _INTEGERS),
    "__iter__": (0, frozenset(["iterator", "own"])),
    "__next__": (0, frozenset(["option"])),
    "__contains__": (1, frozenset(["bool"])),
    "__getitem__": (1, _ANY),
    "__delitem__": (1, _ANY),
    "__setitem__": (2, frozenset(["unit"])),
    "__call__": (None, _ANY),
    "__enter__": (0, _ANY),
    "__exit__": (0, frozenset(["unit"])),
    **dict.fromkeys(("__neg__", "__pos__", "__abs__", "__invert__"), (0, _ANY)),
    **{name: (1, frozenset(["bool"])) for name in COMPARISONS},
    **dict.fromkeys(OPERATORS + REFLECTED, (1, _ANY)),
    **{name: (1, frozenset(["unit"])) for name in IN_PLACE},
}


def check(interface: Interface, bad: Bad) -> None:
    """Refuses what a function of a class cannot be."""
    classes = {definition.name: definition for definition in interface.classes}
    found: dict[str, set[tuple[str, str]]] = {name: set() for name in classes}
    for function in interface.functions:
        if function.role:
            owner = classes[submodule(function.name)]
            reason = _wrong(function, owner, classes, interface)
            if reason:
                raise bad("PX610", f"function {function.name}: {reason}")
            found[owner.name].add((local_name(function.name), function.role))
    for name, members in found.items():
        taken: dict[str, str] = {}
        for member, role in sorted(members):
            before = taken.setdefault(member, role)
            if before != role and (before, role) != ("getter", "setter"):
                raise bad("PX609", f"class {name} has two of the name {member}")
        for member, role in taken.items():
            if role == "setter":
                raise bad("PX610", f"class {name} has a setter {member} and no getter")


def _wrong(
    function: Function, owner: Definition, classes: dict[str, Definition], interface: Interface
) -> str:
    """What is wrong with a function; empty if nothing is."""
    role, params, name = function.role, function.params, local_name(function.name)
    is_special = name.startswith("__") and name.endswith("__")
    if role == "constructor":
        if name != "__new__" or function.result != Type("own", definition=owner):
            return "a constructor is called `__new__` and returns an object of the class"
        return ""
    if is_special and (role != "method" or name not in SPECIAL):
        return f"Python keeps the name {name} for itself"
    if role in ("static", "class"):
        return ""
    first = params[0] if params else None
    if (
        first is None
        or first.name != "self"
        or first.kind != "positional"
        or first.type.kind not in (("own", "borrow") if role == "method" else ("borrow",))
        or first.type.definition is not owner
    ):
        return "its first parameter is not `self`"
    if role == "getter" and (len(params) != 1 or function.result.kind == "unit"):
        return "a getter takes nothing and returns something"
    if role == "setter" and (len(params) != 2 or function.result.kind != "unit"):
        return "a setter takes the value and returns nothing"
    if role != "method" or not is_special:
        return ""
    count, kinds = SPECIAL[name]
    result = function.result
    if count is not None and len(params) != count + 1:
        return f"{name} takes {count} beside `self`"
    if count is not None and any(p.kind not in ("positional", "usual") for p in params):
        return f"Python calls {name} with positional arguments"
    if kinds is not None and result.kind not in kinds:
        return f"its result {result} is none that {name} can have"
    if name == "__iter__" and result.kind == "own":
        following = f"{result.named.name}.__next__"
        if all(f.name != following for f in interface.functions):
            return "its result is no iterator"
    return ""

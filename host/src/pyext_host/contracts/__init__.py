"""Contracts: what a program expects of a plugin, judged before anything of the plugin runs."""

from __future__ import annotations

import dataclasses
import enum
import json
import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Union

from .. import reader
from ..errors import InterfaceError, LoadError
from ..interface import Definition, Interface
from ..sections import interface_section
from . import differences, protocols

#: What can be expected: a protocol, or the path of a file that was made from one.
Expected = Union[type, str, "os.PathLike[str]"]


class Contract(NamedTuple):
    """What is expected."""

    #: What to call it in errors.
    place: str
    #: In the form of an interface section.
    interface: Any
    #: The program's own classes of the types in it, by their names.
    classes: Mapping[str, Any] = {}


def of(expected: Expected) -> Contract:
    """The contract that a protocol or a file describes.

    Raises `LoadError` if it is none.
    """
    if protocols.is_protocol(expected):
        protocol: Any = expected
        place = f"{protocol.__module__}:{protocol.__qualname__}"
        made, classes = protocols.interface(protocol, place)
        # By the reader's rules: names, order, what can be a key and how deep types nest.
        return _checked(place, json.dumps(made).encode(), protocols.MEND, classes)
    if isinstance(expected, type) or not isinstance(expected, (str, os.PathLike)):
        raise TypeError("expects: a class that derives from Protocol, or a path")
    place = ascii(os.fspath(expected))[1:-1]
    try:
        content = Path(expected).read_bytes()
    except (OSError, ValueError) as e:
        reason = f"it cannot be read: {getattr(e, 'strerror', None) or e}"
        raise LoadError("PX622", place, reason, "check the path in `expects`") from None
    mend = "`python -m pyext_host interface MODULE:PROTOCOL` makes the file of a contract"
    return _checked(place, content, mend, {})


def _checked(place: str, content: bytes, mend: str, classes: Mapping[str, Any]) -> Contract:
    try:
        if content[:4] == b"\0asm":  # an extension is a contract as well
            content = interface_section(content, place)
        reader.parse(content, place)
    except LoadError as e:
        raise LoadError("PX622", place, f"this is no contract: {e.reason}", mend) from None
    return Contract(place, json.loads(content), classes)


def text(contract: Contract) -> str:
    """The file of a contract, with each thing on lines of its own."""
    return json.dumps(contract.interface, indent=2, ensure_ascii=False) + "\n"


def check(
    expected: Expected, wasm: bytes, place: str, given: Any
) -> tuple[Contract, dict[str, str]]:
    """Refuses a module that does not keep the contract, and lists all that it does not keep.

    Returns the contract, and the names that its types have in the module.
    """
    contract = of(expected)
    # The comparison trusts what the reader has accepted.
    reader.read(wasm, place)
    plugin = json.loads(interface_section(wasm, place))
    names = differences.same(contract.interface, plugin)
    others: Collection[str] = given if isinstance(given, Mapping) else ()
    if given is not None and not others:
        # An object in place of a mapping is all that a plugin asks for.
        others = [entry["name"] for entry in plugin.get("imports", [])]
    found = differences.differences(contract.interface, plugin, names, others)
    if found:
        raise InterfaceError(place, contract.place, tuple(found))
    return contract, names


def asked_for(given: Any, found: Interface) -> Any:
    """What a plugin asks for of the imports that a program gives all of its plugins."""
    if not isinstance(given, Mapping):
        return given if found.imports else None
    return {entry.name: given[entry.name] for entry in found.imports if entry.name in given} or None


def bind(contract: Contract, names: dict[str, str], found: Interface) -> None:
    """Makes the program's own classes those of the plugin's types, where they can be."""
    for ty in found.types:
        own = contract.classes.get(names.get(ty.named.name, ""))
        if own is not None:
            _bind(ty.named, own)


def _bind(definition: Definition, own: Any) -> None:
    kind = definition.kind
    if kind == "record":
        if _takes(own, [field.name for field in definition.fields]):
            definition.python, definition.classes = own, (own,)
    elif kind == "variant":
        classes = tuple(own.get(case.name) for case in definition.cases)
        fields = [[field.name for field in case.fields] for case in definition.cases]
        # A case that the program does not know has a class of the plugin's, and so have the others.
        if all(map(_takes, classes, fields)):
            definition.python, definition.classes = Union[classes], classes
    elif kind == "enum":
        if [case.name for case in definition.cases] == [member.name for member in own]:
            definition.python, definition.classes = own, (own,)
    elif kind == "flags":
        listed = [(case.name, 1 << i) for i, case in enumerate(definition.cases)]
        if listed == [(member.name, member.value) for member in own]:
            definition.python, definition.classes = own, (own,)


def _takes(cls: Any, names: list[str]) -> bool:
    """Whether the class is called with these fields by their places."""
    if cls is None or issubclass(cls, enum.Enum):
        return False
    fields = [field for field in dataclasses.fields(cls) if field.init]
    by_place = [f.name for f in fields if not getattr(f, "kw_only", False)]
    return by_place == names and len(fields) == len(names)

"""What of one interface another one does not keep, by the rules of `cargo pyext diff`.

Both are JSON that the reader has accepted. `cli/src/diff` says the same of the same files, and
`host/tests/contracts.json` holds both to it.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

Json = Any

#: Lists whose entries have names, and what one of them is called.
_LISTS = {
    "modules": "submodule",
    "types": "type",
    "constants": "constant",
    "functions": "function",
    "cases": "case",
    "flags": "flag",
    "fields": "field",
    "params": "parameter",
    "imports": "import",
}
#: Keys that do not concern who calls; what `wipe` overwrites is nobody else's.
_SILENT = ("abi", "class", "docs", "name", "sdk", "version", "wipe")
#: All other keys that have a meaning. A reader ignores what it does not know.
_KEYS = (
    "base",
    "default",
    "frozen",
    "kind",
    "raises",
    "requires",
    "result",
    "role",
    "type",
    "value",
    "vectorize",
    "writable",
)
#: The codes of an entry that is missing, and of one that the contract does not have.
_GONE = {"parameter": "PX341", "field": "PX344", "case": "PX344", "flag": "PX344"}
_NEW = {"parameter": "PX342", "field": "PX344", "import": "PX345", "function": "PX345"}
#: In the place of a key that is not there.
_NOTHING: Any = object()


class Difference(NamedTuple):
    """One way in which a plugin does not keep a contract."""

    #: Of `docs/errors.md`: the kind of the difference.
    code: str
    #: Where: `function greet, parameter name`.
    place: str
    #: What is there, and what the contract has.
    reason: str

    def __str__(self) -> str:
        return f"{self.code}: {self.place}: {self.reason}"


def differences(
    contract: Json, plugin: Json, names: dict[str, str], given: Collection[str] = ()
) -> list[Difference]:
    """All of them, by place. `names` are those of `same`, `given` imports that are there anyway."""
    found = list(_entry("", "", _told(contract, {}), _told(plugin, names, contract)))
    kept = [d for d in found if d.code != "PX345" or d.place.partition(" ")[2] not in given]
    return sorted(kept, key=lambda d: (d.place, d.code, d.reason))


def _told(interface: Json, names: dict[str, str], contract: Json = None) -> Json:
    """The interface with types called as the contract does, and without what only guests see."""
    told = copy.deepcopy(interface)
    others = {entry["name"] for entry in contract.get("types", [])} if contract else set()

    def name(own: str) -> str:
        # One of the name that the contract has for another type is no entry of that.
        return names.get(own, f"{own}'" if own in others and own in names.values() else own)

    def walk(value: Json) -> None:
        if isinstance(value, list):
            for item in value:
                walk(item)
        elif isinstance(value, dict):
            for key in ("type", "result", "raises"):
                if key in value:
                    value[key] = of_type(value[key])
            for key in _LISTS:
                walk(value.get(key))

    def of_type(ty: Json) -> Json:
        if isinstance(ty, list):
            return [of_type(part) for part in ty]
        if not isinstance(ty, dict):
            return ty
        # Whether the guest takes an exception of what it calls is its own affair.
        inner = {key: of_type(part) for key, part in ty.items() if key != "raises"}
        if isinstance(inner.get("named"), str):
            inner["named"] = name(inner["named"])
        return inner

    walk(told)
    for definition in told.get("types", []):
        definition["name"] = name(definition["name"])
    return told


def same(contract: Json, plugin: Json) -> dict[str, str]:
    """The plugin's names of types, each with that of the contract's type in whose place it stands.

    Types are the same by what is in them; what they are called is the plugin's affair.
    """
    kinds = ("record", "enum", "variant", "flags", "error")
    ours, theirs = (
        {t["name"]: t for t in side.get("types", []) if t["kind"] in kinds}
        for side in (contract, plugin)
    )
    names: dict[str, str] = {}

    def pair(a: Json, b: Json) -> None:
        if isinstance(a, dict) and isinstance(b, dict):
            if isinstance(a.get("named"), str) and isinstance(b.get("named"), str):
                bind(a["named"], b["named"])
            for key in a.keys() & b.keys():
                pair(a[key], b[key])
        elif isinstance(a, list) and isinstance(b, list):
            for x, y in zip(a, b):
                pair(x, y)

    def bind(a: str, b: str) -> None:
        if a in ours and b in theirs and b not in names and a not in names.values():
            names[b] = a
            entries(ours[a], theirs[b])

    def entries(a: Json, b: Json) -> None:
        for key in ("type", "result", "raises"):
            pair(a.get(key), b.get(key))
        for key in _LISTS:
            if key != "types":
                theirs_by_name = _by_name(b.get(key, []))
                for name, entry in _by_name(a.get(key, [])).items():
                    if name in theirs_by_name:
                        entries(entry, theirs_by_name[name])

    entries(contract, plugin)
    return names


def _by_name(entries: list[Json]) -> dict[str, Json]:
    """Entries by their names; a property has a getter and a setter."""
    setter = " (setter)"
    return {e["name"] + (setter if e.get("role") == "setter" else ""): e for e in entries}


def _entry(place: str, word: str, old: Json, new: Json) -> Iterator[Difference]:
    for key in _KEYS:
        was, now = old.get(key, _NOTHING), new.get(key, _NOTHING)
        if was != now and not _is_kept(word, key, was, now):
            yield _changed(place, word, key, was, now)
    for key, inner in _LISTS.items():
        yield from _list(place, inner, old.get(key, []), new.get(key, []))


def _is_kept(word: str, key: str, was: Any, now: Any) -> bool:
    """Whether who knows the contract can live with another value of the key."""
    if key in _SILENT or (word == "constant" and key == "value"):
        return True
    if key == "default":
        return now is not _NOTHING
    if key == "raises":
        return now is _NOTHING or was is _NOTHING or was == "unit"
    if key == "vectorize":
        return was is _NOTHING
    if word == "parameter" and key == "kind":
        return now is _NOTHING and was in ("positional", "keyword")
    return False


def _changed(place: str, word: str, key: str, was: Any, now: Any) -> Difference:
    code = "PX344"
    if key in ("type", "result", "writable"):
        code = "PX343"
    elif key == "kind" and word == "parameter":
        code = "PX341"
    elif key == "default":
        code = "PX346"
    elif key == "raises":
        code = "PX347"
    called = {"raises": "error", "base": "base class"}.get(key, key)
    before, after = _shown_at(key, was), _shown_at(key, now)
    if now is _NOTHING:
        return Difference(code, place, f"it has no {called}, the contract has {before}")
    if was is _NOTHING:
        return Difference(code, place, f"{called} is {after}, the contract has none")
    return Difference(code, place, f"{called} is {after}, the contract has {before}")


def _list(place: str, word: str, old: list[Json], new: list[Json]) -> Iterator[Difference]:
    before, now = _by_name(old), _by_name(new)

    def at(name: str) -> str:
        return f"{place}, {word} {name}" if place else f"{word} {name}"

    for name, item in before.items():
        if name in now:
            yield from _entry(at(name), word, item, now[name])
        elif word != "import" and not _is_asked_for(place, word):
            yield Difference(_GONE.get(word, "PX340"), at(name), "it is missing")
    for name, item in now.items():
        if name not in before and not _is_optional(word, place, item):
            yield Difference(_NEW[word], at(name), "the contract does not have it")
    if word in ("field", "parameter"):
        # What the contract gives by its place has to come first, in that order.
        was = [name for name in _by_place(old) if name in now and not _is_by_name(now[name])]
        # What is new and has to be given is a difference of its own.
        found = [
            name
            for name in _by_place(new)
            if name in before or _is_optional(word, place, now[name])
        ]
        if found[: len(was)] != was:
            code = "PX341" if word == "parameter" else "PX344"
            reason = f"the order is {', '.join(found)}, the contract has {', '.join(was)}"
            yield Difference(code, place, reason)


def _by_place(entries: list[Json]) -> list[str]:
    """The names of what is given by its place, in order."""
    return [entry["name"] for entry in entries if not _is_by_name(entry)]


def _is_by_name(entry: Json) -> bool:
    return entry.get("kind") in ("keyword", "keywords", "variadic")


def _is_optional(word: str, place: str, item: Json) -> bool:
    """Whether who knows the contract need not know of the new entry."""
    if word == "parameter":
        return "default" in item or item.get("kind") in ("variadic", "keywords")
    return word not in ("field", "import") and not _is_asked_for(place, word)


def _is_asked_for(place: str, word: str) -> bool:
    """Whether it is a function of an import, which the program has to give."""
    return word == "function" and place.startswith("import ")


def _shown_at(key: str, value: Any) -> str:
    """What stands at a key, for people. A text that is a value is quoted, so that it is no type."""
    if key in ("default", "value") and isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return _shown(value)


def _shown(value: Json) -> str:
    """A value or type for people: `list[u8]`, `Point`."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict) and len(value) == 1:
        ((kind, part),) = value.items()
        if kind == "named":
            return str(part)
        inner = ", ".join(map(_shown, part)) if isinstance(part, list) else _shown(part)
        return f"{kind}[{inner}]"
    return ascii(value)[:200]

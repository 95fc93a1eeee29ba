"""The types of a module's imports and exports, read from its bytes.

wasmtime's C library ends the process when it is asked for a value type that it has no number for,
such as `v128` or a reference of garbage collection, and a stranger's module can export any. So the
types are read here. The module has been compiled before: it is valid.
"""

from __future__ import annotations

from .errors import LoadError

_VALUES = {
    0x7F: "i32",
    0x7E: "i64",
    0x7D: "f32",
    0x7C: "f64",
    0x7B: "v128",
    0x70: "funcref",
    0x6F: "externref",
}
_TYPE, _IMPORT, _FUNCTION, _MEMORY, _GLOBAL, _EXPORT = 1, 2, 3, 5, 6, 7
_KINDS = {1: "table", 2: "memory", 3: "global", 4: "tag"}
#: Bytes behind the constant instructions that are followed by a fixed number of them.
_FIXED = {0x43: 4, 0x44: 8}
_WITH_NUMBER = (0x41, 0x42, 0x23, 0xD0, 0xD2)
_WITHOUT = (0x6A, 0x6B, 0x6C, 0x7C, 0x7D, 0x7E)
_V128_CONST = 12


class Described:
    """What a module imports and exports."""

    def __init__(self, imports: list[tuple[str, str, str]], exports: dict[str, str]) -> None:
        #: Module, name and type of each import, in order. What is no function has the kind for a
        #: type.
        self.imports = imports
        #: The type of each export by its name.
        self.exports = exports


def describe(wasm: bytes, place: str) -> Described:
    """The types in words: `(i32 i64) -> (f32)` for a function.

    The exports are known only if all that is imported are functions.
    """
    try:
        return _Cursor(wasm, 8).described()
    except (IndexError, KeyError, UnicodeDecodeError):
        raise LoadError(
            "PX611",
            place,
            "it uses types of WebAssembly that no extension has",
            "build the module again with `cargo pyext build`",
        ) from None


def types_of(described: str) -> tuple[list[str], list[str]]:
    """The parameters and results of a function whose type is described so."""
    params, _, results = described.partition(" -> ")
    return params[1:-1].split(), results[1:-1].split()


def function_type(params: list[str], results: list[str]) -> str:
    """A function's type as `describe` writes it."""
    return f"({' '.join(params)}) -> ({' '.join(results)})"


class _Cursor:
    def __init__(self, wasm: bytes, at: int) -> None:
        self.wasm = wasm
        self.at = at

    def byte(self) -> int:
        self.at += 1
        return self.wasm[self.at - 1]

    def number(self) -> int:
        """A LEB128 number, unsigned; of a signed one only the length is right."""
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def described(self) -> Described:
        types: list[str] = []
        functions: list[int] = []
        imports: list[tuple[str, str, str]] = []
        memories: list[str] = []
        globals_: list[str] = []
        found: dict[str, str] = {}
        while self.at < len(self.wasm):
            kind = self.byte()
            size = self.number()
            end = self.at + size
            if kind == _TYPE:
                types = [self.function() for _ in range(self.number())]
            elif kind == _IMPORT:
                for _ in range(self.number()):
                    module, name, sort = self.name(), self.name(), self.byte()
                    if sort != 0:
                        return Described([(module, name, _KINDS[sort])], {})
                    functions.append(self.number())
                    imports.append((module, name, types[functions[-1]]))
            elif kind == _FUNCTION:
                functions += [self.number() for _ in range(self.number())]
            elif kind == _MEMORY:
                memories = [self.memory() for _ in range(self.number())]
            elif kind == _GLOBAL:
                globals_ = [self.global_() for _ in range(self.number())]
            elif kind == _EXPORT:
                for _ in range(self.number()):
                    name, sort, index = self.name(), self.byte(), self.number()
                    if sort == 0:
                        found[name] = types[functions[index]]
                    elif sort == 2:
                        found[name] = memories[index]
                    elif sort == 3:
                        found[name] = globals_[index]
                    else:
                        found[name] = _KINDS[sort]
            self.at = end
        return Described(imports, found)

    def name(self) -> str:
        size = self.number()
        self.at += size
        return self.wasm[self.at - size : self.at].decode("utf-8")

    def values(self) -> list[str]:
        return [_VALUES[self.byte()] for _ in range(self.number())]

    def function(self) -> str:
        if self.byte() != 0x60:
            raise KeyError
        return function_type(self.values(), self.values())

    def memory(self) -> str:
        flags = self.number()
        self.number()
        if flags & 1:
            self.number()
        if flags & 8:
            self.number()
        return "i64 memory" if flags & 4 else "memory"

    def global_(self) -> str:
        value, mutable = _VALUES[self.byte()], self.byte()
        self.skip_constant()
        return f"{'mutable' if mutable & 1 else 'immutable'} {value} global"

    def skip_constant(self) -> None:
        while True:
            op = self.byte()
            if op == 0x0B:
                return
            if op in _FIXED:
                self.at += _FIXED[op]
            elif op in _WITH_NUMBER:
                self.number()
            elif op == 0xFD and self.number() == _V128_CONST:
                self.at += 16
            elif op not in _WITHOUT:
                raise KeyError

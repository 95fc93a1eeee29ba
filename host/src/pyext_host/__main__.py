"""`python -m pyext_host`: what is in use, a warm cache, and the contract that a protocol is."""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import sys
from importlib import import_module

from . import __version__, bundle, cache, engine
from .errors import LoadError
from .parts import warm

_USAGE = """usage: python -m pyext_host info [--json]
       python -m pyext_host warm PACKAGE|FILE ...
       python -m pyext_host interface MODULE:PROTOCOL > app.json

info       says which wasmtime is in use, which way calls take and why, and where the cache is
warm       compiles extensions into the cache, so that no later start has to: when an image is built
interface  prints the contract that a protocol is, for `load(…, expects=…)` and `cargo pyext`
"""


def main(arguments: list[str]) -> int:
    """Runs the command; gives the exit code."""
    if "-h" in arguments or "--help" in arguments:
        print(_USAGE, end="")
        return 0
    if arguments in (["info"], ["info", "--json"]):
        return _info(arguments[1:] == ["--json"])
    if arguments[:1] == ["warm"] and arguments[1:]:
        return _warm(arguments[1:])
    if len(arguments) == 2 and arguments[0] == "interface":
        return _interface(arguments[1])
    if arguments and arguments[0] not in ("info", "warm", "interface"):
        print(f"error: there is no command {arguments[0]}", file=sys.stderr)
    print(_USAGE, end="", file=sys.stderr)
    return 2


def _info(as_json: bool) -> int:
    way, (folder, reason) = engine.verdict(), cache.look()
    about = {
        "pyext_host": __version__,
        "python": f"{platform.python_version()} ({platform.python_implementation()})",
        "wasmtime": engine.version() if engine.IS_NEAR else "none",
        "calls": f"{'fast path' if way.fast else 'public API'}: {way.reason}",
        "cache": folder or f"none: {reason}",
    }
    calls = "fast" if way.fast else "portable"
    if engine.IS_NEAR and importlib.util.find_spec("wasmtime") is None:
        about["wasmtime"] = "none"
        about["calls"] = "none: `pip install wasmtime`"
        calls = "none"
    elif engine.IS_NEAR and not way.fast:
        try:
            import_module(f"{__package__}.portable")
        except LoadError as e:
            about["calls"] = f"none: {e}"
            calls = "none"
    if as_json:
        about = {**about, "calls": calls, "reason": way.reason}
        print(json.dumps({**about, "cache": folder}))
        return 0
    for name, value in about.items():
        print(f"{name:10} {value}")
    return 0


def _interface(name: str) -> int:
    """Prints the contract that a protocol is."""
    from . import contracts
    from .contracts import protocols

    module, _, path = name.partition(":")
    sys.path.insert(0, "")
    try:
        if not module or not path:
            raise ValueError("a module and a class in it are wanted")
        found = import_module(module)
        for part in path.split("."):
            found = getattr(found, part)
    except (Exception, SystemExit) as e:  # whatever the module does when it is imported
        known = isinstance(e, (ImportError, AttributeError, ValueError))
        reason = str(e) if known else f"{type(e).__name__}: {e}"
        print(
            f"PX622: {name}: it cannot be found: {reason}\n  mend: MODULE:PROTOCOL",
            file=sys.stderr,
        )
        return 2
    if not protocols.is_protocol(found):
        print(
            f"PX622: {name}: it is no protocol\n  mend: a class that derives from typing.Protocol",
            file=sys.stderr,
        )
        return 2
    try:
        made = contracts.of(found)
    except LoadError as e:
        print(e, file=sys.stderr)
        return 2
    sys.stdout.write(contracts.text(made))
    return 0


def _warm(names: list[str]) -> int:
    """Compiles the files, and those in the packages; 1 if one is not there or is refused."""
    folder, reason = cache.look()
    if folder is None:
        print(f"error: there is no cache to warm: {reason}", file=sys.stderr)
        return 1
    failed = 0
    for name in names:
        files = _files(name)
        if not files:
            print(f"error: {name} is no file, and no package with a .wasm in it", file=sys.stderr)
            failed = 1
        for file in files:
            try:
                is_kept = warm(file)
            except LoadError as e:
                print(f"error: {e}", file=sys.stderr)
                failed = 1
                continue
            if is_kept:
                print(file)
            else:
                reason = f"nothing can be kept in {folder}: may it be written to, is there room?"
                print(f"error: {file}: {reason}", file=sys.stderr)
                failed = 1
        if files and not os.path.isfile(name):
            _keep_copies(name)
    bundle.keep()
    return failed


#: The package with the copy of the runtime in a package that `cargo pyext wheel` has made.
_COPY = "_pyext_host"


def _keep_copies(name: str) -> None:
    """Keeps the modules of the copies of the runtime in the package."""
    for package, folder in _packages(name):
        if not _has_copy(folder):
            continue
        # They stay as they are: what they do when they are imported is their own business.
        steps = package.split(".")
        for n in range(len(name.split(".")), len(steps) + 1):
            outer = ".".join(steps[:n])
            spec = importlib.util.find_spec(outer)
            if spec is not None:
                sys.modules.setdefault(outer, importlib.util.module_from_spec(spec))
        copy = import_module(f"{package}.{_COPY}")
        if engine.verdict().fast:
            import_module(f"{copy.__name__}.native")
        for file in _modules(folder):
            try:
                copy.parts.warm(file)  # for the modules that this one needs
            except LoadError:
                continue  # it has been told
        copy.bundle.keep()


def _has_copy(folder: str) -> bool:
    return os.path.isfile(os.path.join(folder, _COPY, "bundle.py"))


def _packages(name: str) -> list[tuple[str, str]]:
    """The package, and extensions in it, each with its folder. It is not imported."""
    try:
        spec = importlib.util.find_spec(name)
    except (Exception, SystemExit):  # the package that it is in is imported
        return []
    found = []
    for place in (spec.submodule_search_locations if spec is not None else None) or []:
        for folder, inner, _ in os.walk(place):
            inner.sort()
            if folder == place:
                found.append((name, folder))
            elif _has_copy(folder):
                steps = os.path.relpath(folder, place).split(os.sep)
                found.append((".".join([name, *steps]), folder))
    return found


def _files(name: str) -> list[str]:
    """The modules that are meant."""
    if os.path.isfile(name):
        return [name]
    return [file for _, folder in _packages(name) for file in _modules(folder)]


def _modules(folder: str) -> list[str]:
    files = sorted(os.listdir(folder))
    return [os.path.join(folder, file) for file in files if file.endswith(".wasm")]


def _run() -> int:
    """The same where nobody may be left to read."""
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
    except OSError as e:
        print(f"error: the output cannot be written: {e.strerror}", file=sys.stderr)
        # Python writes what is left when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


if __name__ == "__main__":
    sys.exit(_run())

"""The size table: the same `greet` as every tool chain leaves it."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .artifacts import Artifacts
from .calls import Missing
from .shell import Failed, say
from .toolchain import optimise

ADD = "pyext: `add` alone"
GREET = "pyext: `greet`, panic text"
GREET_LOCATION = "pyext: `greet`, panic place without values"
GREET_TRAP = "pyext: `greet`, trap only"


@dataclass(frozen=True)
class Size:
    """Bytes of one module."""

    label: str
    raw: int
    optimised: int | None
    compressed: int


def sizes(artifacts: Artifacts, wasm_opt: Path | None) -> tuple[list[Size], list[Missing]]:
    """Builds and weighs them all."""

    def ours(features: str) -> tuple[Path, Path | None]:
        raw = artifacts.pyext(features)
        return raw, artifacts.pyext(features, wasm_opt) if wasm_opt else None

    def peer(package: str, features: str | None = "greet") -> tuple[Path, Path | None]:
        raw = artifacts.guest(package, features)
        return raw, optimise(raw, wasm_opt) if wasm_opt else None

    def component() -> tuple[Path, Path | None]:
        raw, small = peer("component")
        return artifacts.component(raw), artifacts.component(small) if small else None

    rows: dict[str, Callable[[], tuple[Path, Path | None]]] = {
        ADD: lambda: ours("add,panic-format"),
        GREET_TRAP: lambda: ours("greet,panic-trap"),
        GREET_LOCATION: lambda: ours("greet,panic-location"),
        GREET: lambda: ours("greet,panic-format"),
        "hand-written core module: `greet`, trap only": lambda: peer("hand-written"),
        "component by wit-bindgen: `greet`": component,
        "wasm-bindgen, before its own tool: `greet`": lambda: peer("wasm-bindgen", None),
        "Extism: `greet`": lambda: peer("extism"),
    }
    measured: list[Size] = []
    missing: list[Missing] = []
    for label, build in rows.items():
        try:
            raw, small = build()
        except (Failed, OSError) as error:
            say("Missing", f"{label}: {error}")
            missing.append(Missing(label, str(error).splitlines()[0]))
            continue
        compressed = len(gzip.compress((small or raw).read_bytes(), mtime=0))
        optimised = small.stat().st_size if small else None
        measured.append(Size(label, raw.stat().st_size, optimised, compressed))
    return measured, missing

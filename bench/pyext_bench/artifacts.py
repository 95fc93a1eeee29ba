"""Builds the guests, the native module and our command line tool, each once per run."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .shell import Failed, run, say
from .toolchain import TARGET, wasm_selector


@dataclass
class Artifacts:
    """What a run builds, below `target`."""

    root: Path
    target: Path
    # The program, or why there is none: it is not tried again for each guest.
    _cli: Path | Failed | None = field(default=None, init=False)
    _native: Path | None = field(default=None, init=False)

    @property
    def bench(self) -> Path:
        return self.root / "bench"

    @property
    def _cli_target(self) -> Path:
        return self.target / "cli"

    def cli(self) -> Path:
        """`cargo-pyext`, release build."""
        if self._cli is None:
            say("Building", "cargo-pyext")
            command = ["cargo", "build", "--release", "--package", "cargo-pyext"]
            name = "cargo-pyext.exe" if os.name == "nt" else "cargo-pyext"
            try:
                run([*command, "--target-dir", self._cli_target], self.root)
                self._cli = self._cli_target / "release" / name
            except Failed as failed:
                self._cli = failed
        if isinstance(self._cli, Failed):
            raise self._cli
        return self._cli

    def cli_from_scratch(self) -> tuple[float, float]:
        """Seconds that a clean release build of `cargo-pyext` takes, downloads aside, and of CPU.

        On a machine with other work only the second means much.
        """
        run(["cargo", "fetch"], self.root)
        shutil.rmtree(self._cli_target, ignore_errors=True)
        self._cli = None
        start, used = time.perf_counter(), _cpu()
        self.cli()
        return time.perf_counter() - start, _cpu() - used

    def guest(self, package: str, features: str | None = None) -> Path:
        """The core module of a peer's guest, as cargo leaves it."""
        say("Building", f"guest {package}" + (f" ({features})" if features else ""))
        selection = [] if features is None else ["--no-default-features", "--features", features]
        target = self.target / "guests"
        build = ["cargo", *wasm_selector(), "build", "--release", "--target", TARGET]
        run(
            [*build, "--package", f"bench-{package}", "--target-dir", target, *selection],
            self.bench / "guests",
        )
        built = target / TARGET / "release" / f"bench_{package.replace('-', '_')}.wasm"
        return self._keep(built, f"{package}-{features or 'all'}.wasm")

    def pyext(
        self,
        features: str | None = None,
        wasm_opt: Path | None = None,
        more: Sequence[str] = (),
    ) -> Path:
        """Our guest through `cargo pyext build`, with more of its flags."""
        label = features.replace(",", "+") if features else "all"
        label += "".join(more)
        say("Building", f"guest pyext ({label}{', wasm-opt' if wasm_opt else ''})")
        selection = [] if features is None else ["--no-default-features", "--features", features]
        target = self.target / "guests"
        optimiser = ["--wasm-opt", str(wasm_opt)] if wasm_opt else ["--no-wasm-opt"]
        run(
            [self.cli(), "pyext", "build", "--target-dir", target, *selection, *optimiser, *more],
            self.bench / "guests" / "pyext",
        )
        suffix = ".opt.wasm" if wasm_opt else ".wasm"
        return self._keep(target / "pyext" / "bench_pyext.wasm", f"pyext-{label}{suffix}")

    def component(self, core: Path) -> Path:
        """The component around a core module that wit-bindgen has described."""
        out = core.with_name(core.name.replace(".wasm", ".component.wasm"))
        run([_script("wasm-tools"), "component", "new", core, "-o", out])
        return out

    def native(self) -> Path:
        """The folder that holds the PyO3 module, ready to import."""
        if self._native is not None:
            return self._native
        say("Building", "PyO3 module with maturin")
        wheels, folder = self.target / "wheels", self.target / "native-site"
        shutil.rmtree(wheels, ignore_errors=True)
        build = [str(_script("maturin")), "build", "--release", "--interpreter", sys.executable]
        run(
            [*build, "--out", wheels, "--target-dir", self.target / "native"],
            self.bench / "native",
        )
        (wheel,) = wheels.glob("*.whl")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run([*pip, "--no-deps", "--upgrade", "--target", folder, wheel])
        self._native = folder
        return folder

    def _keep(self, built: Path, name: str) -> Path:
        folder = self.target / "out"
        folder.mkdir(parents=True, exist_ok=True)
        kept = folder / name
        if not built.exists():
            raise Failed(f"{built.name} was not built")
        content = built.read_bytes()
        if not kept.exists() or kept.read_bytes() != content:
            kept.write_bytes(content)
        return kept


def _cpu() -> float:
    """CPU seconds of the programs that have run so far; 0 on Windows."""
    times = os.times()
    return times.children_user + times.children_system


def _script(name: str) -> Path:
    """A program of this virtual environment."""
    return Path(sys.executable).with_name(name + (".exe" if os.name == "nt" else ""))

"""A folder of plugins: loads what is new, drops what is gone, sets aside what misbehaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyext_host

from .contract import Finding, Rule, Settings

#: Of a plugin: generous for a rule, and nothing to a machine.
LIMITS = pyext_host.Limits(memory=64 << 20, time=2.0, module_bytes=4 << 20)
#: What a plugin can do wrong in a call.
MISBEHAVIOUR = (pyext_host.PyextError, MemoryError, RecursionError, TimeoutError)


@dataclass
class _Plugin:
    """A file, and what came of it."""

    #: What tells a file from a changed one.
    stamp: tuple[int, int]
    rule: Rule | None = None
    #: Why it is set aside, until the file changes.
    trouble: str = ""


@dataclass
class Rules:
    """The rules in a folder."""

    folder: Path
    settings: Settings
    _plugins: dict[str, _Plugin] = field(default_factory=dict)

    def refresh(self) -> list[str]:
        """Looks at the folder again; tells what has changed."""
        files = {path.name: path for path in sorted(self.folder.glob("*.wasm"))}
        told = [f"{name}: gone" for name in self._plugins if name not in files]
        for line in told:
            del self._plugins[line.partition(":")[0]]
        for name, path in files.items():
            about = path.stat()
            stamp = about.st_mtime_ns, about.st_size
            before = self._plugins.get(name)
            if before is not None and before.stamp == stamp:
                continue
            plugin = self._plugins[name] = self._loaded(path, stamp)
            if plugin.rule is None:
                told.append(f"{name}: refused: {plugin.trouble}")
            else:
                word = "loaded" if before is None else "loaded again"
                told.append(f"{name}: {word}: the rule {plugin.rule.NAME!r}")
        return told

    def _loaded(self, path: Path, stamp: tuple[int, int]) -> _Plugin:
        try:
            # Compared with the contract before anything of it runs.
            rule = pyext_host.load(
                path,
                expects=Rule,
                imports={"Settings": self.settings},
                limits=LIMITS,
                compile="subprocess",
            )
        except (pyext_host.LoadError, *MISBEHAVIOUR) as e:
            return _Plugin(stamp, trouble=str(e))
        return _Plugin(stamp, rule)

    def check(self, text: str) -> Iterator[tuple[str, Finding]]:
        """What all rules find, each with the rule's name, by lines."""
        lines = text.splitlines()
        found = [
            (plugin.rule.NAME, finding)
            for plugin in self._plugins.values()
            if plugin.rule is not None
            for finding in self._findings(plugin, plugin.rule, lines)
        ]
        yield from sorted(found, key=lambda pair: (pair[1].line, pair[0]))

    def _findings(self, plugin: _Plugin, rule: Rule, lines: list[str]) -> list[Finding]:
        try:
            found = rule.check(lines)
        except MISBEHAVIOUR as e:
            plugin.rule = None
            plugin.trouble = f"{type(e).__name__}: {e}"
            return []
        # The types are right. Whether the values make sense is for the program to see.
        return [finding for finding in found if 1 <= finding.line <= len(lines)]

    @property
    def troubles(self) -> dict[str, str]:
        """Why files are set aside."""
        return {name: plugin.trouble for name, plugin in self._plugins.items() if plugin.trouble}

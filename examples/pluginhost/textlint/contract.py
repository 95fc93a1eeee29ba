"""What this program expects of a plugin, and what it gives one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Protocol

from pyext_host.types import u32


@dataclass(frozen=True)
class Finding:
    """Something that a rule does not like."""

    line: u32
    message: str


class Rule(Protocol):
    """A rule: its name, and what it finds in the lines of a text."""

    NAME: str

    def check(self, lines: list[str], most: u32 = 100) -> list[Finding]:
        """What is wrong with the lines, which are counted from 1; at most so many findings."""


class Settings:
    """The import `Settings`: all that a rule can ask for."""

    def __init__(self, values: dict[str, str]) -> None:
        self._values = values

    def get(self, name: str) -> Optional[str]:  # noqa: UP045  # Python 3.9 has no `str | None`
        """The value of a setting, if the user has set it."""
        return self._values.get(name)

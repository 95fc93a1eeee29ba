"""A linter of texts whose rules are plugins: strangers' code, in WebAssembly."""

from .contract import Finding, Rule, Settings
from .rules import Rules

__all__ = ["Finding", "Rule", "Rules", "Settings"]

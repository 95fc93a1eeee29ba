# Types of what everything.text offers. Written by cargo-pyext.
"""Texts."""

__all__ = ["quote"]

def quote(text: str, quotes: tuple[str, str] = ('"', '"')) -> str: ...

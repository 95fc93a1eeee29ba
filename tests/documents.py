"""Blocks of code in Markdown documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(text: str) -> Iterator[tuple[str, str]]:
    """The blocks of a text: what stands behind the fence, and the lines."""
    for match in FENCE.finditer(text):
        yield match["info"], match["body"]

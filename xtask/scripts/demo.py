"""Converts documents with the Markdown example and with a pure-Python library, and compares."""

from __future__ import annotations

import importlib.metadata
import importlib.resources
import sys
import time
from pathlib import Path
from typing import Callable

import pyext_markdown
from markdown_it import MarkdownIt

# One measurement is as many calls as fill this time; the best of REPEATS is the least disturbed.
SECONDS = 0.2
REPEATS = 5


def seconds_per_call(function: Callable[[str], str], document: str) -> float:
    """The time of one call, the best of a few measurements."""
    function(document)
    best = float("inf")
    for _ in range(REPEATS):
        calls = 0
        start = now = time.perf_counter()
        while now - start < SECONDS:
            function(document)
            calls += 1
            now = time.perf_counter()
        best = min(best, (now - start) / calls)
    return best


def opening(html: str, lines: int) -> str:
    """The first lines of `html`, none longer than the screen."""
    return "\n".join(f"    {line[:96]}" for line in html.splitlines()[:lines])


def main(paths: list[Path]) -> None:
    """Prints what the extension makes of each document and how long it takes."""
    folder = importlib.resources.files(pyext_markdown)
    size = sum(len(file.read_bytes()) for file in folder.iterdir() if file.name.endswith(".wasm"))
    version = importlib.metadata.version
    peer = MarkdownIt("commonmark")
    print(f"\npyext_markdown {version('pyext-markdown')}: its .wasm has {size:,} bytes")
    print(f"Python {sys.version.split()[0]}, wasmtime {version('wasmtime')}")
    for path in paths:
        document = path.read_text(encoding="utf-8")
        html = pyext_markdown.to_html(document)
        print(f"\n{path.name}: {len(document):,} characters of Markdown, {len(html):,} of HTML")
        print(f"  title: {pyext_markdown.title(document)!r}")
        print(opening(html, 5))
        ours = seconds_per_call(pyext_markdown.to_html, document)
        theirs = seconds_per_call(peer.render, document)
        print(f"  pyext_markdown.to_html         {ours * 1000:10.3f} ms a call")
        print(
            f"  {'markdown-it-py ' + version('markdown-it-py'):<30} {theirs * 1000:10.3f} ms a call"
        )
        print(f"  ratio                          {theirs / ours:10.1f}")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])

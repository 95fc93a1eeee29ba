"""The page in examples/browser, in a headless Chromium: it loads the wheel that pip installs."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Page, page
from support import ROOT, Wheel

sys.path.insert(0, str(ROOT / "examples" / "browser"))
import serve


@pytest.fixture(scope="module")
def opened(markdown_wheel: Wheel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The page, which has loaded the wheel."""
    pyodide = Path(os.environ.get("PYEXT_PYODIDE") or serve.PYODIDE)
    assert pyodide.exists(), f"{pyodide} is not there; `cargo xtask setup` installs it"
    server = serve.server(0, pyodide, markdown_wheel.path.parent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with page(tmp_path_factory.mktemp("profile")) as made:
        made.go(f"http://127.0.0.1:{server.server_port}/")
        made.wait("document.getElementById('status')?.textContent.includes('characters')")
        yield made
    server.shutdown()


def test_the_page_shows_the_html_of_its_markdown(opened: Page) -> None:
    assert opened.run("document.getElementById('title').textContent") == "Rust in a page"
    html = opened.run("document.getElementById('html').srcdoc")
    assert "<em>same wheel</em>" in html
    assert "<td>Pyodide</td>" in html


def test_the_page_follows_what_is_typed(opened: Page) -> None:
    opened.run(
        """(() => {
            const area = document.getElementById("markdown");
            area.value = "# Grüße 🦀\\n\\n- eins";
            area.dispatchEvent(new Event("input"));
        })()"""
    )
    assert opened.run("document.getElementById('title').textContent") == "Grüße 🦀"
    html = opened.run("document.getElementById('html').srcdoc")
    assert html == "<h1>Grüße 🦀</h1>\n<ul>\n<li>eins</li>\n</ul>\n"


def large(size: int) -> str:
    """Python code that loads the module with so many useless bytes more."""
    return f"""
import pathlib
import pyext_markdown
from pyext_markdown import _pyext_host as host

def leb(value):
    return bytes(value >> shift & 127 | 128 * (shift < 28) for shift in range(0, 35, 7))

(path,) = pathlib.Path(pyext_markdown.__file__).parent.glob("*.wasm")
more = b"\\1x" + bytes({size})
try:
    found = host.load(path.read_bytes() + b"\\0" + leb(len(more)) + more).to_html("# Hi")
except host.LoadError as e:
    found = str(e)
found
"""


def test_a_module_of_any_size_loads_where_python_can_wait(opened: Page) -> None:
    html = opened.run(f"python.runPythonAsync({json.dumps(large(9 << 20))})")
    assert html == "<h1>Hi</h1>\n"


def test_a_large_module_that_cannot_be_waited_for_is_refused_with_what_to_do(opened: Page) -> None:
    told = opened.run(f"python.runPython({json.dumps(large(9 << 20))})")
    assert "PX615" in told
    assert "runPythonAsync" in told

"""Serves the page, the wheels in its folder, and Pyodide: `python3 serve.py [PORT] [PYODIDE]`."""

from __future__ import annotations

import contextlib
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).resolve().parent
#: Where `cargo xtask setup` puts Pyodide.
PYODIDE = HERE.parent.parent / "target" / "xtask" / "pyodide" / "node_modules" / "pyodide"


def server(port: int, pyodide: Path, wheels: Path = HERE / "wheels") -> ThreadingHTTPServer:
    """A server for this machine alone."""
    folders = {"pyodide": pyodide, "wheels": wheels}

    class Handler(SimpleHTTPRequestHandler):
        def guess_type(self, path: object) -> str:
            """What it is; modules of JavaScript are known to newer Pythons only."""
            return (
                "text/javascript" if str(path).endswith(".mjs") else super().guess_type(str(path))
            )

        def translate_path(self, path: str) -> str:
            """A file of the page, or one of Pyodide or the wheels; all of them have plain names."""
            first, _, name = path.split("?")[0].strip("/").partition("/")
            folder = folders.get(first, HERE)
            return str(folder / Path(name if first in folders else first or "index.html").name)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    pyodide = Path(sys.argv[2]) if len(sys.argv) > 2 else PYODIDE
    if not (pyodide / "pyodide.mjs").exists():
        sys.exit(f"there is no Pyodide in {pyodide}: `cargo xtask setup` brings it where npm is")
    if not any(HERE.glob("wheels/*.whl")):
        sys.exit(f"there is no wheel in {HERE / 'wheels'}: README.md says how to make it")
    made = server(port, pyodide)
    print(f"http://127.0.0.1:{port}/", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        made.serve_forever()

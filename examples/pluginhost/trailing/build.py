"""Compiles `trailing.c` and puts its interface behind it: `python build.py COMPILER… -o OUT`.

The compiler is any clang with lld, such as `clang --target=wasm32`, or `python -m ziglang cc
--target=wasm32-freestanding`, which is one that pip installs.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
OPTIONS = [
    *("-std=c11", "-Os", "-Wall", "-Wextra", "-Werror"),
    # No C library: it calls nothing, and the compiler puts in no call of its own.
    *("-nostdlib", "-ffreestanding", "-fno-builtin"),
    *("-Wl,--no-entry", "-Wl,--export=pyext_v1", "-Wl,--strip-all"),
]


def leb(number: int) -> bytes:
    """An unsigned LEB128 number."""
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes([*found, number])


def main(compiler: list[str], out: Path) -> None:
    """Builds the plugin."""
    command = [*compiler, *OPTIONS, str(HERE / "trailing.c"), "-o", str(out)]
    try:
        subprocess.run(command, check=True)
    except subprocess.CalledProcessError as e:  # it has said why
        sys.exit(e.returncode)
    except OSError as e:
        sys.exit(f"error: {compiler[0]} cannot be run: {e.strerror}\n{__doc__}")
    interface = json.loads((HERE / "trailing.json").read_text(encoding="utf-8"))
    content = json.dumps(interface, separators=(",", ":"), ensure_ascii=False).encode()
    body = leb(len(b"pyext")) + b"pyext" + content
    with out.open("ab") as file:
        file.write(b"\0" + leb(len(body)) + body)


if __name__ == "__main__":
    words = sys.argv[1:]
    if len(words) < 3 or words[-2] != "-o":
        sys.exit(__doc__)
    main(words[:-2], Path(words[-1]))

"""Fetches the CommonMark specification, its text and its examples, into the folder that is named.

markdown-it-py's source archive on PyPI carries both unchanged; `pip download` brings it by the
machine's own settings.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

# Its specification is version 0.31.2, the one that pulldown-cmark 0.13 follows.
SOURCE = "markdown-it-py==4.3.0"
FILES = ("spec.md", "commonmark.json")


def main(folder: Path) -> None:
    """Puts FILES into `folder`."""
    with tempfile.TemporaryDirectory() as name:
        download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        # Only its texts are wanted, so the Python that it asks for does not matter.
        download += ["--ignore-requires-python", "--no-binary", "markdown-it-py"]
        subprocess.run([*download, "--dest", name, SOURCE], check=True)
        (archive,) = Path(name).glob("*.tar.gz")
        found = Path(name) / "found"
        found.mkdir()
        with tarfile.open(archive) as files:
            for member in files:
                place = Path(member.name)
                content = files.extractfile(member)
                if content and place.parent.name == "test_cmark_spec" and place.name in FILES:
                    (found / place.name).write_bytes(content.read())
        missing = [file for file in FILES if not (found / file).exists()]
        if missing:
            sys.exit(f"{SOURCE} has no {', '.join(missing)}")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(found, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

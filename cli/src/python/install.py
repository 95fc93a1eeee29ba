"""Installs one wheel into this interpreter's environment, in place of what has the same name.

A process that is killed leaves nothing that the next one does not put right: the list of files is
written before the files, and each file appears whole.
"""

from __future__ import annotations

import base64
import configparser
import csv
import hashlib
import io
import json
import os
import re
import shutil
import sys
import sysconfig
import zipfile
from pathlib import Path


def normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def refuse(why: str) -> None:
    sys.exit(why)


def write(path: Path, content: bytes, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.chmod(mode)
        os.replace(temporary, path)
    finally:
        if temporary.exists():
            temporary.unlink()


def script(module: str, attribute: str) -> bytes:
    """A program that calls an entry point."""
    python = sys.executable
    if len(python) < 120 and " " not in python:
        first = f"#!{python}\n"
    else:
        # The kernel takes no longer line and no space: a shell starts Python with the same file.
        first = f"#!/bin/sh\n'''exec' \"{python}\" \"$0\" \"$@\"\n' '''\n"
    root = attribute.split(".")[0]
    return f"{first}import sys\nfrom {module} import {root}\nsys.exit({attribute}())\n".encode()


def scripts(entry_points: str, folder: Path) -> dict[Path, bytes]:
    """The programs that the entry points ask for."""
    parser = configparser.RawConfigParser(delimiters=("=",))
    parser.optionxform = str  # type: ignore[method-assign, assignment]
    parser.read_string(entry_points)
    files: dict[Path, bytes] = {}
    for section in ("console_scripts", "gui_scripts"):
        if not parser.has_section(section):
            continue
        for name, target in parser.items(section):
            module, _, attribute = target.split("[")[0].strip().partition(":")
            content = script(module.strip(), attribute.strip())
            if os.name == "nt":
                files[folder / f"{name}-script.py"] = content
                start = f'@"{sys.executable}" "%~dp0{name}-script.py" %*\r\n'
                files[folder / f"{name}.cmd"] = start.encode()
            else:
                files[folder / name] = content
    return files


def installed(site: Path, name: str) -> list[Path]:
    """The folders that describe what is installed under this name."""
    found = []
    for entry in sorted(site.iterdir()):
        stem, _, kind = entry.name.rpartition(".")
        if kind not in ("dist-info", "egg-info", "egg-link") or not stem:
            continue
        if normalized(stem.split("-")[0]) == name:
            if kind != "dist-info":
                refuse(f"{entry} is of an old setuptools; remove it: pip uninstall {name}")
            found.append(entry)
    return found


def listed(dist_info: Path) -> set[Path]:
    """The files that a RECORD names, where they are inside of the environment."""
    record = dist_info / "RECORD"
    if not record.exists():
        return {path for path in dist_info.iterdir() if path.is_file()}
    home = Path(os.path.realpath(sys.prefix))
    paths = set()
    with record.open(newline="", encoding="utf-8") as file:
        for row in csv.reader(file):
            if not row:
                continue
            # Only the folder is resolved: a file that is a link is itself what was installed.
            path = Path(os.path.normpath(dist_info.parent / row[0]))
            path = Path(os.path.realpath(path.parent)) / path.name
            if home in path.parents:
                paths.add(path)
    return paths


def record(files: dict[Path, bytes], own: Path, site: Path) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    for path, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        place = os.path.relpath(path, site).replace(os.sep, "/")
        rows.writerow([place, f"sha256={digest}", len(content)])
    rows.writerow([os.path.relpath(own, site).replace(os.sep, "/"), "", ""])
    return out.getvalue().encode()


def remove(paths: set[Path], site: Path) -> None:
    """Removes files, what Python compiled of them, and the folders that get empty."""
    folders = set()
    for path in paths:
        if path.is_file() or path.is_symlink():
            path.unlink()
        folders.add(path.parent)
        if path.suffix == ".py":
            for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
                compiled.unlink()
            folders.add(path.parent / "__pycache__")
    for folder in sorted(folders, key=lambda f: len(f.parts), reverse=True):
        while site in folder.parents and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent


def main(wheel: str, options: str) -> None:
    settings = json.loads(options)
    site = Path(os.path.realpath(sysconfig.get_path("purelib")))
    programs = Path(os.path.realpath(sysconfig.get_path("scripts")))
    site.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as archive:
        content = {
            name: archive.read(name) for name in archive.namelist() if not name.endswith("/")
        }
    (stem,) = {name.split("/")[0] for name in content if name.split("/")[0].endswith(".dist-info")}
    dist_info = site / stem
    files = {site / name: data for name, data in content.items() if name != f"{stem}/RECORD"}
    files[dist_info / "INSTALLER"] = b"cargo-pyext\n"
    files[dist_info / "REQUESTED"] = b""
    if settings["direct_url"]:
        files[dist_info / "direct_url.json"] = json.dumps(settings["direct_url"]).encode()
    started = scripts(content.get(f"{stem}/entry_points.txt", b"").decode(), programs)
    files.update(started)

    old = installed(site, normalized(stem.split("-")[0]))
    before: set[Path] = set()
    for folder in old:
        before |= listed(folder) | {folder / "RECORD"}
    own = dist_info / "RECORD"
    everything = dict(files)
    if dist_info in old:
        everything.update({path: b"" for path in before if path not in files and path != own})
    write(own, record(everything, own, site))
    for path, data in files.items():
        if not (path.is_file() and path.read_bytes() == data):
            write(path, data, 0o755 if path in started else 0o644)
    remove(before - set(files) - {own}, site)
    for folder in old:
        if folder != dist_info:
            shutil.rmtree(folder, ignore_errors=True)
    write(own, record(files, own, site))
    print(json.dumps({"site": str(site), "scripts": [str(path) for path in started]}))


main(*sys.argv[1:])

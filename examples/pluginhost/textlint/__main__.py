"""`python -m textlint FILE…`: what the rules in a folder find in texts."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from . import Rules, Settings


def main() -> int:
    """Runs the command; gives the exit code: 1 if a rule has found something, 2 for no text."""
    parser = argparse.ArgumentParser(prog="textlint", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--plugins", type=Path, default=Path("plugins"), help="folder of rules")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--watch", action="store_true", help="go on, whenever a rule changes")
    options = parser.parse_args()
    settings = dict(pair.partition("=")[::2] for pair in options.set)
    if not options.plugins.is_dir():
        parser.error(f"{options.plugins} is no folder: --plugins names that of the rules")
    rules = Rules(options.plugins, Settings(settings))
    code = 0
    while True:
        changes = rules.refresh()
        for line in changes:
            print(_shown(line), file=sys.stderr)
        if changes or not options.watch:
            code = max([_look_through(path, rules) for path in options.files])
            for name, trouble in rules.troubles.items():
                print(_shown(f"{name}: set aside: {trouble}"), file=sys.stderr)
        if not options.watch:
            return code
        time.sleep(0.5)


def _look_through(path: Path, rules: Rules) -> int:
    """Prints what the rules find in a text: 1 if it is anything, 2 if there is no text."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as e:
        print(f"{path}: it cannot be read: {e}", file=sys.stderr)
        return 2
    code = 0
    for name, finding in rules.check(text):
        message = " ".join(f"{finding.message} ({name})".splitlines())
        print(f"{path}:{finding.line}: {_shown(message)}", flush=True)
        code = 1
    return code


def _shown(text: str) -> str:
    """A text of a stranger, for a terminal, which obeys some characters."""
    return "".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in text)


if __name__ == "__main__":
    sys.exit(main())

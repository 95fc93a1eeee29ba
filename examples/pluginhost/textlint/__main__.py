"""`python -m textlint FILE…`: what the rules in a folder find in texts."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from . import Rules, Settings


def main() -> int:
    """Runs the command; gives the exit code: 1 if a rule has found something."""
    parser = argparse.ArgumentParser(prog="textlint", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--plugins", type=Path, default=Path("plugins"), help="folder of rules")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--watch", action="store_true", help="go on, whenever a rule changes")
    options = parser.parse_args()
    settings = dict(pair.partition("=")[::2] for pair in options.set)
    rules = Rules(options.plugins, Settings(settings))
    found = 0
    while True:
        for line in rules.refresh():
            print(line, file=sys.stderr)
            found = -1
        if found < 0 or not options.watch:
            found = 0
            for path in options.files:
                for name, finding in rules.check(path.read_text(encoding="utf-8")):
                    print(f"{path}:{finding.line}: {finding.message} ({name})", flush=True)
                    found += 1
            for name, trouble in rules.troubles.items():
                print(f"{name}: set aside: {trouble}", file=sys.stderr)
        if not options.watch:
            return 1 if found else 0
        time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main())

"""Read every published record of a folder and print what a plan would take of it.

Leaving everything is an answer, with its reasons. Crashing on one, or saying nothing at all, is a fault and the only
reason for status 1.
"""

import sys
import traceback
from pathlib import Path

from app.cli.plan_import import as_dict, as_lines
from app.fhir import incoming


def main(folder: Path) -> int:
    """Status 0 when something was said about each file, else 1."""
    faults = 0
    files = sorted(folder.rglob("*.json"))
    for path in files:
        try:
            found = incoming.read(path.read_bytes())
            said = as_dict(found)
            assert as_lines(found)
            counts = [f"{name} {len(said[name])}" for name in ("would_take", "would_leave", "facts", "problems")]
            words = ", ".join(counts)
            if not (found.items or found.left or found.problems):
                words = "SAYS NOTHING: " + words
                faults += 1
        except Exception:
            faults += 1
            words = "CRASHED\n" + traceback.format_exc()
        print(f"{path.relative_to(folder)}: {words}")
    if not files:
        print(f"{folder} holds no JSON file: name another folder")
    return 1 if faults or not files else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

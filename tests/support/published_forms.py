"""Read every published questionnaire of a folder and print what we make of it.

Refusing a form is an answer, with its reasons. Crashing on one is a fault, and the only reason for status 1.
"""

import json
import sys
import traceback
from pathlib import Path

from app.care.questionnaires import definition


def main(folder: Path) -> int:
    """Status 0 when every Questionnaire was read or refused with reasons, else 1."""
    crashes = 0
    for path in sorted(folder.glob("*.json")):
        raw = path.read_bytes()
        if not is_questionnaire(raw):
            continue
        try:
            words = _words(definition.read(raw))
        except Exception:
            crashes += 1
            words = "CRASHED\n" + traceback.format_exc()
        print(f"{path.name}: {words}")
    return 1 if crashes else 0


def _words(verdict: definition.Verdict) -> str:
    reasons = "".join(f"\n    {reason}" for reason in verdict.reasons)
    noted = f" ({len(verdict.warnings)} warnings)" if verdict.warnings else ""
    return ("reads" if verdict.accepted else "refused, because") + noted + reasons


def is_questionnaire(raw: bytes) -> bool:
    try:
        return json.loads(raw).get("resourceType") == "Questionnaire"
    except (ValueError, AttributeError):
        return True  # whatever it is, reading it must not crash


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

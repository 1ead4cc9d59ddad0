"""Read every published questionnaire of a folder and print what we make of it.

Refusing a form is an answer, with its reasons. Crashing on one is a fault, and the only reason for status 1.
"""

import json
import sys
import traceback
from pathlib import Path


def main(folder: Path) -> int:
    """Status 0 when every Questionnaire was read or refused with reasons, else 1."""
    from app.care.questionnaires import definition
    from app.errors import Refusal

    crashes = 0
    for path in sorted(folder.glob("*.json")):
        raw = path.read_bytes()
        if not _is_questionnaire(raw):
            continue
        try:
            definition.read(raw)
            verdict = "reads"
        except Refusal as refusal:
            verdict = f"refused: {refusal.words}"
        except Exception:
            crashes += 1
            verdict = "CRASHED\n" + traceback.format_exc()
        print(f"{path.name}: {verdict}")
    return 1 if crashes else 0


def _is_questionnaire(raw: bytes) -> bool:
    try:
        return json.loads(raw).get("resourceType") == "Questionnaire"
    except (ValueError, AttributeError):
        return True  # whatever it is, reading it must not crash


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

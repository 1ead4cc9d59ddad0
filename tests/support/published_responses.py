"""Fill in published forms from published responses and print what did not match.

A mismatch is an answer, with its reasons. Crashing is a fault, and the only reason for status 1.
"""

import json
import sys
import traceback
from pathlib import Path

from app.cli.rehearsal import rehearse


def main(folder: Path) -> int:
    """Status 0 when every response was replayed against each form that it could be meant for, else 1."""
    documents = {path: json.loads(path.read_bytes()) for path in sorted(folder.glob("*.json"))}
    forms = {
        doc.get("url", ""): path for path, doc in documents.items() if doc.get("resourceType") == "Questionnaire"
    }
    crashes = 0
    for path, document in documents.items():
        if document.get("resourceType") != "QuestionnaireResponse":
            continue
        named = str(document.get("questionnaire", "")).partition("|")[0]
        short = path.stem.split("-")[1:] or [path.stem]
        form = (forms.get(named) if named else None) or next(
            (f for f in forms.values() if f.stem.endswith("-".join(short))), None
        )
        form = form or next(iter(forms.values()))
        try:
            result = rehearse(form.read_bytes(), path.read_bytes())
            words = "; ".join(result.mismatches) or "matches"
            print(f"{path.name} on {form.name}: {'sent' if result.submitted else 'not sent'}: {words}")
        except Exception:
            crashes += 1
            print(f"{path.name} on {form.name}: CRASHED\n{traceback.format_exc()}")
    return 1 if crashes else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

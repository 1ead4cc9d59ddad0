"""Something to read: a DocumentReference whose text is inside, as plain text."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from app.care.plan.kinds.information import LEVELS
from app.fhir import seen
from app.fhir.parts import Parts, ours
from app.fhir.seen import Left
from app.i18n import _
from app.models import PlanItem

RESOURCE = "DocumentReference"
READS = ("DocumentReference",)


def write(item: PlanItem, parts: Parts) -> None:
    """Supporting information of the plan."""
    content = item.content
    text = content.get("text") or content.get("where") or ""
    level = content.get("level", "")
    document = {
        "resourceType": "DocumentReference",
        "status": "current",
        "type": {"text": content.get("what")},
        "category": [ours("reading-level", level, str(LEVELS.get(level, "")))],
        "subject": parts.subject,
        "description": content.get("what"),
        "author": [{"display": content.get("from_whom")}],
        "content": [
            {
                "attachment": {
                    "contentType": "text/plain; charset=utf-8",
                    "title": content.get("what"),
                    "data": base64.b64encode(text.encode()).decode(),
                }
            }
        ],
    }
    parts.supporting.append(parts.line(item, document))


def read(resource: dict[str, Any], found: Any) -> dict[str, Any]:
    """Title, text and author. ``Left`` for a document about the person, and for one without words inside."""
    if not seen.own_code(resource, "reading-level", "category"):
        raise Left(_("It is a document about the person, not something to read."))
    attachment = next(iter(seen.several(resource, "content")), {})
    try:
        text = base64.b64decode(seen.text(attachment, "attachment", "data"), validate=True).decode()
    except (binascii.Error, ValueError):
        text = ""
    what = seen.text(resource, "description")
    if not what or not text:
        raise Left(_("It has no words."))
    author = next(iter(seen.several(resource, "author")), {})
    return {"what": what[:200], "text": text, "from_whom": seen.text(author, "display") or _("Unknown")}

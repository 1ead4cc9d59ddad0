"""What was said about the lines of a plan: answers as Provenance, questions as Communication.

An answer is Provenance of one version of the plan, not Consent: it says who stood behind what, and opens nothing.
"""

from __future__ import annotations

from app.care.plan.sections import SECTIONS
from app.fhir.parts import OURS, Parts, Resource, ours
from app.i18n import _
from app.models import Decision, Question

COMPLETION = "http://terminology.hl7.org/CodeSystem/v3-DocumentCompletion"
SIGNATURES = "urn:iso-astm:E1762-95:2013"
VERIFICATION = "1.2.840.10065.1.12.1.5"
"""ASTM E1762: whoever signs says that they looked at it; it is there for a no as for a yes."""


def answers(parts: Parts, decisions: list[Decision], asked: list[Question]) -> None:
    """One Provenance for each answer, old ones too, in the order in which they were given.

    What it stood on goes with it: the digest of the text, what was unclear or open, who was there.
    """
    waiting = {question.id for question in asked}
    for decision in decisions:
        by = parts.by(decision.actor_id, decision.capacity)
        agent: Resource = {"who": by}
        if decision.capacity == "proxy":
            agent["onBehalfOf"] = parts.subject
        when = decision.at.isoformat()
        parts.add(
            {
                "resourceType": "Provenance",
                "id": decision.id,
                "extension": [_answer(decision, set(parts.by_key) | set(SECTIONS), waiting)],
                "target": [
                    {"reference": f"{parts.plan['reference']}/_history/{decision.number}"},
                    *_line(parts, decision.key),
                ],
                "recorded": when,
                "activity": {"coding": [{"system": COMPLETION, "code": "AU"}]},
                "agent": [agent],
                "signature": [
                    {"type": [{"system": SIGNATURES, "code": VERIFICATION}], "when": when, "who": by},
                ],
            }
        )


def _answer(decision: Decision, known: set[str], waiting: set[str]) -> Resource:
    unclear = [name for name in decision.unclear if name in known]
    open_then = [each for each in decision.open_questions if each in waiting]
    pieces: list[Resource] = [
        {"url": "key", "valueString": decision.key},
        {"url": "version", "valueInteger": decision.number},
        {"url": "answer", "valueCode": decision.answer},
        {"url": "words", "valueString": decision.words} if decision.words else {},
        {"url": "language", "valueCode": decision.language},
        {"url": "format", "valueCode": decision.shown_as},
        {"url": "text-digest", "valueString": decision.substance},
        {"url": "device", "valueCode": decision.device},
        *({"url": "unclear", "valueString": name} for name in unclear),
        *({"url": "open-question", "valueReference": {"reference": f"Communication/{each}"}} for each in open_then),
        {"url": "helper-present", "valueBoolean": decision.helped},
        {"url": "helper", "valueString": decision.helper} if decision.helper else {},
        {"url": "team-present", "valueBoolean": decision.with_team},
        {"url": "date-on-paper", "valueDate": decision.answered_on.isoformat()} if decision.answered_on else {},
    ]
    return {"url": f"{OURS}:decision", "extension": [piece for piece in pieces if piece]}


def questions(parts: Parts, asked: list[Question]) -> None:
    """Each question as a Communication, its answer as another that refers to it."""
    for question in asked:
        promised = {"url": f"{OURS}:promised-by", "valueDateTime": question.promised_by.isoformat()}
        about = _line(parts, question.key) or [parts.plan]
        owner = parts.who(question.owner_id) if question.owner_id else {}
        reference = parts.add(
            {
                "resourceType": "Communication",
                "id": question.id,
                "extension": [promised],
                "basedOn": [parts.plan],
                "status": "completed" if question.answered_at else "in-progress",
                "category": [ours("communication", "question", _("Question"))],
                "subject": parts.subject,
                "about": about,
                "sent": question.asked_at.isoformat(),
                "recipient": [owner] if owner else [],
                "sender": parts.by(question.asked_by_id, question.capacity),
                "payload": [{"contentString": question.words}],
            }
        )
        if question.answered_at and question.answered_by_id:
            parts.add(
                {
                    "resourceType": "Communication",
                    "id": f"{question.id}-answer",
                    "inResponseTo": [reference],
                    "status": "completed",
                    "category": [ours("communication", "answer", _("Answer"))],
                    "subject": parts.subject,
                    "about": about,
                    "sent": question.answered_at.isoformat(),
                    "recipient": [parts.subject],
                    "sender": parts.who(question.answered_by_id),
                    "payload": [{"contentString": question.answer}],
                }
            )


def _line(parts: Parts, key: str) -> list[Resource]:
    """Reference to the line if it is still in the plan."""
    return [parts.link(parts.by_key[key])] if key in parts.by_key else []

"""A stored response as a FHIR R4 QuestionnaireResponse, checked for structure before it is handed out.

Who answered is ``source`` (the person, or a RelatedPerson for a proxy), who typed is ``author``. Answers to questions
that do not apply are not in it; calculated ones are, hidden too. "Would rather talk" and "skipped" have no element in
R4 and are left out. Private answers are left out for proxies.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.care.questionnaires.document import items_of
from app.care.questionnaires.scoring import scores_of
from app.care.questionnaires.scoring.rules import RULES
from app.care.questionnaires.sheet import Sheet
from app.models import Patient

DISPLAY = "http://hl7.org/fhir/StructureDefinition/display"
Resource = dict[str, Any]


def questionnaire_response(sheet: Sheet, patient: Patient) -> Resource:
    """The resource. ``private`` of the sheet says whether private answers may be in it."""
    response, definition = sheet.response, sheet.definition
    state = sheet.state
    if not sheet.private:
        state = replace(state, active=frozenset(n.place for n in state.nodes if not n.item.private) & state.active)
    unknown = _incomplete_totals(sheet)
    state = replace(state, active=frozenset(state.active - unknown))
    items, _paths = items_of(state, texts=True)
    canonical = f"{definition.url}|{definition.version}" if definition.version else definition.url
    found: Resource = {
        "resourceType": "QuestionnaireResponse",
        "id": response.id,
        "questionnaire": canonical,
        "_questionnaire": {"extension": [{"url": DISPLAY, "valueString": definition.title.source}]},
        "status": _status(sheet),
        "language": response.language,
        "subject": {"reference": f"Patient/{patient.id}"},
        "authored": (response.submitted_at or response.started_at).isoformat(timespec="seconds"),
    }
    by = response.submitted_by_id or response.started_by_id
    person = {"reference": f"Patient/{patient.id}"}
    who = {"reference": f"RelatedPerson/{by}"} if response.capacity == "proxy" else person
    found |= {"author": who, "source": who}
    return found | ({"item": items} if items else {})


def _incomplete_totals(sheet: Sheet) -> set[str]:
    """Totals of instruments that our own rule does not score: half a sum is no sum."""
    scores = scores_of(sheet.definition, sheet.effective)
    known = {score.rule.code for score in scores if score.value is not None}
    ruled = {rule.code for rule in RULES if rule.code}
    return {
        node.place
        for node in sheet.state.nodes
        if node.item.is_given and (ruled - known) & {code for _system, code in node.item.codes}
    }


def _status(sheet: Sheet) -> str:
    if sheet.response.submitted_at is None:
        return "in-progress"
    return "amended" if sheet.response.follows_why == "amends" else "completed"


def problems_of(document: Any) -> list[str]:
    """What is wrong with the structure of a QuestionnaireResponse, a sentence each; empty when nothing is."""
    from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse  # large: only when it is needed
    from pydantic import ValidationError

    try:
        QuestionnaireResponse.model_validate(document)
    except ValidationError as problem:
        return [f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in problem.errors()][:50]
    return []


def checked(document: Resource) -> Resource:
    """The same document. Raises ``ValueError`` when its structure is not R4: then the fault is ours."""
    if problems := problems_of(document):
        raise ValueError("; ".join(problems))
    return document

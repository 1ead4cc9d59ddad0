"""A wish for later: an Observation of what the person said. Never a request, an order or a consent.

Category and codes as in HL7's advance directive guide (clinical.md 3.8): preferences under certain health
conditions, for treatment, for the care experience, organ donation, and who speaks for the person.
"""

from __future__ import annotations

from typing import Any

from app.care.plan.kinds.advance_wish import STANCES, title
from app.fhir import seen
from app.fhir.parts import LOINC, Parts, coded, notes, ours
from app.fhir.seen import Left
from app.i18n import _
from app.models import PlanItem

RESOURCE = "Observation"
READS = ("Observation",)
CATEGORY = "81378-2"
"""LOINC: goals, preferences and priorities under certain health conditions."""
TREATMENT, EXPERIENCE, DONATION, SPEAKER, ABILITY = "75773-2", "81380-8", "75781-5", "81335-2", "8693-4"
"""LOINC: for medical treatment; for the care experience; organ donation; who acts for the person; ability noted."""
CODES = {
    "matters": CATEGORY,
    "speaker": SPEAKER,
    "treatment": TREATMENT,
    "resuscitation": TREATMENT,
    "hospital_or_home": EXPERIENCE,
    "place_of_care": EXPERIENCE,
    "place_of_death": EXPERIENCE,
    "spirit": EXPERIENCE,
    "donation": DONATION,
}
"""The others have no code there; ours says what they are about."""


def write(item: PlanItem, parts: Parts) -> None:
    """Supporting information of the plan, with what a clinician noted as a part of its own."""
    content = item.content
    sort, words = content.get("sort", ""), title(content)
    own = ours("wish", sort, words)
    listed = coded(LOINC, CODES[sort]).get("coding", []) if sort in CODES else []
    code = {"text": words, "coding": [*listed, *own.get("coding", [])]}
    stance = content.get("stance", "")
    observation = {
        "resourceType": "Observation",
        "status": "final",
        "category": [coded(LOINC, CATEGORY, _("A wish for later"))],
        "code": code,
        "subject": parts.subject,
        "performer": [parts.who(item.author_id)],
        "effectivePeriod": {"start": item.starts_on.isoformat()},
        "valueString": content.get("words"),
        "note": notes(content.get("condition"), _("These are wishes. This is not a legal paper.")),
        "component": [
            _part(ours("wish-stance", stance, str(STANCES.get(stance, ""))), str(STANCES.get(stance, ""))),
            _part(coded(LOINC, ABILITY, _("What a clinician noted about deciding")), content.get("ability_words")),
        ],
    }
    parts.supporting.append(parts.line(item, observation))


def _part(code: dict[str, Any], value: Any) -> dict[str, Any]:
    return {"code": code, "valueString": value} if value else {}


def read(resource: dict[str, Any], found: Any) -> dict[str, Any]:
    """Words and what they are about. ``Left`` for an Observation that is not in the category of wishes."""
    if (LOINC, CATEGORY) not in seen.codes(resource, "category"):
        raise Left(_("It is not a wish for later."))
    said = seen.text(resource, "valueString") or seen.concept(resource, "valueCodeableConcept")
    if not said:
        raise Left(_("It has no words."))
    stances = [seen.own_code(each, "wish-stance", "code") for each in seen.several(resource, "component")]
    stance = next((code for code in stances if code in STANCES), "")
    sort = _sort(resource)
    if sort == "treatment" and not stance:
        sort = "matters"  # whether it is wanted or not stands in the words alone, and is never guessed
    return {"sort": sort, "words": said, **({"stance": stance} if stance else {})}


def _sort(resource: dict[str, Any]) -> str:
    own = seen.own_code(resource, "wish", "code")
    codes = [code for system, code in seen.codes(resource, "code") if system == LOINC]
    if own:
        return own
    return next((sort for sort, code in CODES.items() if code in codes), "matters")

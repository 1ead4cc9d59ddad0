"""One reader for each type of resource that holds a fact: Condition, AllergyIntolerance, Observation and others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.care.facts.kinds.allergy import NONE_KNOWN
from app.fhir.elements import SHORT, coded, codes, day, each, part, quantity, text, whole_day

Resource = dict[str, Any]
Resolve = Callable[[Any], Resource]

NO_ALLERGY_CODES = {NONE_KNOWN[1]}
"""SNOMED CT "No known allergy": the list as a whole is empty. Narrower ones ("no known drug allergy") are left."""
NARROW_NONE = {"409137002", "428607008", "429625007", "428197003"}
"""No known allergy to drugs, environment, food, insects: each is about a part of the list only."""
UNITS_OF_TESTS = {"laboratory", "vital-signs"}


class Left(Exception):
    """A piece that is not taken; its only argument is a key of NOT_TAKEN in care/facts/bringing_in.py."""


@dataclass(frozen=True)
class Read:
    """One fact as a resource has it."""

    kind: str
    content: dict[str, Any]
    source: str
    said_on: date | None


def condition(piece: Resource, resolve: Resolve) -> Read:
    """A Condition as a diagnosis."""
    sure = _verified(piece)
    state = codes(piece.get("clinicalStatus"))
    words, code, system = coded(piece.get("code"))
    status = "active"
    for wanted, found in (("remission", {"remission"}), ("resolved", {"resolved"}), ("not_sure", {"inactive"})):
        if state & found:
            status = wanted
    if status == "active" and not sure:
        status = "not_sure"
    since = day(piece.get("onsetDateTime"), piece.get("onsetPeriod"))
    content = {
        "words": words, "name": words, "code": code, "system": system, "status": status, "since": since,
        "note": _note(piece),
    }  # fmt: skip
    return Read(
        "diagnosis", content, _author(piece, resolve, "recorder", "asserter"), whole_day(piece.get("recordedDate"))
    )


def allergy(piece: Resource, resolve: Resolve) -> Read:
    """An AllergyIntolerance, which may be the statement that none are known."""
    _verified(piece)
    if codes(piece.get("clinicalStatus")) & {"inactive", "resolved"}:
        raise Left("ended")
    source, said_on = _author(piece, resolve, "recorder", "asserter"), whole_day(piece.get("recordedDate"))
    found = codes(piece.get("code"))
    if found & NARROW_NONE:
        raise Left("narrow_none")
    if found & NO_ALLERGY_CODES:
        return Read("allergy", {"known": "none", "note": _note(piece)}, source, said_on)
    words, code, system = coded(piece.get("code"))
    reactions = each(piece.get("reaction"))
    if not words and reactions:
        words, code, system = coded(reactions[0].get("substance"))
    happened = [coded(one)[0] for reaction in reactions for one in each(reaction.get("manifestation"))]
    worst = {text(reaction.get("severity"), 20) for reaction in reactions}
    bad = next((level for level in ("severe", "moderate", "mild") if level in worst), "not_sure")
    content = {
        "known": "yes", "what": words, "reaction": text(", ".join(filter(None, happened))), "how_bad": bad,
        "code": code, "system": system, "note": _note(piece),
    }  # fmt: skip
    return Read("allergy", content, source, said_on)


def observation(piece: Resource, resolve: Resolve) -> Read:
    """An Observation of a laboratory or a vital sign, as a test."""
    status = text(piece.get("status"), 40)
    if status == "entered-in-error":
        raise Left("error")
    if status not in ("final", "amended", "corrected"):
        raise Left("not_final")
    if not codes(piece.get("category")) & UNITS_OF_TESTS:
        raise Left("no_test")
    words, code, system = coded(piece.get("code"))
    value, unit = _value(piece)
    if not value:
        parts = []
        for one in each(piece.get("component")):
            number, of = _value(one)
            if number:
                parts.append(f"{coded(one.get('code'))[0]} {number} {of}".strip())
        value = text(", ".join(parts))
    if not value:
        raise Left("no_value")
    on = day(piece.get("effectiveDateTime"), piece.get("effectivePeriod"), piece.get("effectiveInstant"))
    on = on or day(piece.get("issued"))
    content = {
        "what": words, "value": value, "unit": unit, "on": on, "meaning": "", "code": code, "system": system,
    }  # fmt: skip
    return Read("test", content, _author(piece, resolve, "performer"), whole_day(piece.get("issued")))


def document_reference(piece: Resource, resolve: Resolve) -> Read:
    """A DocumentReference as a letter."""
    if {text(piece.get("status"), 40), text(piece.get("docStatus"), 40)} & {"entered-in-error"}:
        raise Left("error")
    if text(piece.get("status"), 40) == "superseded":
        raise Left("ended")
    if text(piece.get("docStatus"), 40) == "preliminary":
        raise Left("not_final")
    sender = _author(piece, resolve, "author", "custodian")
    attached = part(part(piece.get("content"), "attachment"), "title")
    about = text(piece.get("description")) or text(attached) or coded(piece.get("type"))[0]
    on = day(piece.get("date"), part(part(piece.get("content"), "attachment"), "creation"))
    return Read("letter", {"sender": sender, "on": on, "about": about, "asks": ""}, sender, None)


def composition(piece: Resource, resolve: Resolve) -> Read:
    """A Composition as a letter."""
    status = text(piece.get("status"), 40)
    if status == "entered-in-error":
        raise Left("error")
    if status == "preliminary":
        raise Left("not_final")
    sender = _author(piece, resolve, "author", "custodian")
    about = text(piece.get("title")) or coded(piece.get("type"))[0]
    return Read("letter", {"sender": sender, "on": day(piece.get("date")), "about": about, "asks": ""}, sender, None)


def medication_statement(piece: Resource, resolve: Resolve) -> Read:
    """A MedicationStatement: what somebody says is taken."""
    status = text(piece.get("status"), 40)
    _ongoing(status, {"active", "unknown", "not-taken", "on-hold", "intended"})
    content = _medicine(piece, resolve) | {"use": "not_taking" if status == "not-taken" else "not_asked"}
    content["since"] = day(piece.get("effectiveDateTime"), piece.get("effectivePeriod"))
    return Read(
        "medicine", content, _author(piece, resolve, "informationSource"), whole_day(piece.get("dateAsserted"))
    )


def medication_request(piece: Resource, resolve: Resolve) -> Read:
    """A MedicationRequest: what was prescribed; how it is really taken is not known by that."""
    _ongoing(text(piece.get("status"), 40), {"active", "unknown", "on-hold"})
    if text(piece.get("intent"), 40) in ("proposal", "plan", "option") or piece.get("doNotPerform") is True:
        raise Left("not_asked")
    prescriber = _author(piece, resolve, "requester")
    content = _medicine(piece, resolve) | {"use": "not_asked", "prescriber": prescriber}
    return Read("medicine", content, prescriber, whole_day(piece.get("authoredOn")))


def _medicine(piece: Resource, resolve: Resolve) -> dict[str, Any]:
    concept = piece.get("medicationCodeableConcept") or resolve(piece.get("medicationReference")).get("code")
    words, code, system = coded(concept)
    words = words or text(part(piece.get("medicationReference"), "display"), SHORT)
    doses = each(piece.get("dosage") or piece.get("dosageInstruction"))
    how = [text(one.get("patientInstruction")) or text(one.get("text")) for one in doses]
    why = [coded(one)[0] for one in each(piece.get("reasonCode"))]
    return {
        "name": words, "what_for": text(", ".join(filter(None, why))), "how": text("\n".join(filter(None, how))),
        "code": code, "system": system, "note": _note(piece),
    }  # fmt: skip


def _ongoing(status: str, taken: set[str]) -> None:
    if status == "entered-in-error":
        raise Left("error")
    if status in ("draft", ""):
        raise Left("not_asked")
    if status not in taken:
        raise Left("ended")


def _verified(piece: Resource) -> bool:
    """Whether it is sure. Raises ``Left`` for what was entered in error or ruled out."""
    said = codes(piece.get("verificationStatus"))
    if "entered-in-error" in said:
        raise Left("error")
    if "refuted" in said:
        raise Left("refuted")
    return not said & {"unconfirmed", "provisional", "differential"}


def _value(piece: Resource) -> tuple[str, str]:
    number, unit = quantity(piece.get("valueQuantity"))
    if number:
        return number, unit
    if words := coded(piece.get("valueCodeableConcept"))[0] or text(piece.get("valueString")):
        return words, ""
    return text(piece.get("valueInteger"), 40), ""


def _note(piece: Resource) -> str:
    return text("\n".join(filter(None, (text(part(one, "text")) for one in each(piece.get("note"))))))


def _author(piece: Resource, resolve: Resolve, *fields: str) -> str:
    """Who wrote it: the name in the reference, or that of what it leads to."""
    for name in fields:
        for reference in each(piece.get(name)):
            who = text(part(reference, "display"), SHORT) or _name(resolve(reference))
            if who:
                return who
    return ""


def _name(who: Resource) -> str:
    name = who.get("name")
    if isinstance(name, str):
        return text(name, SHORT)
    if shown := text(part(name, "text"), SHORT):
        return shown
    given = part(name, "given")
    names = [*(given if isinstance(given, list) else []), part(name, "family")]
    return text(" ".join(filter(None, (text(one, 80) for one in names))), SHORT)


READERS: dict[str, Callable[[Resource, Resolve], Read]] = {
    "Condition": condition,
    "AllergyIntolerance": allergy,
    "Observation": observation,
    "DocumentReference": document_reference,
    "Composition": composition,
    "MedicationStatement": medication_statement,
    "MedicationRequest": medication_request,
}
"""By type of resource."""

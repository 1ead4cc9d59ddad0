"""Extensions of a questionnaire's items: which we act on, which we may pass over, and which are only noted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from app.care.questionnaires.fields import Notes, extensions, text, value
from app.care.questionnaires.parts import BANDS, Condition, Text, Unit, Urgent
from app.care.questionnaires.rules import RULES, read_rule
from app.i18n import _

FHIR = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
OWN = "https://handrail.example/extensions/"
TOPICS = "https://handrail.example/codes/topic"
ORDINAL, WEIGHT = FHIR + "ordinalValue", FHIR + "itemWeight"
OPERATORS = ("exists", "=", "!=", ">", "<", ">=", "<=")

#: Hints on layout and on where data go: one question a screen needs none of them, and no answer changes by them.
PASSED_OVER = {
    FHIR + name
    for name in (
        "questionnaire-choiceOrientation questionnaire-columnCount questionnaire-displayCategory designNote "
        "questionnaire-fhirType questionnaire-referenceFilter questionnaire-allowedResource "
        "questionnaire-referenceProfile questionnaire-referenceResource mimeType maxSize terminology-server "
        "structuredefinition-standards-status structuredefinition-fmm artifact-versionAlgorithm "
        "questionnaire-usageMode questionnaire-signatureRequired"
    ).split()
} | {
    SDC + name
    for name in (
        "observationLinkPeriod observationExtract performerType assemble-expectation "
        "itemExtractionContext preferredTerminologyServer shortText"
    ).split()
}


def read_extensions(raw: dict[str, Any], notes: Notes, where: str) -> dict[str, Any]:
    """The facts that an item's extensions carry, as keyword arguments of :class:`parts.Item`."""
    facts: dict[str, Any] = {}
    urgent: list[Urgent] = []
    units: list[Unit] = []
    for url, extension in extensions(raw, notes, where):
        if url in SIMPLE:
            _simple(url, extension, facts, notes, where)
        elif url in TEXTS:
            facts[TEXTS[url]] = text(extension, "valueString", notes, where)
        elif url in RULES:
            read_rule(url, extension, facts, notes, where)
        elif url == FHIR + "questionnaire-itemControl":
            facts["control"] = _control(extension)
        elif url in (FHIR + "questionnaire-unit", FHIR + "questionnaire-unitOption"):
            units += _unit(extension, notes, where)
        elif url == FHIR + "questionnaire-supportLink":
            facts["links"] = (*facts.get("links", ()), *_link(extension, notes, where))
        elif url == OWN + "urgent-when":
            urgent += _urgent_when(extension, notes, where)
        elif url == FHIR + "questionnaire-unitValueSet":
            notes.warn(_("Its units are in a list that is not in this file, so no unit can be chosen."), where)
        elif url not in PASSED_OVER:
            notes.warn(_("We do not know the extension %(url)s and leave it out.", url=url[:200]), where)
    facts["urgent"] = tuple(urgent)
    facts["units"] = tuple(units)
    facts["unit"] = units[0].words if len(units) == 1 else ""
    return facts


SIMPLE = {
    FHIR + "minLength": ("min_length", ("valueInteger",)),
    FHIR + "minValue": ("minimum", ("valueInteger", "valueDecimal", "valueDate", "valueDateTime", "valueTime")),
    FHIR + "maxValue": ("maximum", ("valueInteger", "valueDecimal", "valueDate", "valueDateTime", "valueTime")),
    SDC + "minQuantity": ("minimum", ("valueQuantity",)),
    SDC + "maxQuantity": ("maximum", ("valueQuantity",)),
    FHIR + "maxDecimalPlaces": ("decimal_places", ("valueInteger",)),
    FHIR + "questionnaire-minOccurs": ("min_answers", ("valueInteger",)),
    FHIR + "questionnaire-maxOccurs": ("max_answers", ("valueInteger",)),
    FHIR + "questionnaire-hidden": ("hidden", ("valueBoolean",)),
    FHIR + "questionnaire-sliderStepValue": ("step", ("valueInteger", "valueDecimal")),
    FHIR + "regex": ("pattern", ("valueString",)),
    ORDINAL: ("weight", ("valueDecimal", "valueInteger")),
    WEIGHT: ("weight", ("valueDecimal", "valueInteger")),
    OWN + "nothing-urgent": ("may_skip", ("valueBoolean",)),
    OWN + "private": ("private", ("valueBoolean",)),
    OWN + "alone": ("alone", ("valueBoolean",)),
    OWN + "keeps-for-days": ("keeps_for_days", ("valueInteger",)),
}
TEXTS = {
    OWN + "urgent-words": "urgent_words",
    OWN + "lead-in": "lead_in",
    FHIR + "entryFormat": "entry_format",
    FHIR + "questionnaire-openLabel": "open_label",
    SDC + "openLabel": "open_label",
}


def _simple(url: str, extension: dict[str, Any], facts: dict[str, Any], notes: Notes, where: str) -> None:
    name, kinds = SIMPLE[url]
    found = value(extension, "value", notes, where)
    if found is None:
        return
    kind, content = next(iter(found.items()))
    if kind not in kinds:
        notes.refuse(_("The extension %(url)s holds the wrong kind of value.", url=url), where)
    elif name in ("weight", "step"):
        facts[name] = Decimal(str(content))
    else:
        facts[name] = content.get("value") if kind == "valueQuantity" else content


def band_of(raw: dict[str, Any], notes: Notes, where: str) -> str | None:
    """The urgent band of an answer option: red, amber or none."""
    for url, extension in extensions(raw, notes, where):
        if url == OWN + "urgent-band":
            band = extension.get("valueCode")
            if band in BANDS:
                return str(band)
            notes.refuse(_("An urgent band must be “red” or “amber”."), where)
    return None


def option_facts(raw: dict[str, Any], notes: Notes, where: str) -> dict[str, Any]:
    """What an option's own extensions say: standing alone, prefix, weight, "prefer not to answer"."""
    facts: dict[str, Any] = {}
    for holder in (raw, raw.get("valueCoding"), *(raw.get("_" + key) for key in raw if key.startswith("value"))):
        for url, extension in extensions(holder, notes, where):
            if url == FHIR + "questionnaire-optionExclusive":
                facts["exclusive"] = extension.get("valueBoolean") is True
            elif url == FHIR + "questionnaire-optionPrefix":
                prefix = extension.get("valueString")
                facts["prefix"] = prefix.strip()[:20] if isinstance(prefix, str) else ""
            elif url in (ORDINAL, WEIGHT):
                _weight(extension, facts, notes, where)
            elif url == OWN + "prefer-not":
                facts["is_missing"] = extension.get("valueBoolean") is True
    return facts


def _weight(extension: dict[str, Any], facts: dict[str, Any], notes: Notes, where: str) -> None:
    found = value(extension, "value", notes, where)
    if found and next(iter(found)) in ("valueDecimal", "valueInteger"):
        facts["weight"] = Decimal(str(next(iter(found.values()))))


def _control(extension: dict[str, Any]) -> str:
    concept = extension.get("valueCodeableConcept")
    codings = concept.get("coding") if isinstance(concept, dict) else None
    first = codings[0] if isinstance(codings, list) and codings else None
    code = first.get("code") if isinstance(first, dict) else None
    return code if isinstance(code, str) else ""


def _unit(extension: dict[str, Any], notes: Notes, where: str) -> list[Unit]:
    coding = extension.get("valueCoding")
    if not isinstance(coding, dict):
        notes.refuse(_("A unit is not written as a coded value."), where)
        return []
    parts = {key: found.strip() for key in ("display", "code", "system") if isinstance(found := coding.get(key), str)}
    words = parts.get("display") or parts.get("code") or ""
    return [Unit(words[:40], parts.get("code", "")[:40], parts.get("system", "")[:200])] if words else []


def _link(extension: dict[str, Any], notes: Notes, where: str) -> list[str]:
    address = extension.get("valueUri", extension.get("valueUrl"))
    if isinstance(address, str) and address.startswith(("https://", "http://")) and len(address) <= 500:
        return [address]
    notes.warn(_("A link for more help is no web address and is left out."), where)
    return []


def _urgent_when(extension: dict[str, Any], notes: Notes, where: str) -> list[Urgent]:
    parts = dict(extensions(extension, notes, where))
    band, operator = (parts.get(name, {}).get("valueCode") for name in ("band", "operator"))
    answer = value(parts.get("answer", {}), "value", notes, where)
    if band not in BANDS or operator not in OPERATORS[1:] or answer is None:
        notes.refuse(_("“Urgent when” needs a band, an operator and an answer."), where)
        return []
    return [Urgent(str(band), Condition(where, str(operator), answer))]


def codes_of(raw: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """The codes of a form or an item: what it is about, in the words of code systems."""
    codes = raw.get("code")
    return tuple(
        (str(code.get("system") or ""), code["code"])
        for code in (codes if isinstance(codes, list) else [])
        if isinstance(code, dict) and isinstance(code.get("code"), str)
    )[:20]


def topic_of(raw: dict[str, Any]) -> str | None:
    """Our topic code on an item, which groups answers for the nurse."""
    return next((code[:60] for system, code in codes_of(raw) if system == TOPICS), None)


def code_display(raw: dict[str, Any], language: str) -> Text | None:
    """The words of an item's code, for a question that has no text of its own."""
    codes = raw.get("code")
    for code in codes if isinstance(codes, list) else []:
        display = code.get("display") if isinstance(code, dict) else None
        if isinstance(display, str) and display.strip():
            return Text(display.strip()[:500], language)
    return None

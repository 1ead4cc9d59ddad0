"""Extensions of a questionnaire's items: which we act on, which we may pass over, which make us refuse."""

from __future__ import annotations

from typing import Any

from app.care.questionnaires.fields import Notes, extensions, text, value
from app.care.questionnaires.parts import BANDS, Condition, Text, Urgent
from app.i18n import _

FHIR = "http://hl7.org/fhir/StructureDefinition/"
OWN = "https://handrail.example/extensions/"
TOPICS = "https://handrail.example/codes/topic"
OPERATORS = ("exists", "=", "!=", ">", "<", ">=", "<=")

#: Layout hints: one question a screen needs none of them.
PASSED_OVER = {
    FHIR + name
    for name in (
        "entryFormat",
        "questionnaire-choiceOrientation",
        "questionnaire-columnCount",
        "questionnaire-displayCategory",
        "questionnaire-sliderStepValue",
        "designNote",
        "ordinalValue",
    )
}
RULES = ("xpression", "/variable", "onstraint", "cqf-library", "answerOptionsToggle")


def read_extensions(raw: dict[str, Any], notes: Notes, where: str) -> dict[str, Any]:
    """The facts that an item's extensions carry, as keyword arguments of :class:`parts.Item`."""
    facts: dict[str, Any] = {}
    urgent: list[Urgent] = []
    for url, extension in extensions(raw, notes, where):
        if url in SIMPLE:
            name, kinds = SIMPLE[url]
            if (found := value(extension, "value", notes, where)) is not None:
                kind, content = next(iter(found.items()))
                if kind in kinds:
                    facts[name] = content
                else:
                    notes.refuse(_("The extension %(url)s holds the wrong kind of value.", url=url), where)
        elif url == FHIR + "questionnaire-itemControl":
            facts["control"] = _control(extension)
        elif url == FHIR + "questionnaire-unit":
            coding = extension.get("valueCoding")
            unit = coding.get("display") or coding.get("code") if isinstance(coding, dict) else None
            facts["unit"] = unit[:40] if isinstance(unit, str) else ""
        elif url == OWN + "urgent-when":
            urgent += _urgent_when(extension, notes, where)
        elif url == OWN + "urgent-words":
            facts["urgent_words"] = text(extension, "valueString", notes, where)
        elif any(rule in url for rule in RULES):
            notes.refuse(_("It needs a calculation or a rule that we cannot work out yet (%(url)s).", url=url), where)
        elif url not in PASSED_OVER:
            notes.warn(_("We do not know the extension %(url)s and leave it out.", url=url), where)
    facts["urgent"] = tuple(urgent)
    return facts


SIMPLE = {
    FHIR + "minLength": ("min_length", ("valueInteger",)),
    FHIR + "minValue": ("minimum", ("valueInteger", "valueDecimal", "valueDate")),
    FHIR + "maxValue": ("maximum", ("valueInteger", "valueDecimal", "valueDate")),
    FHIR + "maxDecimalPlaces": ("decimal_places", ("valueInteger",)),
    FHIR + "questionnaire-minOccurs": ("min_answers", ("valueInteger",)),
    FHIR + "questionnaire-maxOccurs": ("max_answers", ("valueInteger",)),
    FHIR + "questionnaire-hidden": ("hidden", ("valueBoolean",)),
    OWN + "nothing-urgent": ("may_skip", ("valueBoolean",)),
}


def band_of(raw: dict[str, Any], notes: Notes, where: str) -> str | None:
    """The urgent band of an answer option: red, amber or none."""
    for url, extension in extensions(raw, notes, where):
        if url == OWN + "urgent-band":
            band = extension.get("valueCode")
            if band in BANDS:
                return str(band)
            notes.refuse(_("An urgent band must be “red” or “amber”."), where)
    return None


def exclusive(raw: dict[str, Any], notes: Notes, where: str) -> bool:
    """Whether an option stands alone, such as "none of these"."""
    return any(
        url == FHIR + "questionnaire-optionExclusive" and extension.get("valueBoolean") is True
        for url, extension in extensions(raw, notes, where)
    )


def _control(extension: dict[str, Any]) -> str:
    concept = extension.get("valueCodeableConcept")
    codings = concept.get("coding") if isinstance(concept, dict) else None
    first = codings[0] if isinstance(codings, list) and codings else None
    code = first.get("code") if isinstance(first, dict) else None
    return code if isinstance(code, str) else ""


def _urgent_when(extension: dict[str, Any], notes: Notes, where: str) -> list[Urgent]:
    parts = dict(extensions(extension, notes, where))
    band, operator = (parts.get(name, {}).get("valueCode") for name in ("band", "operator"))
    answer = value(parts.get("answer", {}), "value", notes, where)
    if band not in BANDS or operator not in OPERATORS[1:] or answer is None:
        notes.refuse(_("“Urgent when” needs a band, an operator and an answer."), where)
        return []
    return [Urgent(str(band), Condition(where, str(operator), answer))]


def topic_of(raw: dict[str, Any]) -> str | None:
    """Our topic code on an item, which groups answers for the nurse."""
    codes = raw.get("code")
    for code in codes if isinstance(codes, list) else []:
        if isinstance(code, dict) and code.get("system") == TOPICS and isinstance(code.get("code"), str):
            return str(code["code"])[:60]
    return None


def code_display(raw: dict[str, Any], language: str) -> Text | None:
    """The words of an item's code, for a question that has no text of its own."""
    codes = raw.get("code")
    for code in codes if isinstance(codes, list) else []:
        display = code.get("display") if isinstance(code, dict) else None
        if isinstance(display, str) and display.strip():
            return Text(display.strip()[:500], language)
    return None

"""Expressions and constraints that a form carries: read, bounded, and refused or passed over with a reason."""

from __future__ import annotations

import re
from typing import Any

from app.care.questionnaires import expressions
from app.care.questionnaires.fields import Notes, extensions, string, text
from app.care.questionnaires.parts import Constraint, Expression, Text
from app.i18n import _

FHIR = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
RULES = {
    SDC + "calculatedExpression": "calculated",
    SDC + "initialExpression": "suggested",
    SDC + "enableWhenExpression": "shown_if",
    SDC + "answerExpression": "offered",
    SDC + "candidateExpression": "offered",
    FHIR + "variable": "variables",
    FHIR + "cqf-expression": "calculated",
    FHIR + "cqf-calculatedValue": "calculated",
    FHIR + "questionnaire-constraint": "constraints",
    FHIR + "targetConstraint": "constraints",
    SDC + "contextExpression": "",
    SDC + "answerOptionsToggleExpression": "",
    FHIR + "cqf-library": "",
    SDC + "launchContext": "",
}
MOST_EXPRESSIONS = 200  # of one form
MOST_SLOW = 5  # that take too long to read, before we stop trying in this form
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}")


def read_rule(url: str, extension: dict[str, Any], facts: dict[str, Any], notes: Notes, where: str) -> None:
    """Add what the extension says to ``facts``. A hostile one refuses the form; one we cannot run is noted."""
    name = RULES[url]
    if not name:
        notes.warn(_("It holds a rule that we do not follow (%(url)s).", url=url), where)
    elif name == "constraints":
        found = _constraint(extension, notes, where)
        if found:
            facts["constraints"] = (*facts.get("constraints", ()), found)
    elif expression := _expression(extension.get("valueExpression"), notes, where, named=name == "variables"):
        if name == "variables":
            facts["variables"] = (*facts.get("variables", ()), expression)
        else:
            facts[name] = expression


def _expression(raw: Any, notes: Notes, where: str, *, named: bool = False) -> Expression | None:
    if not isinstance(raw, dict):
        notes.refuse(_("An expression is not written as an object."), where)
        return None
    language = raw.get("language")
    source = string(raw, "expression", notes, where)
    if language != "text/fhirpath" or source is None:
        notes.warn(_("An expression is not FHIRPath, so it is not calculated."), where)
        return None
    name = string(raw, "name", notes, where) or ""
    if named and not NAME.fullmatch(name):
        notes.refuse(_("A variable has no usable name."), where)
        return None
    return _bounded(source, name if NAME.fullmatch(name) else "", notes, where)


def _bounded(source: str, name: str, notes: Notes, where: str) -> Expression | None:
    """The expression when it is within the limits.

    One that takes too long to read is not refused but never calculated: whether it does depends on the machine,
    and a stored form has to stay readable on a busy one.
    """
    notes.expressions += 1
    if notes.expressions > MOST_EXPRESSIONS:
        if notes.expressions == MOST_EXPRESSIONS + 1:
            notes.refuse(_("The form has more than 200 expressions."))
        return None
    notes.looks_at_form = notes.looks_at_form or "%questionnaire" in source or "%qitem" in source
    problem = expressions.check(source) if notes.slow < MOST_SLOW else "time"
    if problem in ("too long", "too deep"):
        notes.refuse(_("An expression is larger than we take (%(why)s).", why=problem), where)
        return None
    if problem:
        notes.slow += problem in ("time", "too much")
        notes.warn(_("An expression cannot be worked out, so it says “not calculated”."), where)
    return Expression(source, name)


def _constraint(extension: dict[str, Any], notes: Notes, where: str) -> Constraint | None:
    parts = dict(extensions(extension, notes, where))
    key, human = parts.get("key", {}), parts.get("human", {})
    severity = parts.get("severity", {}).get("valueCode")
    raw = parts.get("expression", {})
    written = raw.get("valueExpression") or {"language": "text/fhirpath", "expression": raw.get("valueString")}
    words = text(human, "valueString" if "valueString" in human else "valueMarkdown", notes, where)
    expression = _expression(written, notes, where)
    if severity not in ("error", "warning") or words is None or expression is None:
        notes.warn(_("A rule about the answers is not complete and is left out."), where)
        return None
    name = key.get("valueId", key.get("valueString", ""))
    return Constraint(str(name)[:60], severity, words or Text(""), expression)

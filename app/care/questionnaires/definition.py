"""Reads a FHIR R4 Questionnaire: a definition that we can show, or a refusal with every reason in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.care.questionnaires.bundle import form_in
from app.care.questionnaires.checks import check_conditions, dependency_order, flatten, handed_down
from app.care.questionnaires.extensions import OWN, codes_of
from app.care.questionnaires.fields import Notes, extensions, string, text
from app.care.questionnaires.items import Reader
from app.care.questionnaires.parts import Definition, Item, Reason, Text
from app.care.questionnaires.red import marked
from app.care.questionnaires.rules import RULES, read_rule
from app.care.questionnaires.source import Unreadable, digest, load
from app.care.questionnaires.state import MOST_NODES, size
from app.care.questionnaires.totals import unasked
from app.care.questionnaires.valuesets import Sets
from app.i18n import _

__all__ = ["Definition", "Item", "Reason", "Text", "Verdict", "read"]


@dataclass(frozen=True)
class Verdict:
    """What became of a file: a definition, or reasons why not. Warnings can stand beside either."""

    definition: Definition | None
    reasons: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()

    @property
    def accepted(self) -> bool:
        return self.definition is not None


def read(source: bytes | str | dict[str, Any]) -> Verdict:
    """Judge a questionnaire. Never raises for what the file holds, however broken or hostile."""
    try:
        document = load(source)
    except Unreadable as problem:
        return Verdict(None, (Reason(str(problem)),))
    document, beside = form_in(document)
    if document.get("resourceType") != "Questionnaire":
        return Verdict(None, (Reason(_("The file is not a FHIR Questionnaire.")),))
    language = document.get("language")
    notes = Notes(language if isinstance(language, str) and language.strip() else "en")
    definition = _definition(document, beside, notes)
    if notes.reasons:
        return Verdict(None, tuple(notes.reasons), tuple(notes.warnings))
    return Verdict(definition, (), tuple(notes.warnings))


MAX_URL, MAX_VERSION, MAX_TITLE = 300, 60, 300  # what a stored form has room for


def _definition(document: dict[str, Any], beside: list[dict[str, Any]], notes: Notes) -> Definition:
    _refuse_modifiers(document, notes)
    reader = Reader(notes, Sets(notes, document, beside))
    facts = _facts(document, notes)
    found = marked(unasked(reader.items(document), notes), string(document, "url", notes) or "", notes.language)
    items = handed_down(found)
    by_link, parent = flatten(items)
    if not notes.reasons:
        check_conditions(by_link, notes)
    if size(items) > MOST_NODES:
        notes.refuse(_("Its repeated parts are more than 4,000 questions to begin with."))
    order = () if notes.reasons else dependency_order(by_link, parent, notes)
    if not any(item.asks and not item.is_given for item in by_link.values()) and not notes.reasons:
        notes.refuse(_("The form asks nothing."))
    elif not any(i.asks and not i.is_given and not i.unanswerable for i in by_link.values()) and not notes.reasons:
        notes.refuse(_("Not one of its questions can be answered here."))
    mark = digest(document if not beside else {"form": document, "beside": beside})
    return Definition(
        url=_url(document, mark, notes),
        version=_version(document, notes),
        title=_title(document, notes),
        status=_status(document, notes),
        language=notes.language,
        items=items,
        digest=mark,
        description=text(document, "description", notes),
        copyright=text(document, "copyright", notes),
        codes=codes_of(document),
        looks_at_form=notes.looks_at_form,
        document=document,
        order=order,
        by_link=by_link,
        parent=parent,
        **facts,
    )


def _facts(document: dict[str, Any], notes: Notes) -> dict[str, Any]:
    """What extensions say about the form as a whole."""
    facts: dict[str, Any] = {}
    for url, extension in extensions(document, notes):
        if url == OWN + "translation-note":
            facts["note"] = text(extension, "valueString", notes)
        elif url == OWN + "about":
            facts["about"] = str(extension.get("valueCode") or "")[:20]
        elif url == OWN + "minutes":
            minutes = extension.get("valueInteger")
            facts["minutes"] = minutes if isinstance(minutes, int) and 0 < minutes < 600 else 0
        elif url in RULES:
            read_rule(url, extension, facts, notes, "")
    return {name: facts[name] for name in facts if name in ("note", "about", "minutes", "variables", "constraints")}


def _refuse_modifiers(document: dict[str, Any], notes: Notes) -> None:
    """An extension that changes meaning must be understood or refused, wherever it stands."""
    stack: list[tuple[Any, str]] = [(document, "")]
    while stack:
        node, where = stack.pop()
        if isinstance(node, list):
            stack.extend((part, where) for part in node)
        elif isinstance(node, dict):
            where = node["linkId"][:60] if isinstance(node.get("linkId"), str) else where
            if node.get("modifierExtension") or node.get("implicitRules"):
                notes.refuse(_("It holds something that changes its meaning in a way we do not know."), where)
            stack.extend((part, where) for part in node.values())


def _title(document: dict[str, Any], notes: Notes) -> Text:
    title = text(document, "title", notes)
    if title:
        if len(title.source) > MAX_TITLE:
            notes.refuse(_("The title is longer than 300 characters."))
        return title
    notes.warn(_("The form has no title."))
    return Text((string(document, "name", notes) or "Questionnaire")[:MAX_TITLE], notes.language)


def _url(document: dict[str, Any], mark: str, notes: Notes) -> str:
    url = string(document, "url", notes)
    if url and len(url) <= MAX_URL and "|" not in url and not any(c.isspace() for c in url):
        return url
    if url:
        notes.refuse(_("The address (url) of the form is not a web address."))
    notes.warn(_("The form has no address (url) of its own, so we name it by its content."))
    return f"urn:sha256:{mark}"


def _version(document: dict[str, Any], notes: Notes) -> str:
    version = string(document, "version", notes) or ""
    if not version:
        notes.warn(_("The form has no version."))
    if len(version) > MAX_VERSION:
        notes.refuse(_("The version is longer than 60 characters."))
    return version


def _status(document: dict[str, Any], notes: Notes) -> str:
    status = document.get("status")
    if status in ("draft", "active", "retired", "unknown"):
        if status != "active":
            notes.warn(_("The form is marked “%(status)s”.", status=status))
        return str(status)
    notes.warn(_("The form does not say whether it is ready for use (status)."))
    return "unknown"

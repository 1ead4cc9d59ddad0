"""What the person would like to add, change or take out, and what the team said to it."""

from __future__ import annotations

from typing import Any

from babel.dates import get_day_names
from flask import request

from app.access.permissions import Permission
from app.care.plan import folding, said, suggestions, who
from app.care.plan.kinds import KINDS, Kind
from app.care.plan.kinds.coping_strategy import BARRIERS, EXAMPLES
from app.care.plan.sections import PATIENT, SECTIONS
from app.errors import Invalid, NotFound
from app.i18n import _, current_locale
from app.patient.base import pages
from app.patient.plan_shared import open_plan
from app.web.context import current
from app.web.render import render, say, see

FORMS = tuple(section.kind for section in SECTIONS.values() if section.kind)
"""Kinds that a person can write themselves; the others they comment on in words."""


@pages.get("/plan/suggestions", needs=Permission.SEE_PLAN)
def suggestions_made() -> Any:
    away = folding.folded(current.session, current.grant)
    rows = folding.for_reader(current.grant, suggestions.all_of(current.session, current.grant), away)
    ids = {id_ for row in rows for id_ in (row.author_id, row.answered_by_id)}
    people = who.called(current.session, current.grant, ids, current.patient)
    return render(
        "patient/plan/suggestions.html", rows=rows, people=people, said=said, kinds=KINDS, forms=FORMS, away=away
    )


@pages.get("/plan/suggest/<kind>", needs=Permission.PROPOSE)
def suggest(kind: str) -> Any:
    if kind not in FORMS:
        raise NotFound()
    return _form(kind, typed={"activity_key": request.args.get("activity", "")})


@pages.post("/plan/suggest/<kind>", needs=Permission.PROPOSE)
def send_suggestion(kind: str) -> Any:
    if kind not in FORMS:
        raise NotFound()
    try:
        suggestions.suggest(current.session, current.grant, kind=kind, content=_content(), reason=_reason())
    except Invalid as wrong:
        return _form(kind, typed=_content(), errors=wrong.errors), 422
    return _thanks()


@pages.get("/plan/items/<key>/suggestion", needs=Permission.SUGGEST)
def suggest_change(key: str) -> Any:
    return _change_form(key)


@pages.post("/plan/items/<key>/suggestion", needs=Permission.SUGGEST)
def send_change(key: str) -> Any:
    line = open_plan().one(key)
    action = "remove" if request.form.get("action") == "remove" else "change"
    known = line.kind.parse(line.content)  # kinds grow: a line may be older than some of its fields
    content = {name: value for name, value in _content().items() if name in known}
    if action == "remove" or not _can_write(line):
        content = {}
    try:
        if action == "change" and not _reason() and not _differs(line, content):
            raise Invalid(fields={"reason": _("Write what you would like to be different.")})
        suggestions.suggest(
            current.session, current.grant, kind=line.item.kind, content=content, key=key, action=action,
            reason=_reason(),
        )  # fmt: skip
    except Invalid as wrong:
        return _change_form(key, _content() | {"reason": _reason()}, wrong.errors), 422
    return _thanks()


@pages.post("/plan/suggestions/<change_id>/withdraw", needs=Permission.SUGGEST)
def withdraw_suggestion(change_id: str) -> Any:
    suggestions.withdraw(current.session, current.grant, change_id)
    say(_("You took your suggestion back."))
    return see("patient.suggestions_made")


def _content() -> dict[str, Any]:
    skip = ("csrf_token", "page_of", "reason", "action")
    found = {name: values for name, values in request.form.lists() if name not in skip}
    return {name: [one for one in values if one] if len(values) > 1 else values[0] for name, values in found.items()}


def _reason() -> str:
    return request.form.get("reason", "").strip()


def _thanks() -> Any:
    say(_("Your suggestion is with your team. You see their answer here."))
    return see("patient.suggestions_made")


def _can_write(line: Any) -> bool:
    """Whether the reader writes the line anew; who helps says in words what should be different."""
    own = line.item.kind in FORMS and line.item.owner == PATIENT
    return own and current.grant.may(Permission.PROPOSE)


def _differs(line: Any, content: dict[str, Any]) -> bool:
    """Whether the line would be another with this; what does not fit differs too, and is named when it is stored."""
    try:
        return bool(line.kind.parse({**line.content, **content}) != line.kind.parse(line.content))
    except Invalid:
        return True


def _lists(view: Any, kind: Kind) -> dict[str, Any]:
    activities = [line for line in view.of_kind("activity") if line.item.owner == PATIENT]
    names = get_day_names("wide", context="stand-alone", locale=current_locale())
    return {
        "activities": [(line.key, line.title) for line in activities],
        "examples": [(str(BARRIERS[key]), str(words)) for key, words in EXAMPLES.items()],
        "days": [(str(n), str(names[n])) for n in range(7)],
        **{name: [(value, str(words)) for value, words in choices.items()] for name, choices in kind.choices.items()},
    }


def _form(kind: str, typed: Any = None, errors: dict[str, Any] | None = None) -> str:
    return render(
        "patient/plan/suggest.html",
        said=said, kind=KINDS[kind], typed=typed or {}, errors=errors or {}, lists=_lists(open_plan(), KINDS[kind]),
    )  # fmt: skip


def _change_form(key: str, typed: Any = None, errors: dict[str, Any] | None = None) -> str:
    view = open_plan()
    line = view.one(key)
    return render(
        "patient/plan/suggest_change.html",
        line=line, kind=line.kind, typed=typed or line.content, errors=errors or {}, lists=_lists(view, line.kind),
        can_write=_can_write(line), reason=(typed or {}).get("reason", ""),
    )  # fmt: skip

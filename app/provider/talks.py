"""Conversation notes of the team: the list, and writing one. They hang on lines of the plan and live outside it."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.people.patients import names
from app.care.plan import brief, talks
from app.care.plan.kinds import KINDS
from app.db import new_id
from app.errors import Conflict, Invalid
from app.i18n import _
from app.provider.base import record
from app.provider.draft_lines import person
from app.web.context import current
from app.web.incoming import day
from app.web.render import render, say, see

TEXTS = ("with_whom", "topics", "options", "said", "shared", "follows_id")


@record.get("/talks", needs=Permission.EDIT_PLAN)
def talks_list() -> Any:
    """Every note, the newest first; those about one line when the address names it."""
    found = talks.all_of(current.session, current.grant)
    about = request.args.get("key", "")
    rows = [row for row in found if not about or about in row.keys]
    items = {item.key: item for item in brief.newest_items(current.session, current.grant)}
    return render(
        "provider/talks/list.html",
        rows=rows,
        about=items.get(about),
        titles={key: KINDS[item.kind].title(item.content) for key, item in items.items()},
        called=names(current.session, {row.author_id for row in rows}),
        essentials=talks.ABOUT,
        shared=talks.SHARED,
        person=person(),
        patient=current.patient,
    )


@record.get("/talks/new", needs=Permission.EDIT_PLAN)
def talk_new() -> Any:
    """An empty note of today; the address may name the line, what it is about, or the note that it adds to."""
    keys = [request.args["key"]] if "key" in request.args else []
    follows = request.args.get("follows", "")
    about = [each for each in talks.ABOUT if each in request.args.getlist("about")]
    return _form(
        {"happened_on": current.today, "lines": keys, "about": about, "shared": "team", "follows_id": follows,
         "id": new_id()}
    )  # fmt: skip


@record.post("/talks/new", needs=Permission.EDIT_PLAN)
def talk_written() -> Any:
    """Keep the note."""
    form = request.form
    typed: dict[str, Any] = {name: form.get(name, "") for name in (*TEXTS, "id", "happened_on")}
    typed |= {"about": form.getlist("about"), "lines": form.getlist("lines")}
    try:
        try:
            happened_on = day(typed["happened_on"])
        except ValueError:
            happened_on = None
        facts = {name: typed[name] for name in (*TEXTS, "about")} | {"keys": typed["lines"]}
        talks.write(current.session, current.grant, happened_on=happened_on, new_id_=typed["id"], **facts)
    except Invalid as problem:
        current.session.rollback()
        return _form(typed, problem.errors), 422
    except Conflict as problem:
        current.session.rollback()
        return _form({**typed, "id": new_id()}, {"": problem.words}), 409
    say(_("The note is kept."))
    return see("record.talks_list")


def _form(typed: dict[str, Any], errors: dict[str, Any] | None = None) -> str:
    items = brief.newest_items(current.session, current.grant)
    return render(
        "provider/talks/new.html",
        typed=typed,
        errors=errors or {},
        lines=[(item.key, KINDS[item.kind].title(item.content)) for item in items],
        essentials=list(talks.ABOUT.items()),
        shared=list(talks.SHARED.items()),
        person=person(),
        today=current.today,
    )

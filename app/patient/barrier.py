"""Not this time: what got in the way, the person's own if–then on a full screen, and whether it helped (B4)."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.people.patients import lead_of
from app.care.plan import drafting, questions
from app.care.progress import coping, logging, say
from app.db import new_id
from app.errors import Conflict, Invalid
from app.i18n import _
from app.i18n import lazy_gettext as _l
from app.models import ProgressEntry
from app.patient.base import pages
from app.patient.today import day_of, named
from app.web import later
from app.web.context import current
from app.web.render import render, see
from app.web.render import say as tell

AFTER = {"not_yet": _l("Good. We ask once more, later."), "not_sure": _l("That is fine. We do not ask again.")}


@pages.get("/today/items/<key>/barrier", needs=Permission.LOG)
def barrier(key: str) -> Any:
    return _ask(key, {"client_key": new_id(), "day": request.args.get("day", "")}, {})


@pages.post("/today/items/<key>/barrier", needs=Permission.LOG)
def log_barrier(key: str) -> Any:
    typed, picked = request.form, request.form.get("barrier", "")
    try:
        if picked == "own" and not typed.get("own", "").strip():
            raise Invalid(fields={"own": _("Write what got in the way.")})
        on = day_of(typed.get("day", ""))
        if picked == "no_longer_fits":
            entry = logging.record(
                current.session, current.grant, key, "no_longer_fits",
                happened_on=on, client_key=typed.get("client_key", ""), done_at=later.done_at(),
            )  # fmt: skip
            return later.stored("patient.coping", entry_id=entry.id)
        words = typed.get("own", "") if picked == "own" else picked
        entry, line = coping.not_this_time(
            current.session, current.grant, key, "" if picked == "just" else words,
            happened_on=on, client_key=typed.get("client_key", ""), done_at=later.done_at(),
        )  # fmt: skip
    except Invalid as problem:
        later.to_script(problem)
        errors = {("own" if name == "barrier" else name): words for name, words in problem.fields.items()}
        return _ask(key, typed, errors), 422
    except Conflict as problem:
        later.to_script(problem)
        return _ask(key, typed.to_dict() | {"client_key": new_id()}, {"barrier": problem.words}), 409
    if not entry.barrier:
        return later.stored("patient.today", just=entry.id)
    return later.stored("patient.coping", entry_id=entry.id, line=line.key if line else None)


@pages.get("/today/entries/<entry_id>/plan", endpoint="coping", needs=Permission.SEE_PLAN)
def coping_page(entry_id: str) -> Any:
    return _plan_for(logging.one(current.session, current.grant, entry_id), {}, {})


@pages.post("/today/entries/<entry_id>/plan", needs=Permission.LOG)
def use_coping(entry_id: str) -> Any:
    coping.use(current.session, current.grant, entry_id, request.form.get("line", ""))
    tell(_("Good. We ask you later if it helped."))
    return see("patient.today")


@pages.post("/today/entries/<entry_id>/helped", needs=Permission.LOG)
def coping_helped(entry_id: str) -> Any:
    answer = request.form.get("helped", "")
    coping.helped(current.session, current.grant, entry_id, answer)
    tell(AFTER.get(answer) or _("Thank you. That helps you and your team next time."))
    return see("patient.today")


@pages.get("/today/entries/<entry_id>/line", needs=Permission.PROPOSE)
def write_line(entry_id: str) -> Any:
    entry = logging.one(current.session, current.grant, entry_id)
    line = _line(entry)
    typed = {"if_words": line.content.get("if_words") if line else entry.barrier,
             "then_words": line.content.get("then_words", "") if line else ""}  # fmt: skip
    return _write(entry, line, typed, {})


@pages.post("/today/entries/<entry_id>/line", needs=Permission.PROPOSE)
def save_line(entry_id: str) -> Any:
    entry, typed = logging.one(current.session, current.grant, entry_id), request.form
    line = _line(entry)
    content = {
        "if_words": typed.get("if_words", ""),
        "then_words": typed.get("then_words", ""),
        "barrier": (line.content.get("barrier") if line else "") or "own",
        "activity_key": entry.key,
    }
    try:
        drafting.suggest(
            current.session, current.grant, kind="coping_strategy", content=content,
            key=line.key if line else None, action="change" if line else "add",
        )  # fmt: skip
    except Invalid as problem:
        return _write(entry, line, typed, problem.errors), 422
    tell(_("Sent to your team. They add it to your plan, or talk with you about it."))
    return see("patient.today")


@pages.post("/today/entries/<entry_id>/ask", needs=Permission.ASK, read_back=True)
def ask_about_entry(entry_id: str) -> Any:
    entry = logging.one(current.session, current.grant, entry_id)
    words = request.form.get("words", "")
    try:
        questions.ask(
            current.session, current.grant, entry.key, words, request.form.get("client_key") or None,
            answer_days=current.config.practice.answer_days,
        )  # fmt: skip
    except Invalid as problem:
        return _plan_for(entry, {"words": words}, problem.errors), 422
    tell(_("Your question is sent. The answer will be here and in your plan."))
    return see("patient.today")


@pages.post("/today/entries/<entry_id>/take-out", needs=Permission.PROPOSE)
def ask_to_take_out(entry_id: str) -> Any:
    entry = logging.one(current.session, current.grant, entry_id)
    item = logging.item_of(current.session, current.grant, entry.key)
    drafting.suggest(current.session, current.grant, kind=item.kind, content={}, key=item.key, action="remove")
    tell(_("We asked your team to take it out of your plan."))
    return see("patient.today")


def _ask(key: str, typed: Any, errors: dict[str, Any]) -> str:
    item = logging.item_of(current.session, current.grant, key)
    lines = coping.strategies(current.session, current.grant, key)
    return render(
        "patient/barrier/barrier.html", item=item, barriers=coping.barriers(lines), typed=typed, errors=errors
    )


def _plan_for(entry: ProgressEntry, typed: Any, errors: dict[str, Any]) -> str:
    line = _line(entry)
    record = coping.record_of(current.session, current.grant, line.key) if line else None
    wrote = {entry.actor_id} if entry.capacity != "self" else set()
    by = named(say.names_of(current.session, wrote))(entry)
    return render(
        "patient/barrier/coping.html", entry=entry, line=line, record=record, typed=typed, errors=errors, by=by,
        item=logging.item_of(current.session, current.grant, entry.key), new_key=new_id,
        lead=None if line else lead_of(current.session, current.grant.patient_id),
    )  # fmt: skip


def _write(entry: ProgressEntry, line: Any, typed: Any, errors: dict[str, Any]) -> str:
    item = logging.item_of(current.session, current.grant, entry.key)
    return render("patient/barrier/write.html", entry=entry, item=item, line=line, typed=typed, errors=errors)


def _line(entry: ProgressEntry) -> Any:
    """The own line named in the address, or the one whose words the entry holds."""
    lines = coping.strategies(current.session, current.grant, entry.key)
    asked = request.args.get("line", "")
    named = next((line for line in lines if line.key == asked), None)
    return named or coping.line_for(current.session, current.grant, entry)

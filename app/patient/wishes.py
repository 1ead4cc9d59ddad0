"""Wishes for later: the second step that opens them, who looked, whether to talk, and showing one to helpers."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from app.access import audit, passphrases, private, sessions, throttle
from app.access.permissions import Permission
from app.care.plan import who, wishes
from app.errors import Invalid, NotFound, TooMany
from app.i18n import _, ngettext
from app.patient.base import pages
from app.web import transaction
from app.web.context import current
from app.web.incoming import day
from app.web.locked import back_to
from app.web.render import render, say, see

OPEN = Permission.OPEN_PRIVATE


@pages.get("/wishes/open", needs=OPEN)
def wishes_open() -> Any:
    """The second step. The team has one of its own, with a reason in words."""
    if current.grant.is_team:
        return see("record.wishes", next=back_to() or None)
    if not private.may_unlock(current.grant):
        return _on()
    return _form()


@pages.post("/wishes/open", needs=OPEN)
def wishes_opened() -> Any:
    """The passphrase once more, slowed down like signing in. It opens private lines here for ten minutes."""
    me, login, grant, back = current.me, current.login, current.grant, back_to()
    if grant.is_team or login is None:
        raise NotFound()
    typed = request.form.get("passphrase", "")
    if me.passphrase_hash is None or not typed:
        return _form(_("Type your passphrase.")), 422
    keys = [throttle.key("pair", me.sign_in, request.remote_addr or ""), throttle.key("account", me.sign_in)]
    transaction.let_go()  # hashing is slow: it must not hold a transaction
    try:
        with current.database.read() as reading:
            throttle.check(reading, keys)
    except TooMany as wait:
        n = wait.retry_after
        words = ngettext("Please wait one second, then try again.", "Please wait %(n)s seconds, then try again.", n)
        return _form(words), 429, {"Retry-After": str(n)}
    if not passphrases.matches(me.passphrase_hash, typed):
        with current.database.write() as writing:
            throttle.failed(writing, keys)
            audit.record(writing, grant, "open wishes", outcome="refused")
        return _form(_("That is not your passphrase. Try again, or ring us.")), 422
    sessions.unlock(current.session, login)
    throttle.succeeded(current.session, keys[:1])
    audit.record(current.session, grant, "open wishes")
    say(_("Your wishes are open on this device for 10 minutes."))
    return redirect(back, 303) if back else _on()


@pages.post("/wishes/close", needs=OPEN)
def wishes_close() -> Any:
    """Close them again, sooner than by themselves."""
    if current.grant.is_team or current.login is None:
        raise NotFound()
    sessions.lock(current.session, current.login)
    audit.record(current.session, current.grant, "close wishes")
    say(_("Your wishes are closed again."))
    return see("patient.plan")


@pages.get("/wishes/opened", needs=Permission.OWN_DETAILS)
def wishes_looked_at() -> Any:
    """Who looked at my wishes, and why."""
    rows = wishes.opened_by(current.session, current.grant)
    people = who.called(current.session, current.grant, {row.account_id for row in rows}, current.patient)
    return render("patient/wishes/opened.html", rows=rows, people=people)


@pages.post("/wishes/talk", needs=Permission.OWN_DETAILS)
def wishes_answer() -> Any:
    """Not now, later from a day on, or let us talk: each is kept, none has a consequence but that."""
    from app.patient.plan import section_page

    try:
        again_on = day(request.form.get("again_on", ""))
    except ValueError:
        again_on = None
    answer = request.form.get("answer", "")
    try:
        row = wishes.say(current.session, current.grant, answer, again_on)
    except Invalid as problem:
        return section_page("wishes", errors=problem.errors), 422
    words = {
        "not_now": _("Kept. We leave it at that. You can change this at any time."),
        "later": _("Kept. We do not ask before that day."),
        "talk": _("Kept. Somebody of your team will talk with you about it."),
    }
    say(words[row.answer])
    return see("patient.plan_section", name="wishes")


@pages.post("/plan/items/<key>/helpers", needs=Permission.OWN_DETAILS)
def wish_shown(key: str) -> Any:
    """Whether helpers may read this line. It holds at once."""
    wish = request.form.get("shown", "")
    if wish not in ("yes", "no"):
        raise Invalid()
    wishes.show_to_helpers(current.session, current.grant, key, wish == "yes")
    say(_("Whoever helps you can read this one now.") if wish == "yes" else _("Only you and your team can read it."))
    return see("patient.plan_item", key=key)


def _on() -> Any:
    return redirect(back_to() or url_for("patient.plan_section", name="wishes"), 303)


def _form(problem: Any = None) -> str:
    return render(
        "patient/wishes/open.html",
        problem=problem,
        back=back_to(),
        has_passphrase=current.me.passphrase_hash is not None,
    )

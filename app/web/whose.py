"""Whose page a form was on, and who had it open: said by the form itself, and held against what it would change.

The address alone names the person, so two tabs with two people are as good as one. What must never happen is that a
form changes somebody else's record than the page showed: because a page was brought back with another one's fields,
or because somebody else signed in on this device since.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, g, render_template, request, url_for
from markupsafe import Markup

from app.access.grants import Capacity
from app.errors import Conflict
from app.i18n import lazy_gettext as _l
from app.web.context import current
from app.web.pages import READ_BACK

FIELD, SURE = "page_of", "is_for"
NOT_TYPED = frozenset({"csrf_token", FIELD, SURE})
CARRIES = (Capacity.SELF, Capacity.PROXY)
"""Whose pages say it: those of the people themselves and of their helpers. """


class WrongPage(Conflict):
    """A form of a page that was somebody else's, or that somebody else had open. Nothing was stored."""

    title = _l("This was for somebody else")

    @property
    def way(self) -> tuple[str, object]:
        """Where to go on, and in which words."""
        return url_for("account.people"), _l("Choose the person")


class WrongAccount(WrongPage):
    """Somebody else signed in on this device since the page was opened."""

    title = _l("Somebody else is signed in now")

    @property
    def way(self) -> tuple[str, object]:
        return "/", _l("Go to the start")


def field() -> Markup:
    """For every form of a page about somebody."""
    if g.get("grant") is None or current.grant.capacity not in CARRIES:
        return Markup("")
    return Markup('<input type="hidden" name="{}" value="{} {}">').format(
        FIELD, current.me.id, current.grant.patient_id
    )


def check() -> None:
    """Raise ``WrongPage`` when the form that came is of another page than its address says, or of another account.

    A form that says nothing passes: it was kept on a phone before forms said it, and its address names the person.
    """
    if request.method in ("GET", "HEAD") or request.is_json:
        return
    account, _space, patient = request.form.get(FIELD, "").partition(" ")
    if account and account != current.me.id:
        raise WrongAccount(
            _l("Somebody else signed in on this device after this page was opened. We stored nothing, for nobody.")
        )
    if patient and g.patient_id and patient != g.patient_id:
        raise WrongPage(
            _l("You were on one person’s page, and this would have gone to another. We stored nothing, for nobody.")
        )


def install(app: Flask) -> None:
    """After the tokens of forms were looked at: what is sent back is only ever what our own page sent."""
    app.before_request(_read_back)


def _read_back() -> Any:
    """For whom it is, before a helper of several people sends what cannot be taken back. Nothing is stored yet."""
    unless = READ_BACK.get(request.endpoint or "")
    if unless is None or request.is_json or current.grant.capacity is not Capacity.PROXY or not current.has_others:
        return None
    if request.form.get(SURE) == current.grant.patient_id or (unless and request.form.get(unless)):
        return None
    fields = [(name, text) for name, text in request.form.items(multi=True) if name not in NOT_TYPED]
    return render_template("patient/for_whom.html", fields=fields, sure=SURE), 422

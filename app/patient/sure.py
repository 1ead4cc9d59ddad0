"""How sure are you? In numbers or faces; below 7: what would make it a 7, and making it smaller (P3, P4)."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.plan import smaller, suggestions, sureness
from app.care.plan.day import own_activity
from app.errors import Invalid
from app.i18n import _
from app.patient.base import pages
from app.web.context import current
from app.web.incoming import whole
from app.web.render import render, say, see


@pages.get("/plan/items/<key>/sure", needs=Permission.OWN_LIFE)
def sure(key: str) -> Any:
    return _form(key, {}, {})


@pages.post("/plan/items/<key>/sure", needs=Permission.OWN_LIFE)
def say_sure(key: str) -> Any:
    typed = request.form
    by_faces = typed.get("by") == "faces"
    number = whole(typed.get("face" if by_faces else "confidence", ""))
    try:
        row = sureness.say(current.session, current.grant, key, number, typed.get("words", ""), by_faces)
    except Invalid as wrong:
        return _form(key, typed, wrong.fields or {"confidence": wrong.words}), 422
    say(_("Kept. Your team sees it too."))
    if row.confidence < sureness.ENOUGH and not row.words:
        return see("patient.sure", key=key, low="yes")
    return see("patient.plan_item", key=key)


@pages.get("/plan/items/<key>/smaller", endpoint="smaller", needs=Permission.PROPOSE)
def smaller_page(key: str) -> Any:
    return _smaller(key, {}, {})


@pages.post("/plan/items/<key>/smaller", needs=Permission.PROPOSE)
def make_smaller(key: str) -> Any:
    typed, item = request.form, own_activity(current.session, current.grant, key)
    offer = next((each for each in smaller.offers(item.content) if each.name == typed.get("way")), None)
    content = offer.content if offer else {"how_much": typed.get("how_much", "").strip()}
    try:
        if not offer and content["how_much"] in ("", item.content.get("how_much")):
            raise Invalid(fields={"how_much": _("Pick one, or write what would be small enough.")})
        suggestions.suggest(
            current.session, current.grant, kind="activity", content=content, key=key, action="change",
            reason=typed.get("reason", ""),
        )  # fmt: skip
    except Invalid as wrong:
        return _smaller(key, typed, wrong.errors), 422
    say(_("Your suggestion is with your team. You see their answer here."))
    return see("patient.suggestions_made")


def _form(key: str, typed: Any, errors: dict[str, Any]) -> str:
    item = own_activity(current.session, current.grant, key)
    return render(
        "patient/plan/sure.html", item=item, faces=list(sureness.FACES.items()), typed=typed, errors=errors,
        newest=sureness.newest(current.session, current.grant).get(key), enough=sureness.ENOUGH,
        by_faces=typed.get("by", request.args.get("by")), low="low" in request.args,
    )  # fmt: skip


def _smaller(key: str, typed: Any, errors: dict[str, Any]) -> str:
    item = own_activity(current.session, current.grant, key)
    return render(
        "patient/plan/smaller.html", item=item, offers=smaller.offers(item.content), typed=typed, errors=errors
    )

"""The privacy officer's desk: the log over all persons, refused attempts, and who looked from outside of a team."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from flask import request

from app import clock
from app.access import overseeing
from app.care.people import not_right, oversight
from app.care.people.names import called
from app.care.people.oversight import Asked
from app.care.reminders.times import moment
from app.db import is_id
from app.i18n import lazy_gettext as _l
from app.provider.base import privacy as pages
from app.web import looked_for
from app.web.context import current
from app.web.incoming import day, whole
from app.web.needs import PRIVACY
from app.web.render import render

OUTCOMES = {"done": _l("Done"), "refused": _l("Refused"), "failed": _l("Failed")}
LATELY = timedelta(days=30)


@pages.get("/", endpoint="desk", needs=PRIVACY)
def desk() -> Any:
    since = clock.now() - LATELY
    refused, outside = oversight.counts(current.session, since)
    reports = not_right.all_reports(current.session)
    looked("desk")
    return render(
        "provider/privacy/desk.html", refused=refused, outside=outside, since=since,
        open_reports=sum(1 for one in reports if one.answered_at is None),
    )  # fmt: skip


@pages.get("/log", endpoint="log", needs=PRIVACY)
def log() -> Any:
    asked = _asked()
    found = oversight.search(current.session, asked)
    looked("log", found.patient_ids)
    return render(
        "provider/privacy/log.html", asked=asked, found=found, acts=oversight.acts(), outcomes=OUTCOMES,
        called=called, why=oversight.WHY, again={**request.args.to_dict(), "before": found.next_before},
        typed=request.args,
    )  # fmt: skip


@pages.post("/log", endpoint="find_in_log", needs=PRIVACY)
def find_in_log() -> Any:
    """Look for something: names stay out of the address."""
    rest = {name: request.form.get(name) or None for name in ("act", "outcome", "since", "until", "outside", "own")}
    return looked_for.keep("privacy.log", "who", "person", **rest)


def looked(page: str, patient_ids: Iterable[str] = ()) -> None:
    """Each look is itself in the log, for everybody whom the page says something about."""
    with current.database.write() as writing:
        overseeing.note_look(writing, current.me, f"read privacy.{page}", patient_ids, current.request_id)


def _asked() -> Asked:
    args = request.args
    outcome, act = args.get("outcome", ""), args.get("act", "")
    return Asked(
        who=looked_for.words("privacy.log", "who") or _id(args.get("who", "")),
        person=looked_for.words("privacy.log", "person") or _id(args.get("person", "")),
        act=act if act in dict(oversight.acts()) else "",
        outcome=outcome if outcome in OUTCOMES else "",
        since=_start_of(args.get("since", "")),
        until=_start_of(args.get("until", ""), days=1),
        outside=args.get("outside") == "yes",
        own=args.get("own") == "yes",
        before=whole(args.get("before", "")),
    )


def _id(text: str) -> str:
    """Whom a link names: by id, since names do not stand in addresses."""
    return text if is_id(text) else ""


def _start_of(text: str, days: int = 0) -> datetime | None:
    """When the day begins that was typed, in the practice's zone; ``days`` later if the day itself belongs to it."""
    try:
        on = day(text)
    except ValueError:
        return None
    return moment(on + timedelta(days=days), time(0), current.config.practice.time_zone) if on else None

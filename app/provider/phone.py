"""Set up this phone with the person: a sheet to go through in the room, and a test reminder to that phone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app import clock
from app.access.permissions import Permission
from app.care.reminders import in_the_room
from app.errors import Refusal
from app.i18n import _
from app.provider.base import record
from app.web.context import current
from app.web.render import render, say, see
from app.web.square import square

LATELY = timedelta(hours=1)


@record.get("/phone", needs=Permission.INVITE)
def phone() -> Any:
    return _show()


@record.post("/phone/test", needs=Permission.INVITE)
def phone_test() -> Any:
    """Neutral words, to the person's own devices only."""
    try:
        in_the_room.send(current.session, current.grant)
    except Refusal as refused:
        return _show(refused.words), 422
    say(_("We send the test now. It can take a minute. Look at the phone together."))
    return see("record.phone")


def _show(problem: Any = None) -> str:
    address = current.config.public_url
    test = in_the_room.last_test(current.session, current.grant, clock.now() - LATELY)
    shown_at, opened_at = in_the_room.phone_said(current.session, current.grant, test)
    return render(
        "provider/invite/phone.html",
        person=current.patient,
        devices=in_the_room.devices(current.session, current.grant),
        test=test,
        shown_at=shown_at,
        opened_at=opened_at,
        address=current.typed_url,
        square=square(address + "/install"),
        problem=problem,
    )

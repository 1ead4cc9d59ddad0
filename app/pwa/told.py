"""What the worker tells by itself: a message was shown or opened; the browser changed its push address.

Neither carries a form's token, since a worker has none. The first is done without a session and can do nothing but
mark one message; the second needs the session and the old address, which only that browser knows.
"""

from __future__ import annotations

from typing import Any

from flask import jsonify, request

from app.access import throttle
from app.care.reminders import devices, seen, working
from app.errors import NotFound, TooMany
from app.pwa.views import pages
from app.web.context import current
from app.web.needs import PUBLIC, SIGNED_IN

EXEMPT = tuple(f"{__name__}.{view}" for view in ("seen_", "renew_device"))
"""Views that work without a form's token."""
NOTHING = ("", 204)


@pages.post("/push/seen", endpoint="seen", needs=PUBLIC)
def seen_() -> Any:
    """Shown or opened, by the message's own token. The answer is the same whatever came, and how often it came."""
    token, what = (request.form.get(name, "")[:64] for name in ("token", "what"))
    if seen.is_known(current.looking, token, what):
        seen.note(current.session, token, what)
        return NOTHING
    keys = [throttle.key("token", request.remote_addr or "")]
    try:
        throttle.check(current.looking, keys)
    except TooMany:
        return NOTHING
    throttle.failed(current.session, keys)
    return NOTHING


@pages.post("/push/renew", needs=SIGNED_IN)
def renew_device() -> Any:
    """The subscription that took the place of ``old``, as `PushSubscription.toJSON()` gives it."""
    given = request.get_json(silent=True)
    found = devices.renew(
        current.session, current.me.id, old=devices.text_of(given, "old"), **devices.subscription_of(given),
        vault=current.config.vault, extra_origins=current.config.push_origins,
    )  # fmt: skip
    if not found:
        raise NotFound()
    return NOTHING


@pages.get("/push/known/<print_>", needs=SIGNED_IN)
def known_device(print_: str) -> Any:
    """Whether we still send to this browser: kept, removed on purpose, or lost by us. Only it knows its address."""
    return jsonify(state=devices.state_of(current.looking, print_))


@pages.get("/push/tests/<id_>", needs=SIGNED_IN)
def test_state(id_: str) -> Any:
    """What became of a test of whoever asks. No page about a person, so that looking often fills no log of reads."""
    state = working.state_of_test(current.session, current.me.id, id_)
    if not state:
        raise NotFound()
    return jsonify(state=state)

"""A guest of Rosa's with a link: what the tests about guests stand on."""

from app.care.guests import making, opening
from app.care.guests.asked import Asked


def invite(session, grant, keys, **over):
    """Make a way in for Lina of home care; gives its row and what opens it."""
    facts = {"name": "Lina", "organisation": "home care", "keys": list(keys), **over}
    return making.make(session, grant, Asked(**facts))


def enter(session, secret, by_code=False):
    """Press the button; gives who is in."""
    return opening.visiting(session, opening.enter(session, secret, by_code=by_code, device="phone"))

"""Arrangements for tests, made with the rules of the product."""

from datetime import timedelta

from app import clock
from app.care.arrangements import making
from app.db import new_id


def in_days(n):
    return clock.now() + timedelta(days=n)


def arrange(session, grant, sort, *, owner="", key="", **facts):
    usual = {
        "visit": {"what": "Look at the plan together", "with_whom": "Nora and you", "how": "place",
                  "place": "The practice, room 2", "minutes": 40, "bring": "Your medicines\nYour glasses",
                  "happens_at": in_days(5)},
        "referral": {"what": "The heart clinic looks at your breath", "with_whom": "Heart clinic",
                     "due_on": in_days(30).date()},
        "test": {"what": "A blood test for your kidneys", "with_whom": "Laboratory", "due_on": in_days(7).date()},
        "return": {"what": "We listen to your lungs again", "due_on": in_days(40).date()},
    }[sort]  # fmt: skip
    return making.make(session, grant, sort, {**usual, **facts}, owner_id=owner, client_key=key or new_id())

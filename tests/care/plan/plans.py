"""A small plan to test with: one line of every kind, offered by the nurse."""

from datetime import timedelta

from app import clock
from app.care.plan import drafting, offering
from app.care.plan.kinds import KINDS
from tests.factories import ZONE

CONTENTS = {
    "what_matters": {"words": "Dancing at the wedding in June."},
    "strength": {"words": "I never gave up smoking cold turkey, and it worked."},
    "goal": {"words": "Walk to church again.", "sort": "life", "term": "short"},
    "activity": {"what": "Walk to the corner shop", "how_much": "20 minutes", "when": "at nine", "days": [0, 2, 4]},
    "coping_strategy": {"barrier": "weather", "if_words": "It rains", "then_words": "I walk in the mall with Leo."},
    "community_resource": {"what": "The lunch table", "need": "company", "state": "asked", "phone": "555 0142"},
    "advance_wish": {"sort": "place_of_care", "words": "I would like to be at home.", "status": "talked"},
    "information": {"what": "Walking with a stiff knee", "text": "Short walks are fine.", "source": "Field Clinic"},
    "follow_up": {"with_whom": "Nora (nurse)", "how": "phone", "when": "in two weeks", "about": "How walking goes"},
}  # fmt: skip


MORE = ("key", "revision", "base_number", "reason", "wording_only")


def today():
    return clock.today(ZONE)


def days(number):
    return today() + timedelta(days=number)


def put(session, grant, kind="activity", **over):
    """Save one line in the draft; the rest of its content is the usual."""
    facts = {"owner": "patient", "starts_on": today(), "ends_on": days(90)}
    facts.update({name: over.pop(name) for name in list(over) if name in {*facts, *MORE}})
    grant = grant.with_private() if KINDS[kind].is_private else grant
    return drafting.save(session, grant, kind=kind, content={**CONTENTS[kind], **over}, **facts)  # fmt: skip


OPEN = tuple(kind for kind in CONTENTS if not KINDS[kind].is_private)
"""Kinds that everybody who may see the plan sees."""


def offered(session, grant, kinds=OPEN, review_in=180):
    """Draft these kinds, offer them; gives the key of each kind."""
    keys = {kind: put(session, grant, kind).key for kind in kinds}
    drafting.set_review_date(session, grant, days(review_in))
    offering.offer(session, grant, why="Our first plan.")
    return keys

"""A plan with a treatment that says everything, one that says little, and a trial, to walk through pages with."""

from __future__ import annotations

from app.care.plan import drafting, offering
from tests.care.plan.plans import days, put


def offered(session, grant, *, decide_in: int = 21) -> dict[str, str]:
    """Offer the three lines to the grant's person. Gives their keys by "tablet", "cream" and "trial"."""
    tablet = put(session, grant, "treatment", never_alone="yes", never_alone_why="Ring Nora first.").key
    cream = drafting.save(session, grant, kind="treatment", content={"plain_name": "The cream"}).key
    trial = put(
        session, grant, "trial", treatment_key=cream, what="The cream", owner=grant.actor_id,
        starts_on=days(-14), ends_on=days(decide_in),
    ).key  # fmt: skip
    drafting.set_review_date(session, grant, days(180))
    offering.offer(session, grant, why="Your treatments.")
    return {"tablet": tablet, "cream": cream, "trial": trial}

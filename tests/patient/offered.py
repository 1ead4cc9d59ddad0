"""A plan offered with a week to think, and a helper who may answer, for the pages about deciding."""

from app.care.people import basis
from app.care.plan import offering
from app.models import ProxyGrant
from tests.care.plan import plans

KINDS = ("what_matters", "strength", "goal", "activity", "coping_strategy", "follow_up")


def plan(database, world):
    """A line of each of these kinds and one more in Rosa's own part; gives their keys."""
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        found = {kind: plans.put(session, nurse, kind).key for kind in KINDS}
        found["swim"] = plans.put(session, nurse, what="Swim on Mondays").key
        plans.drafting.set_review_date(session, nurse, plans.days(180))
        offering.offer(session, nurse, consider_days=7)
    return found


def rows(database, model):
    """Every row of one table."""
    with database.read() as session:
        return list(session.query(model))


def may_decide(database, world, account):
    """The team records that this helper of Rosa may answer for her."""
    with database.write() as session:
        grant = session.query(ProxyGrant).filter_by(account_id=account.id).one()
        basis.record(
            session, world.grant(session, world.nurse), grant.id, basis="consent", document="Note",
            starts_on=plans.today(),
        )  # fmt: skip

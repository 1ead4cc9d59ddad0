"""Every route for every role: who is refused, with which answer, and that each refusal leaves a row in the log.

What a role may do is the literal table of tests/access/test_policy.py; here stands only how a refusal looks.
"""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.access import scopes
from app.models import AuditEvent, BrokenGlass, ProxyGrant
from tests import factories
from tests.access.test_policy import COLUMNS, GUESTS, OPENS, ROWS
from tests.support.routes import all_routes

HIDDEN = {"see_answers", "read_answers", "see_facts", "correct_facts", "own_voice", "open_private"}
"""Where nothing is said to be there for whoever is related and may not."""
SECTIONS = {"see_plan", "see_progress", "show_card"}
"""The same for a helper, who may have been shown a section or not."""
NOBODY = ("stranger", "ruben", "paused", "withdrawn", "early")
HELPERS = {"looks": {"goals": ["see"]}, "logs": {"diary": ["see", "log"]}, "all": scopes.BUNDLES["all"]}


@pytest.fixture
def people(database, world):
    """An account for each role; all but `nobody` have something to do with Rosa."""
    now = clock.now()
    found = {"self": world.rosa, "stranger": world.stranger, "ruben": world.ruben}
    found |= {role: getattr(world, role) for role in ("nurse", "physician", "clerk", "admin", "privacy")}
    with database.write() as session:
        for role in ("pharmacist", "social_worker", "glass"):
            found[role] = factories.account(session, f"{role} Test", role="nurse" if role == "glass" else role)
        for role in ("pharmacist", "social_worker", "admin", "privacy"):
            factories.team_member(session, found[role], world.rosa_patient)
        session.add(
            BrokenGlass(
                patient_id=world.rosa_patient.id, account_id=found["glass"].id, reason="She fell.", at=now,
                until=now + timedelta(days=3),
            )
        )  # fmt: skip
        for name, scope in HELPERS.items():
            found[name] = factories.account(session, f"{name} Helper")
            factories.proxy(session, found[name], world.rosa_patient, by=world.rosa, scopes=scope)
        for name, set_ in (("paused", "paused_at"), ("withdrawn", "withdrawn_at"), ("early", "starts_at")):
            found[name] = factories.account(session, f"{name} Helper")
            row: ProxyGrant = factories.proxy(session, found[name], world.rosa_patient, by=world.rosa)
            setattr(row, set_, now + timedelta(days=1) if set_ == "starts_at" else now)
    return found


def refusal(role: str, need: str) -> int | None:
    """The status with which this role is refused what needs this; None when it may."""
    if role in NOBODY:
        return 404
    if role in HELPERS:
        may = set().union(*(OPENS[f"{s}.{v}"] for s, verbs in HELPERS[role].items() for v in verbs))
        hidden = need in HIDDEN | SECTIONS
        return None if need in may else 404 if hidden else 403
    return None if ROWS[need][role] == "yes" else 404 if need in HIDDEN else 403


@pytest.mark.parametrize("role", [*(c for c in COLUMNS if c not in GUESTS), *HELPERS, *NOBODY])
def test_each_route(app, world, people, client_as, database, role):
    visitor, refused = client_as(people[role]), 0
    for route in all_routes(app):
        if not route.on_a_patient:
            continue
        address = route.address(app, patient_id=world.rosa_patient.id)
        status, sent = refusal(role, route.need), {}
        if route.method == "POST":
            if status is None:
                continue  # what a permitted press does is for the tests of that page
            sent = {"data": {"csrf_token": visitor.token()}}
        answer = visitor.http.open(address, method=route.method, headers={"Accept": "text/html"}, **sent)
        if status is None:
            assert answer.status_code < 500, f"{route} answers {answer.status_code} to {role}"
            assert answer.status_code != 401, f"{route} does not know {role}"
            continue
        refused += 1
        assert answer.status_code == status, f"{route} answers {answer.status_code} to {role}, not {status}"
        assert "Rosa" not in answer.get_data(as_text=True), f"{route} names the person to {role}"
    with database.read() as session:
        rows = sa.select(sa.func.count()).select_from(AuditEvent)
        mine = rows.where(AuditEvent.actor_id == people[role].id, AuditEvent.outcome == "refused")
        assert (session.scalar(mine) or 0) >= refused, "a refused attempt left no row"

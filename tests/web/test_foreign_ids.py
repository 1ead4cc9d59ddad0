"""Every id in every form, swapped for another person's: nothing is shown, nothing changes, and the log has a row."""

import hashlib
import re
from urllib.parse import urljoin

import pytest
import sqlalchemy as sa

from app.access import scopes
from app.care.plan import questions
from app.care.worse import ring_me
from app.db import Base, is_id
from app.models import AuditEvent, PlanItem
from tests import factories
from tests.care.arrangements import made
from tests.care.plan import plans
from tests.support import any_rows, hostile
from tests.support.client import Page
from tests.support.routes import all_routes

ID = re.compile(r"[a-z2-9]{16}")
MADE_UP = re.compile(r"csrf_token|client_key|new_key|key_of|id|key-.*")
"""What a form makes up itself: names of new rows, and the token."""


@pytest.fixture
def rows(database, world):
    """A row of every table for Rosa, whose team the nurse left; Ruben has a plan, a helper, pages full of forms."""
    with database.write() as session:
        lines = plans.offered(session, world.grant(session, world.nurse, world.ruben_patient))
        _waiting(session, world, lines)
        factories.proxy(session, world.stranger, world.ruben_patient, by=world.ruben, scopes=scopes.BUNDLES["all"])
        hers = any_rows.fill(session, world.rosa_patient, world.otto)
        team = Base.metadata.tables["care_team_member"]
        session.execute(sa.delete(team).where(team.c.patient_id == world.rosa_patient.id))
    return hers


def _waiting(session, world, lines):
    """Things of Ruben's that one of the team can give to another: a call to make, a question, a referral."""
    ruben = world.grant(session, world.ruben, world.ruben_patient)
    ring_me.ask(session, ruben, "About my knee", answer_days=2)
    questions.ask(session, ruben, lines["activity"], "How far?")
    nurse = world.grant(session, world.nurse, world.ruben_patient)
    made.arrange(session, nurse, "referral")


def test_an_id_of_somebody_else_in_a_form_changes_nothing_of_theirs(app, world, client_as, database, rows):
    ids = [row["id"] for row in rows.values() if is_id(str(row.get("id", "")))]
    keys = [row["key"] for row in rows.values() if is_id(str(row.get("key", "")))]
    with database.read() as session:
        lines = sa.select(PlanItem.key).where(PlanItem.patient_id == world.ruben_patient.id)
        own = list(session.scalars(lines.where(PlanItem.kind.in_(("goal", "activity", "treatment")))))
    before, sent, shown = _hers(database, world.rosa_patient.id), 0, set()
    for who in (world.ruben, world.nurse, world.stranger):
        visitor, seen = client_as(who), set()
        for form in hostile.forms(_pages(app, visitor, world.ruben_patient.id, own)):
            for name, offered in form.offers.items():
                kind = (re.sub(ID, "<id>", form.address), name)
                if MADE_UP.fullmatch(name) or kind in seen or not any(map(ID.fullmatch, offered)):
                    continue
                seen.add(kind)
                for foreign in (*ids[:: max(1, len(ids) // 12)], *keys[:2]):
                    fields = {**form.fields, name: foreign, "csrf_token": visitor.token()}
                    sent += 1
                    left = _log_end(database)
                    answer = visitor.http.post(form.address, data=fields)
                    assert left < _log_end(database), (
                        f"{form.address} with a foreign {name} leaves no row in the log ({answer.status_code})"
                    )
                    if answer.status_code != 404:
                        shown.add((*kind, answer.status_code))
                    assert not (wrong := hostile.told(answer)), f"{form.address} with a foreign {name}: {wrong}"
                    body = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
                    assert any_rows.MARK + " " + world.rosa_patient.id not in body, f"{form.address} shows hers"
    assert sent > 500
    assert not shown, "another person's id is there for these"
    assert _hers(database, world.rosa_patient.id) == before


def _pages(app, visitor, patient_id, keys):
    """Every page about Ruben that this visitor can open: those without another id, those of a few of his lines, and
    one of each kind that these lead to.
    """
    wanted, seen = [], set()
    for route in all_routes(app):
        if route.method == "GET" and route.on_a_patient and not route.arguments - {"key"}:
            for key in keys if route.arguments else [""]:
                wanted.append(route.address(app, patient_id=patient_id, key=key))
    kinds = {re.sub(ID, "<id>", path) for path in wanted}
    while wanted and len(seen) < 400:
        seen.add(path := wanted.pop(0))
        answer = visitor.http.get(path, headers={"Accept": "text/html"})
        if answer.status_code != 200 or answer.mimetype != "text/html":
            answer.close()
            continue
        page = Page(answer, path, [])
        yield page
        for link in page.tree.all("a"):
            href = urljoin(path, link.attrs.get("href", "")).split("#")[0]
            kind = re.sub(ID, "<id>", href)
            if f"/patients/{patient_id}" in href and kind not in kinds:
                kinds.add(kind)
                wanted.append(href)
    assert not wanted, "more pages than were looked at"


def _log_end(database):
    with database.read() as session:
        return session.scalar(sa.func.max(AuditEvent.seq)) or 0


def _hers(database, patient_id):
    found = {}
    with database.read() as session:
        for table in Base.metadata.sorted_tables:
            if "patient_id" in table.c and table.name != "audit_event":
                lines = session.execute(sa.select(table).where(table.c.patient_id == patient_id)).all()
                found[table.name] = hashlib.sha256(repr(sorted(map(repr, lines))).encode()).hexdigest()
    return found

"""Every id in every form, swapped for another person's: nothing is shown, nothing changes, and the log has a row."""

import hashlib
import re

import pytest
import sqlalchemy as sa

from app.access import scopes
from app.db import Base, is_id
from app.models import AuditEvent, PlanItem
from tests import factories
from tests.care.plan import plans
from tests.support import any_rows, hostile
from tests.support.client import Page
from tests.support.routes import all_routes

ID = re.compile(r"[a-z2-9]{16}")
NOT_SWAPPED = {"csrf_token", "client_key", "key_of", "id"}
"""What a form makes up itself: names of new rows, and the token."""


@pytest.fixture
def rows(database, world):
    """A row of every table for Rosa, whose team the nurse left; Ruben has a plan, a helper, pages full of forms."""
    with database.write() as session:
        plans.offered(session, world.grant(session, world.nurse, world.ruben_patient))
        factories.proxy(session, world.stranger, world.ruben_patient, by=world.ruben, scopes=scopes.BUNDLES["all"])
        hers = any_rows.fill(session, world.rosa_patient, world.otto)
        team = Base.metadata.tables["care_team_member"]
        session.execute(sa.delete(team).where(team.c.patient_id == world.rosa_patient.id))
    return hers


def test_an_id_of_somebody_else_in_a_form_changes_nothing_of_theirs(app, world, client_as, database, rows):
    ids = [row["id"] for row in rows.values() if is_id(str(row.get("id", "")))]
    keys = [row["key"] for row in rows.values() if is_id(str(row.get("key", "")))]
    with database.read() as session:
        lines = sa.select(PlanItem.key).where(PlanItem.patient_id == world.ruben_patient.id)
        own = list(session.scalars(lines.where(PlanItem.kind.in_(("goal", "activity", "treatment")))))
    before, sent = _hers(database, world.rosa_patient.id), 0
    for who in (world.ruben, world.nurse):
        visitor, seen = client_as(who), set()
        for form in hostile.forms(_pages(app, visitor, world.ruben_patient.id, own)):
            for name, value in form.fields.items():
                kind = (re.sub(ID, "<id>", form.address), name)
                if name in NOT_SWAPPED or kind in seen or not (isinstance(value, str) and ID.fullmatch(value)):
                    continue
                seen.add(kind)
                for foreign in (*ids[:: max(1, len(ids) // 12)], *keys[:2]):
                    fields = {**form.fields, name: foreign, "csrf_token": visitor.token()}
                    sent += 1
                    left = _log_end(database)
                    answer = visitor.http.post(form.address, data=fields)
                    assert left < _log_end(database), f"{form.address} with a foreign {name} leaves no row in the log"
                    assert not (wrong := hostile.told(answer)), f"{form.address} with a foreign {name}: {wrong}"
                    body = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
                    assert any_rows.MARK + " " + world.rosa_patient.id not in body, f"{form.address} shows hers"
    assert sent > 50
    assert _hers(database, world.rosa_patient.id) == before


def _pages(app, visitor, patient_id, keys):
    """Every page about Ruben that this visitor can open with no id besides his, and those of a few of his lines."""
    for route in all_routes(app):
        if route.method != "GET" or not route.on_a_patient or route.arguments - {"key"}:
            continue
        for key in keys if route.arguments else [""]:
            path = route.address(app, patient_id=patient_id, key=key)
            answer = visitor.http.get(path, headers={"Accept": "text/html"})
            if answer.status_code == 200 and answer.mimetype == "text/html":
                yield Page(answer, path, [])


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

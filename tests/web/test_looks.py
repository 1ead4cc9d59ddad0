"""One row for each look, with what came of it: shown, refused, or failed; and at most one."""

import pytest
import sqlalchemy as sa

from app.models import AuditEvent
from tests.care.progress import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        return [
            plans.item(session, plans.version(session, person, world.nurse), "activity", what="Walk").key
            for person in (world.rosa_patient, world.ruben_patient)
        ]


@pytest.fixture
def rows(database, world):
    """`rows()` are the rows about Rosa since the last call."""
    last = [0]

    def since():
        with database.read() as session:
            query = sa.select(AuditEvent).where(AuditEvent.seq > last[0]).order_by(AuditEvent.seq)
            found = session.scalars(query).all()
        last[0] = found[-1].seq if found else last[0]
        mine = [row for row in found if row.patient_id == world.rosa_patient.id]
        return [(row.act, row.kind, row.object_id, row.outcome, row.purpose) for row in mine]

    return since


def test_a_look_at_one_thing(client_as, world, keys, rows):
    rosa, base = client_as(world.rosa), f"/patients/{world.rosa_patient.id}"
    rows()
    page = rosa.get(f"{base}/plan/items/{keys[0]}")
    assert sum(sql.startswith("INSERT INTO audit_event") for sql in page.statements) == 1
    assert ("read patient.plan_item", "plan_item", keys[0], "done", "self-management") in rows()
    rosa.get(f"{base}/plan/items/{keys[1]}", status=404)
    assert rows() == [("GET patient.plan_item", "plan_item", keys[1], "refused", "self-management")]
    rosa.get(f"{base}/plan/items/%3Cb%3Emade%20up", status=404)
    assert rows() == [("GET patient.plan_item", "", "", "refused", "self-management")], "no words of theirs"
    rosa.post(f"{base}/plan/items/{keys[1]}/decision", status=404, answer="yes", version="1")
    assert [row[:4] for row in rows()] == [("POST patient.decide", "plan_item", keys[1], "refused")]
    nurse = client_as(world.nurse)
    nurse.get(f"/team/patients/{world.rosa_patient.id}/plan/agreed/{keys[1]}", status=404)
    assert [row[3:] for row in rows()] == [("refused", "treatment")]
    client_as(world.otto).get(f"{base}/me/log", status=403)
    assert rows() == [("GET patient.log_page", "", "", "refused", "help")]


def test_a_page_that_breaks_is_no_look(client_as, world, rows, monkeypatch):
    from app.patient import log

    rosa = client_as(world.rosa)
    rows()
    monkeypatch.setattr(log.log, "of", lambda *_a, **_k: 1 / 0)
    assert rosa.http.get(f"/patients/{world.rosa_patient.id}/me/log").status_code == 500
    assert [row[3] for row in rows()] == ["failed"]


def test_somebody_who_helps_several_leaves_a_row_for_each(client_as, database, world, rows):
    from tests import factories

    with database.write() as session:
        factories.proxy(session, world.otto, world.ruben_patient, by=world.ruben)
    otto = client_as(world.otto)
    rows()
    otto.get("/people")
    assert rows() == [("read account.people", "", "", "done", "help")]

"""A page that comes back with a refusal, or whose head alone is asked for, was looked at: the log says so."""

import pytest
import sqlalchemy as sa

from app.models import AuditEvent, PlanItem
from tests.care.plan import plans


@pytest.fixture
def key(database, world):
    with database.write() as session:
        plans.offered(session, world.grant(session, world.nurse))
        return session.scalars(sa.select(PlanItem.key).where(PlanItem.kind == "goal")).first()


def noted(database, visitor, how):
    """What one request left in the log: its status, and act, whose and outcome of each row."""
    with database.read() as session:
        before = session.scalar(sa.select(sa.func.max(AuditEvent.seq))) or 0
    status = how(visitor).status_code
    with database.read() as session:
        rows = session.scalars(sa.select(AuditEvent).where(AuditEvent.seq > before)).all()
        return status, [(row.act, row.patient_id, row.outcome) for row in rows]


@pytest.mark.parametrize(
    ("place", "page"),
    [
        ("safety/talk", "record.safety"),
        ("safety/keep", "record.safety"),
        ("plan/agreed/{key}/notes", "record.agreed_line"),
        ("invite/helper", "record.invite"),
    ],
)
def test_a_form_that_is_refused_shows_its_page_and_is_a_look_at_it(client_as, world, database, key, place, page):
    rosa = world.rosa_patient.id
    address = f"/team/patients/{rosa}/{place.format(key=key)}"
    sent = noted(database, client_as(world.nurse), lambda v: v.http.post(address, data={"csrf_token": v.token()}))
    assert sent == (422, [(f"read {page}", rosa, "done")])


def test_asking_for_the_head_of_a_page_alone_is_a_look_at_it(client_as, world, database, key):
    rosa = world.rosa_patient.id
    asked = noted(database, client_as(world.nurse), lambda v: v.http.head(f"/patients/{rosa}/plan/whole"))
    assert asked == (200, [("read patient.plan_whole", rosa, "done")])


def test_a_page_that_is_shown_before_anything_is_stored_is_a_look_too(client_as, world, database, key):
    rosa = world.rosa_patient.id
    fields = {"name": "Lina", "keys": key, "good_for": "24", "how": "link", "consent": "They said so.", "hours": "24"}
    for who, side, page in ((world.nurse, "/team", "record.guest"), (world.rosa, "", "patient.guest")):
        address = f"{side}/patients/{rosa}{'' if side else '/me'}/guests/preview"
        sent = noted(
            database, client_as(who), lambda v, to=address: v.http.post(to, data={"csrf_token": v.token(), **fields})
        )
        assert sent == (200, [(f"read {page}", rosa, "done")])


def test_what_is_stored_is_no_look_besides(client_as, world, database, key):
    rosa = world.rosa_patient.id
    address = f"/team/patients/{rosa}/plan/agreed/{key}/notes"
    fields = {"note": "Yes."}
    sent = noted(
        database, client_as(world.nurse), lambda v: v.http.post(address, data={"csrf_token": v.token(), **fields})
    )
    assert sent == (303, [("write note", rosa, "done")])

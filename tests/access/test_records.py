"""The third lock: a row is reached through the grant, or not at all."""

import pytest
import sqlalchemy as sa

from app.access import audit, grants, records
from app.access.permissions import Permission
from app.db import Base
from app.errors import Forbidden, NotFound
from app.models import Account, AuditEvent, Patient
from tests.support import any_rows

MODELS = sorted((mapper.class_ for mapper in Base.registry.mappers), key=lambda model: model.__name__)
PERSONAL = [model for model in MODELS if hasattr(model, "patient_id") and model is not AuditEvent]


@pytest.fixture
def filled(database, world):
    """One row of every table for Rosa and one for Ruben."""
    with database.write() as session:
        any_rows.fill(session, world.rosa_patient, world.nurse)
        any_rows.fill(session, world.ruben_patient, world.nurse)
    return world


@pytest.mark.parametrize("model", PERSONAL, ids=lambda m: m.__name__)
def test_only_the_grants_patient_is_there(database, filled, model):
    with database.read() as session:
        grant = filled.grant(session, filled.rosa)
        rows = session.scalars(records.of(session, grant, model)).all()
        assert rows
        assert {row.patient_id for row in rows} == {filled.rosa_patient.id}
        theirs = session.scalars(
            records.of(session, filled.grant(session, filled.ruben, filled.ruben_patient), model)
        )
        for row in theirs:
            with pytest.raises(NotFound):
                records.one(session, grant, model, sa.inspect(row).identity[0])


def test_the_patient_itself_is_reached_through_the_grant(database, world):
    with database.read() as session:
        grant = world.grant(session, world.nurse)
        assert records.one(session, grant, Patient, world.rosa_patient.id).full_name == "Rosa Vega"
        with pytest.raises(NotFound):
            records.one(session, grant, Patient, world.ruben_patient.id)


def test_a_table_without_a_patient_is_refused_with_advice(database, world):
    with database.read() as session, pytest.raises(TypeError, match="add one"):
        records.of(session, world.grant(session, world.nurse), Account)


def test_must_raises_what_may_denies(database, world):
    with database.read() as session:
        grant = world.grant(session, world.otto)
    grant.must(Permission.LOG)
    with pytest.raises(Forbidden):
        grant.must(Permission.EDIT_PLAN)


def test_the_system_acts_for_one_patient_and_has_no_account(world):
    grant = grants.system(world.rosa_patient.id, [Permission.SEE_PLAN])
    assert grant.capacity == "system"
    assert not grant.may(Permission.DECIDE)
    with pytest.raises(Forbidden):
        _ = grant.actor_id


def test_the_audit_names_actor_patient_and_capacity_but_no_words(database, world):
    with database.write() as session:
        audit.record(session, world.grant(session, world.otto), "log", "entry", "abc")
    with database.read() as session:
        row = session.query(AuditEvent).one()
    assert (row.actor_id, row.patient_id, row.capacity) == (world.otto.id, world.rosa_patient.id, "proxy")
    assert (row.act, row.kind, row.object_id, row.outcome) == ("log", "entry", "abc", "done")

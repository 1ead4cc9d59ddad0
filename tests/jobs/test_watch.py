"""The watch between two nights: what fails for one person stops neither the others nor the handing on."""

import logging

import pytest

from app.care.concerns import handing_on, raise_concern
from app.care.progress import measurements, standing
from app.care.progress.measurements import Asked
from app.jobs.watch import watch
from app.models import Concern, Measurement


@pytest.fixture
def waiting(database, world, frozen_clock):
    """Rosa and Ruben each have an oxygen that waits for a second one; each has a red line that nobody took."""
    with database.write() as session:
        for who, patient in ((world.rosa, world.rosa_patient), (world.ruben, world.ruben_patient)):
            grant = world.grant(session, who, patient)
            measurements.record(session, grant, "oxygen", Asked({"oxygen": "94"}, "k", "", sure=True))
            raise_concern(session, grant, rule="red_answer", subject="r1", owner_id=world.nurse.id)
    frozen_clock.move(hours=2)


def raised(database, patient):
    with database.read() as session:
        return session.query(Concern).filter_by(patient_id=patient.id, rule="measurement_flag").count()


def handed_on(database, patient):
    with database.read() as session:
        return session.query(Concern).filter_by(patient_id=patient.id, rule="red_answer").one().handed_on_times


@pytest.mark.usefixtures("waiting")
def test_a_reading_that_fails_stops_neither_the_others_nor_the_handing_on(
    config, database, world, monkeypatch, caplog
):
    real = standing.raise_for

    def fails_for_rosa(session, grant, *facts, **more):
        if grant.patient_id == world.rosa_patient.id:
            raise RuntimeError("broken")
        real(session, grant, *facts, **more)

    monkeypatch.setattr(standing, "raise_for", fails_for_rosa)
    with caplog.at_level(logging.ERROR):
        assert watch(config, database) == 2
    assert [raised(database, one) for one in (world.rosa_patient, world.ruben_patient)] == [0, 1]
    assert "raising one reading failed" in caplog.text
    assert "Rosa" not in caplog.text
    with database.read() as session:
        row = session.query(Measurement).filter_by(patient_id=world.rosa_patient.id).one()
        assert row.again_by is not None, "nothing half stored: it waits, and is tried again"
    monkeypatch.setattr(standing, "raise_for", real)
    watch(config, database)
    watch(config, database)
    assert [raised(database, one) for one in (world.rosa_patient, world.ruben_patient)] == [1, 1]


@pytest.mark.usefixtures("waiting")
def test_a_line_that_fails_does_not_hold_back_the_others(config, database, world, monkeypatch, caplog):
    real = handing_on._there

    def fails_for_rosa(session, patient_id):
        if patient_id == world.rosa_patient.id:
            raise RuntimeError("broken")
        return real(session, patient_id)

    monkeypatch.setattr(handing_on, "_there", fails_for_rosa)
    assert watch(config, database) == 1
    assert [handed_on(database, one) for one in (world.rosa_patient, world.ruben_patient)] == [0, 1]
    assert "handing on one line failed" in caplog.text
    monkeypatch.setattr(handing_on, "_there", real)
    assert watch(config, database) == 1
    assert [handed_on(database, one) for one in (world.rosa_patient, world.ruben_patient)] == [1, 1]

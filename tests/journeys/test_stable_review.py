"""A review of a stable person in a real browser: look back, keep all as it is, and the person is asked nothing.

Counted in presses, because that is what it costs a nurse.
"""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.models import Decision, Patient, PlanLook, PlanVersion, Review
from tests.journeys.walker import Walker
from tests.support import live
from tests.support.phone import opened, phone

MOST_PRESSES = 8


class Counting(Walker):
    """A walker who counts what they press."""

    pressed = 0

    def presses(self, words, within=None):
        self.pressed += 1
        super().presses(words, within)


@pytest.fixture
def it(database, tmp_path):
    with live.serve(tmp_path, database.url) as running:
        yield running


@pytest.fixture
def browser():
    with opened() as running:
        yield running


def signed_in(browser, it, who, **device):
    account = next(one for one in it.demo()["accounts"] if one["sign_in"] == who)
    walker = Counting(phone(browser, **device), it.url)
    walker.opens("/sign-in")
    walker.types("Your sign-in name", who)
    walker.types("Your passphrase", account["secret"])
    walker.presses("Sign in")
    walker.pressed = 0
    return walker


@pytest.mark.timeout(300)
def test_a_stable_person_is_reviewed_in_few_presses_and_asked_nothing(browser, it, database):
    ines = signed_in(browser, it, "ines", viewport={"width": 1280, "height": 800}, is_mobile=False)
    with database.read() as session:
        wen = session.scalars(sa.select(Patient).where(Patient.preferred_name == "Wen")).one()
        answered = session.scalar(sa.select(sa.func.count()).where(Decision.patient_id == wen.id))
        before = session.scalar(sa.select(sa.func.max(PlanVersion.number)).where(PlanVersion.patient_id == wen.id))

    ines.presses("Patients")
    ines.presses(wen.full_name)
    ines.reads("Call them Wen", "What matters", "Medicines", "Next review:")
    ines.presses("Review")
    main = ines.page.locator("main").inner_text()
    went, came, now = main.index("How it went"), main.index("get what we promised?"), main.index("Keep all as it is")
    assert went < came < now, "the two tables come before anything can be changed"
    ines.presses("Say what came of it")
    ines.picks("Kept")
    ines.presses("Save")
    ines.reads("Saved. Wen can read it.")
    ines.presses("Keep all as it is")
    ines.reads("The review is closed. The plan stays as it is.")
    assert ines.pressed <= MOST_PRESSES, f"{ines.pressed} presses for a stable person"

    record = f"/team/patients/{wen.id}"
    ines.opens(f"{record}/")
    ines.presses("Looked at, nothing changed")
    ines.reads("Counted: you looked at the plan, and nothing had changed.")
    for path in (
        "/call",
        "/arrangements",
        "/arrangements/new/visit",
        "/arrangements/new/return",
        "/setting",
        "/used",
    ):
        ines.opens(record + path)
    ines.opens("/team/away")

    hers = signed_in(browser, it, "wen")
    hers.opens(f"/patients/{wen.id}/plan")
    hers.does_not_read("has changed since your answer")
    hers.opens(f"/patients/{wen.id}/arranged")
    hers.opens(f"/patients/{wen.id}/plan/setting")
    with database.read() as session:
        review = session.scalars(sa.select(Review).where(Review.patient_id == wen.id)).one()
        assert review.outcome == "stays"
        number = session.scalar(sa.select(sa.func.max(PlanVersion.number)).where(PlanVersion.patient_id == wen.id))
        assert number == before + 1
        assert session.scalar(sa.select(sa.func.count()).where(Decision.patient_id == wen.id)) == answered
        assert session.scalar(sa.select(sa.func.count()).where(PlanLook.patient_id == wen.id)) == 1
    assert not ines.faults + hers.faults

"""Whether the medicines were looked at together, and when that is due again."""

from datetime import date

import pytest

from app.care.treatments import checked
from app.models import PlanItem
from tests.care.plan import plans

TODAY = date(2026, 3, 10)


def lines(*days, sort="medicine"):
    return [
        PlanItem(kind="treatment", key=str(n), content={"sort": sort, "checked_on": day})
        for n, day in enumerate(days)
    ]


@pytest.mark.parametrize(
    ("days", "last", "is_due"),
    [
        (("2026-01-02", "2025-12-01"), date(2025, 12, 1), False),
        (("2026-01-02", ""), None, True),
        (("", ""), None, True),
        (("2026-01-02", "2025-03-11"), date(2025, 3, 11), False),
        (("2026-01-02", "2025-03-10"), date(2025, 3, 10), True),
    ],
)
def test_due_after_a_year_or_when_one_was_never_checked(days, last, is_due):
    assert checked.of(lines(*days), TODAY) == checked.Check(last, is_due)


def test_one_medicine_and_what_is_none_ask_for_no_check():
    assert checked.of(lines(""), TODAY) is None
    assert checked.of([*lines(""), *lines("", sort="exercise")], TODAY) is None


def test_both_sides_read_it(client_as, world, database):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        plans.put(session, nurse, "treatment", plain_name="The blue tablet")
        plans.offered(session, nurse, ("treatment",))
    person = client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/plan/sections/treatments")
    assert person.says("A check of your medicines is due. Ask your team or your pharmacist for it.")
    assert client_as(world.otto).get(person.path).says("A check of the medicines is due.")
    staff = client_as(world.nurse).get(f"/team/patients/{world.rosa_patient.id}/treatments")
    assert staff.says("A check of these medicines by a pharmacist is due")

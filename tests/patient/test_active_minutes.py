"""Minutes of activity and steps: information and a line, never a flag."""

import pytest

from app.models import Concern, Measurement


@pytest.mark.parametrize(("minutes", "told"), [("0", True), ("149", True), ("150", False), ("400", False)])
def test_below_150_it_is_information_only(client_as, world, database, minutes, told):
    rosa = client_as(world.rosa)
    form = rosa.get(f"/patients/{world.rosa_patient.id}/measure/activity_minutes")
    page = rosa.submit(form, "/measure/", "Write it down", activity_minutes=minutes)
    assert page.says("For most adults, 150 minutes in 7 days do the body good. Less helps too.") is told
    assert not page.says("See your limits")
    with database.read() as session:
        assert session.query(Measurement).one().flag is None
        assert session.query(Concern).count() == 0


def test_steps_are_told_with_nothing(client_as, world):
    rosa = client_as(world.rosa)
    form = rosa.get(f"/patients/{world.rosa_patient.id}/measure/steps")
    assert not rosa.submit(form, "/measure/", "Write it down", steps="900").says("most adults")

"""The nurse writes an activity that is not of each week, or more than once a day."""

import pytest

pytestmark = pytest.mark.usefixtures("frozen_clock")


def test_a_rhythm_is_written_read_and_mended(client_as, world):
    nurse = client_as(world.nurse)
    form = nurse.get(f"/team/patients/{world.rosa_patient.id}/plan/edit/new/activity")
    wrong = nurse.submit(form, button="Save", status=422, what="Water the ferns", every="weeks2", also=["bed"])
    assert wrong.says("Say from which day we count.")
    (every,) = [n for n in wrong.tree.all("select") if n.attrs.get("name") == "every"]
    assert [n.attrs["value"] for n in every.all("option") if "selected" in n.attrs] == ["weeks2"]
    assert [n.attrs["value"] for n in wrong.tree.all("input", name="also") if "checked" in n.attrs] == ["bed"]
    page = nurse.submit(wrong, button="Save", days=["0"], first_on="2026-03-09", part="morning")
    assert page.h1 == "Water the ferns"
    again = nurse.submit(page, button="Save", every="", also=[])
    assert again.says("Kept in the draft")

"""A reading that worried: what the team did about it stands on the person's page, in words for them."""

import pytest

from app.access.grants import system
from app.care.concerns import closing, raise_concern

READING = {"kind": "blood_pressure", "values": {"systolic": 184, "diastolic": 122}, "unit": "mm[Hg]",
           "flag": "bp_crisis"}  # fmt: skip


@pytest.fixture
def closed(database, world):
    with database.write() as session:
        row = raise_concern(
            session, system(world.rosa_patient.id), rule="measurement_flag", subject="blood_pressure", band="urgent",
            why=READING,
        )  # fmt: skip
        closing.close(
            session, world.grant(session, world.nurse), row.id, "talked", "Advised to rest; looks anxious.",
            told="Good that you rang. Rest today, I ring you at 4.",
        )  # fmt: skip


def test_it_is_told_in_words_for_her_and_not_in_those_for_the_team(client_as, world, closed):
    path = f"/patients/{world.rosa_patient.id}/today"
    for account in (world.rosa, world.otto):
        page = client_as(account).get(path)
        assert page.says("Nora Field looked at this reading: Blood pressure 184 over 122.", "Rest today, I ring you")
        assert not page.says("looks anxious")
    other = client_as(world.ruben).get(f"/patients/{world.ruben_patient.id}/today")
    assert not other.says("looked at this reading")
    client_as(world.rosa, lang="en-XA").get(path)

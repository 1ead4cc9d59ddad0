"""Below 7 of 10 on one's own activity reaches a nurse; other people's and unsaid ones do not."""

import pytest
import sqlalchemy as sa

from app.care.concerns import confidence, raise_concern, words_of
from app.models import Concern
from tests.care.progress import plans


@pytest.mark.parametrize(
    ("sure", "owner", "lines"),
    [(0, "patient", 1), (6, "patient", 1), (7, "patient", 0), (None, "patient", 0), (3, "", 0)],
)
def test_what_is_offered_is_watched(database, world, sure, owner, lines):
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        item = plans.item(session, version, owner=owner or world.nurse.id, what="Walk", confidence=sure)
        grant = world.grant(session, world.nurse)
        confidence.watch_items(session, grant, [item])
        found = session.scalars(sa.select(Concern)).all()
        assert len(found) == lines
        if found:
            assert f"Is {sure} out of 10 sure of doing “Walk”." in words_of(found[0])
            confidence.watch(session, grant, item.key, "Walk", 8)
            assert found[0].closed_at


def test_the_line_says_how_sure_also_without_a_line_of_the_plan(database, world):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        raised = raise_concern(session, grant, rule="low_confidence", subject="r1", why={"confidence": 4})
        assert "4 out of 10" in words_of(raised)

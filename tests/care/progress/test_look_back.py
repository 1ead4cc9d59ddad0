"""Facts by day, and a line that is honest about gaps."""

from datetime import timedelta

from app import clock
from app.care.progress import lines, look_back
from app.models import Measurement
from tests.care.progress import plans


def pain(value, days_ago, unit="{score}", kind="pain"):
    return Measurement(kind=kind, values={kind: value}, unit=unit, canonical=float(value),
                       happened_at=clock.now() - timedelta(days=days_ago))  # fmt: skip


def test_days_are_counted_by_fact(database, world, frozen_clock):
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        today = clock.today("America/Edmonton")
        walk = plans.item(session, version, what="Walk")
        monday = plans.item(session, version, what="Choir", days=[0])
        plans.item(session, version, what="Later", starts=3)
        for n in (0, 1, 1, 3, 8):
            plans.entry(session, walk, world.rosa, today - timedelta(days=n))
        plans.entry(session, walk, world.rosa, today - timedelta(days=2), "partly")
        plans.entry(session, walk, world.rosa, today - timedelta(days=4), undone_at=clock.now())
        found = look_back.of(session, world.grant(session, world.rosa))
    assert [(w.item.key, w.did, w.partly, w.days) for w in found.weeks] == [
        (walk.key, 3, 1, 7),
        (monday.key, 0, 0, 1),
    ]
    assert len(found.entries) == 6


def test_a_gap_breaks_the_line():
    drawn = lines.draw([pain(3, 40), pain(4, 39), pain(5, 2), pain(6, 1)])
    assert len(drawn.paths) == 2
    assert (len(drawn.dots), drawn.ranges) == (4, [(3, 6)])
    assert lines.draw([pain(3, 1)]) is None
    assert len(lines.draw([pain(3, 1), pain(3, 2)]).dots) == 2


def test_meter_words_have_no_place_on_the_line():
    rows = [pain(100, 2, "mg/dL", "glucose"), pain(110, 1, "mg/dL", "glucose")]
    rows.append(
        Measurement(kind="glucose", values={"glucose": "LO"}, unit="mg/dL", canonical=10, happened_at=clock.now())
    )
    assert len(lines.draw(rows).dots) == 2


def test_the_band_of_a_goal(database, world):
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        goal = plans.item(session, version, "goal", words="Calm mornings", target="70 to 130", unit="mg/dL")
        asks = plans.item(session, version, what="Measure", measure="glucose", goal_key=goal.key)
        assert lines.goal_band("glucose", "mg/dL", [goal, asks]) == (70.0, 130.0)
        assert lines.goal_band("glucose", "mmol/L", [goal, asks]) is None
        assert lines.goal_band("weight", "kg", [goal, asks]) is None

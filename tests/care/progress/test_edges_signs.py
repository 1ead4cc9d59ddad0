"""180 over 120 with and without signs, to the worklist; a week's weight over the nights in which clocks change."""

from datetime import UTC, datetime, timedelta

import pytest

from app.care.progress import measurements
from app.care.progress.measurements import Asked
from app.models import Concern
from tests.care.progress.judged import DAY, MADRID, NEW_YORK, judge, row


@pytest.mark.parametrize(
    ("upper", "lower", "signs", "line"),
    [
        (179, 119, False, None), (179, 119, True, None),
        (180, 119, False, (1, "bp_crisis", False, 1)), (180, 119, True, (1, "bp_crisis", True, 2)),
        (179, 120, False, (1, "bp_crisis", False, 1)), (179, 120, True, (1, "bp_crisis", True, 2)),
        (90, 60, False, None), (90, 60, True, (1, "bp_low", True, 1)), (91, 60, True, None),
    ],
)  # fmt: skip
def test_at_the_edges_with_and_without_signs(database, world, frozen_clock, upper, lower, signs, line):
    """Band, flag, signs and count of the one line. A reading without a flag asks for no signs."""
    with database.write() as session:
        grant = world.grant(session, world.rosa)
        asked = Asked({"systolic": str(upper), "diastolic": str(lower)}, "k", "", sure=True)
        stored = measurements.record(session, grant, "blood_pressure", asked)
        if signs:
            measurements.with_signs(session, grant, stored.id)
    with database.read() as session:
        found = session.query(Concern).filter_by(rule="measurement_flag").one_or_none()
        assert (found and (found.band, found.why["flag"], found.why["symptoms"], found.times)) == line


@pytest.mark.parametrize(
    ("zone", "sunday"),
    [
        (NEW_YORK, datetime(2026, 3, 8, tzinfo=NEW_YORK)), (NEW_YORK, datetime(2026, 11, 1, tzinfo=NEW_YORK)),
        (MADRID, datetime(2026, 3, 29, tzinfo=MADRID)), (MADRID, datetime(2026, 10, 25, tzinfo=MADRID)),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("unit", "usual", "none", "flagged"),
    [("[lb_av]", 180, 184.9, 185), ("[lb_av]", 180, 175.1, 175), ("kg", 80, 82.2, 82.3), ("kg", 80, 77.8, 77.7)],
)
def test_a_week_over_the_night_in_which_clocks_change(zone, sunday, unit, usual, none, flagged):
    at = sunday.replace(hour=7) + 2 * DAY
    edge = [row("weight", at - 7 * DAY - timedelta(hours=12), unit, weight=usual)]
    assert (at.astimezone(UTC) - edge[0].happened_at) != timedelta(days=7, hours=12)
    assert judge("weight", unit, at=at, before=edge, weight=none).flag is None
    assert judge("weight", unit, at=at, before=edge, weight=flagged).flag == "weight_week"
    older = [row("weight", at - 7 * DAY - timedelta(hours=12, minutes=1), unit, weight=usual)]
    assert judge("weight", unit, at=at, before=older, weight=flagged).flag is None

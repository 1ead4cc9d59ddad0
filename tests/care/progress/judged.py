"""Judge one typed reading against what was before it and what holds, without a database."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from app.care.progress import flagging
from app.care.progress.holding import Holding
from app.care.progress.kinds import KINDS
from app.care.progress.limits import Limits, Own
from app.care.progress.reading import read
from app.models import Measurement

NEW_YORK, MADRID = ZoneInfo("America/New_York"), ZoneInfo("Europe/Madrid")
NOON = datetime(2026, 3, 10, 12, 0, tzinfo=NEW_YORK)
DAY = timedelta(days=1)


def row(kind, at, unit, **typed):
    found = read(KINDS[kind], KINDS[kind].unit(unit), {name: str(value) for name, value in typed.items()})
    return Measurement(kind=kind, values=found.values, unit=unit, canonical=found.canonical,
                       happened_at=at.astimezone(UTC))  # fmt: skip


def judge(kind, unit, at=NOON, before=(), own=(), asked_for=True, **typed):
    reading = read(KINDS[kind], KINDS[kind].unit(unit), {name: str(value) for name, value in typed.items()})
    limits = Limits({name: Own(name, value, code, "Ines (nurse)") for name, value, code in own})
    best = limits.at("peak_best")
    newest_first = sorted(before, key=lambda one: one.happened_at, reverse=True)
    return flagging.judge(reading, at, newest_first, Holding(limits, (), best, asked_for))


def said(kind, unit, **more):
    found = judge(kind, unit, **more)
    return found.flag, found.band

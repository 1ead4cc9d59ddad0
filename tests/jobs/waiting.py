"""Reminders of Rosa that wait to be sent, and what became of them."""

from collections import Counter

import sqlalchemy as sa

from app.models import Delivery, Reminder
from tests.care.reminders import stories

MANY = 6


def notes(database, world, many=MANY, **values):
    with database.write() as session:
        return [stories.due(session, world.rosa_patient, world.rosa, about=str(n), **values).id for n in range(many)]


def rows(database):
    with database.read() as session:
        return {row.id: row for row in session.scalars(sa.select(Reminder))}


def states(database):
    return Counter(row.state for row in rows(database).values())


def outcomes(database):
    with database.read() as session:
        return Counter(session.scalars(sa.select(Delivery.outcome)))

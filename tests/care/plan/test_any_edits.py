"""Whatever two people draft, offer and undo: untouched lines, keys and answers stay; versions never change.

Each example is a made-up series of what a nurse, a physician and Rosa do. A plain record of what must hold is kept
beside the database: the text of each line after each offer, and the answer that Rosa gave to which text.
"""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.access import records
from app.care.plan import changes, decisions, drafting, offering, reading, versions
from app.errors import Conflict, NotFound
from app.models import Decision, PlanVersion
from tests import factories
from tests.care.plan.plans import days, put

WORDS = st.sampled_from(["Walk", "Swim", "Sing", "Read aloud", "Call Leo"])
WHO = st.sampled_from(["nurse", "doctor"])
LINE = st.integers(0, 5)
STEP = st.one_of(
    st.tuples(st.just("add"), WHO, WORDS),
    st.tuples(st.just("change"), WHO, LINE, WORDS, st.booleans()),
    st.tuples(st.just("remove"), WHO, LINE),
    st.tuples(st.just("discard"), WHO, LINE),
    st.tuples(st.just("offer"), WHO),
    st.tuples(st.just("answer"), LINE, st.sampled_from(list(decisions.ANSWERS))),
)


class Room:
    """A plan in the making, and what must hold of it."""

    def __init__(self, session):
        world = factories.world(session)
        self.session = session
        self.people = {
            "nurse": world.grant(session, world.nurse),
            "doctor": world.grant(session, world.physician),
            "rosa": world.grant(session, world.rosa),
        }
        self.offered: list[dict[str, tuple]] = []  # each version: key → all that a line is
        self.digests: list[str] = []
        self.answers: dict[str, tuple[str, str]] = {}  # key → answer, substance

    @property
    def keys(self):
        """Every key that there ever was in a version, in order, so that a step can name one that is gone."""
        return list(dict.fromkeys(key for version in self.offered for key in version))

    def do(self, step):
        kind, *facts = step
        try:
            with self.session.begin_nested():
                getattr(self, kind)(*facts)
        except (Conflict, NotFound):
            return  # said to whoever did it; nothing of it is stored

    def add(self, who, words):
        put(self.session, self.people[who], what=words)

    def change(self, who, line, words, wording_only):
        if key := self._key(line):
            put(self.session, self.people[who], key=key, what=words, wording_only=wording_only)

    def remove(self, who, line):
        if key := self._key(line):
            drafting.remove(self.session, self.people[who], key)

    def discard(self, who, line):
        if key := self._key(line):
            drafting.discard(self.session, self.people[who], key)

    def offer(self, who):
        grant = self.people[who]
        drafting.set_review_date(self.session, grant, days(90))
        before = drafting.draft(self.session, grant)
        touched = {line.key for line in before.items if line.change}
        if not before.kept:
            return
        theirs = {row.key: row.action != "remove" and json.dumps(row.content) for row in before.colleagues}
        number = offering.offer(self.session, grant).number
        now = self.rows(number)
        for line in before.kept:
            if line.item and line.change and line.change.wording_only:
                assert now[line.key][4] == line.item.substance, "other words for the same are asked again"
        still = {row.key for row in drafting.draft(self.session, grant).colleagues}
        done = {key: now[key][-1] if key in now else False for key in theirs}
        assert all(key in still or done[key] == wish for key, wish in theirs.items()), "a draft was lost"
        if self.offered:
            for key, row in self.offered[-1].items():
                if key not in touched:
                    assert now[key] == row, "a line that the offer did not touch is another now"
        self.offered.append(now)
        self.digests.append(self.digest(number))

    def answer(self, line, said):
        key = self._key(line)
        if key and key in self.offered[-1]:
            row = decisions.decide(self.session, self.people["rosa"], key, len(self.offered), said)
            self.answers[key] = (said, row.substance)

    def rows(self, number):
        items = versions.items_of(self.session, self.people["nurse"], [number])[number]
        return {i.key: (i.kind, i.owner, i.starts_on, i.ends_on, i.substance, json.dumps(i.content)) for i in items}

    def digest(self, number):
        """Of everything that a version and its lines say."""
        self.session.expire_all()
        grant = self.people["nurse"]
        version = versions.of_number(self.session, grant, number)
        columns = [c.name for c in PlanVersion.__table__.columns]
        said = [str(getattr(version, name)) for name in columns]
        for item in versions.items_of(self.session, grant, [number])[number]:
            said += [str(getattr(item, c.name)) for c in type(item).__table__.columns]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()

    def _key(self, line):
        return self.keys[line % len(self.keys)] if self.keys else None


def holds(room):
    for number, digest in enumerate(room.digests, start=1):
        assert room.digest(number) == digest, f"version {number} is not what was offered"
        assert room.rows(number) == room.offered[number - 1]
    if not room.offered:
        return
    view = reading.current(room.session, room.people["rosa"])
    for line in view.items:
        said = room.answers.get(line.key)
        assert line.answer == (said[0] if said else None), "an answer was lost, or came from nowhere"
        assert line.stands is bool(said and said[1] == line.item.substance)
    query = records.of(room.session, room.people["rosa"], Decision).with_only_columns(Decision.key)
    assert set(room.session.scalars(query)) == set(room.answers)


def differences_compose(room):
    """From A to B and from B to C is from A to C."""
    found = versions.items_of(room.session, room.people["nurse"], range(1, len(room.offered) + 1))
    for number in range(1, len(room.offered) - 1):
        a, b, c = (found[number + n] for n in range(3))
        there = after(after(a, changes.compare(a, b)), changes.compare(b, c))
        assert {i.key: i.content for i in there} == {i.key: i.content for i in c}
        assert said(changes.compare(a, there)) == said(changes.compare(a, c))


def after(old, difference):
    """Lines after a difference was applied to ``old``."""
    gone = {item.key for item in difference.removed}
    newer = {now.key: now for _, now in [*difference.changed, *difference.reworded]}
    return [newer.get(item.key, item) for item in old if item.key not in gone] + difference.added


def said(difference):
    return (
        {item.key for item in difference.added},
        {now.key for _, now in difference.changed},
        {now.key for _, now in difference.reworded},
        {item.key for item in difference.removed},
        {item.key for item in difference.same},
    )


@pytest.mark.usefixtures("frozen_clock")
@given(steps=st.lists(STEP, min_size=4, max_size=25))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_series_of_edits_keeps_what_it_does_not_touch(database, steps):
    with database.write() as session:
        room = Room(session)
        for step in [("add", "nurse", "Walk"), ("add", "nurse", "Swim"), ("offer", "nurse"), *steps]:
            room.do(step)
        holds(room)
        differences_compose(room)
        session.rollback()

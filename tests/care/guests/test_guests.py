"""A guest sees exactly the named lines of today's version, for as long as the way in lives, and edits nothing."""

from dataclasses import replace

import pytest

from app.access import policy, records
from app.access.grants import Capacity, Grant
from app.care.concerns import RULES
from app.care.guests import choosing, making, opening, shown, words
from app.care.guests.asked import Asked
from app.care.plan import drafting, folding, offering, suggestions
from app.db import Base
from app.errors import Conflict, Forbidden, Gone, Invalid, NotFound, TooMany
from app.models import AuditEvent, Concern, GuestPass, ItemChange, PlanOpened
from tests.care.guests.guests import enter, invite
from tests.care.plan import plans
from tests.support import any_rows

pytestmark = pytest.mark.usefixtures("frozen_clock")
KINDS = ("activity", "expectation", "goal", "advance_wish", "symptom_zones")


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse).with_private()
        found = plans.offered(session, nurse, KINDS)
        plans.offered(session, world.grant(session, world.nurse, world.ruben_patient).with_private(), KINDS)
        return found


def titles(session, guest):
    return {item.kind for item in shown.items(session, guest.grant)}


def test_exactly_the_named_lines_as_they_stand_now(each_database, world, keys, frozen_clock):
    with each_database.write() as session:
        rosa, nurse = world.grant(session, world.rosa), world.grant(session, world.nurse)
        row, token = invite(session, rosa, [keys["activity"], keys["goal"]])
        guest = enter(session, token)
        assert titles(session, guest) == {"activity", "goal"}
        assert guest.visit.number == 1
        plans.put(session, nurse, "activity", key=keys["activity"], base_number=1, what="Walk to the lake")
        drafting.remove(session, nurse, keys["goal"], reason="Reached", reason_code="")
        offering.offer(session, nurse, why="Another way.")
        (line,) = shown.items(session, guest.grant)
        assert line.number == 2
        assert line.content["what"] == "Walk to the lake"
        making.end(session, rosa, row.id)
        with pytest.raises(Gone):
            enter(session, token)
        assert session.query(AuditEvent).filter_by(capacity="guest", object_id=row.id).count() == 1


def test_no_other_row_of_anybody(each_database, world):
    """Closed by default: of every table nothing but the named lines and the person's name."""
    with each_database.write() as session:
        made = any_rows.fill(session, world.rosa_patient, world.otto)
        named = frozenset({made["plan_item"]["key"], made["record_fact"]["line"]})
        guest = Grant(None, world.rosa_patient.id, Capacity.GUEST, policy.for_guest(may_write=True), named=named)
        for grant in (guest, guest.with_private(), replace(guest, named=frozenset())):
            seen = set()
            for mapper in Base.registry.mappers:
                table = mapper.class_.__tablename__
                if (
                    "patient_id" in mapper.class_.__table__.c
                    and session.scalars(records.of(session, grant, mapper.class_)).all()
                ):
                    seen.add(table)
            assert seen == ({"plan_item", "record_fact"} if grant.named else set())
        assert not guest.permissions & world.grant(session, world.rosa).permissions
        with pytest.raises(Forbidden):
            suggestions.suggest(session, guest, kind="goal", content={"words": "x"})
        with pytest.raises(Forbidden):
            guest.actor_id  # noqa: B018  a guest has no account


def test_private_and_folded_lines_only_when_the_person_named_them(database, world, keys, frozen_clock):
    with database.write() as session:
        rosa, nurse = world.grant(session, world.rosa), world.grant(session, world.nurse)
        wish, course = keys["advance_wish"], keys["expectation"]
        folding.fold(session, rosa, course, True)
        assert wish not in {item.key for item in shown.choosable(session, rosa)}
        unlocked = replace(rosa, unlocked=True)
        assert {wish, course} <= {item.key for item in shown.choosable(session, unlocked)}
        team = {item.key for item in shown.choosable(session, replace(nurse, unlocked=True))}
        assert not {wish, course} & team
        assert keys["symptom_zones"] not in team, "nobody checked it for her yet"
        ticked = {"name": ["Lina"], "keys": [course], "consent": ["On the phone"]}
        again = choosing.choice(session, nurse, lambda name: ticked.get(name, []))
        with pytest.raises(Invalid) as closed:
            choosing.preview(session, nurse, again, world.rosa_patient)
        assert "closed again" in str(closed.value.fields["keys"])
        ticked["keys"] = [wish]  # closed to the team now, and it can be opened: the form says so and loses nothing
        assert choosing.choice(session, nurse, lambda name: ticked.get(name, [])).asked.lost
        ticked["keys"] = ["n" * 16]
        with pytest.raises(NotFound):
            choosing.choice(session, nurse, lambda name: ticked.get(name, []))
        frozen_clock.move(minutes=1)
        _row, token = invite(session, unlocked, [wish, course])
        assert titles(session, enter(session, token)) == {"advance_wish", "expectation"}
        folding.fold(session, rosa, course, False)
        frozen_clock.move(minutes=1)
        folding.fold(session, rosa, course, True)
        assert titles(session, enter(session, token)) == {"advance_wish"}, "folded away since"


def test_an_end_a_code_and_a_use_that_ends(database, world, keys, frozen_clock):
    with database.write() as session:
        rosa = world.grant(session, world.rosa)
        row, code = invite(session, rosa, [keys["goal"]], by_code=True, hours="2160")
        assert (row.ends_at - row.made_at).days == 1
        assert code not in repr(vars(row))
        with pytest.raises(Gone):
            opening.find(session, code, by_code=False)
        token = opening.enter(session, f"{code[:4]} {code[4:].lower()}", by_code=True, device="phone")
        assert opening.visiting(session, token).grant.capacity is Capacity.GUEST
        frozen_clock.move(minutes=61)
        with pytest.raises(Gone):
            opening.visiting(session, token)
        token = opening.enter(session, code, by_code=True, device="phone")
        opening.leave(session, token)
        with pytest.raises(Gone):
            opening.visiting(session, token)
        frozen_clock.move(hours=23)
        with pytest.raises(Gone):
            opening.enter(session, code, by_code=True, device="phone")
        _row, token = invite(session, rosa, [keys["goal"]], hours="4")
        visit = opening.enter(session, token, by_code=False, device="phone")
        for bad in ("", "x", token[:-1]):
            with pytest.raises(Gone):
                opening.visiting(session, bad)
        assert [len(guest.visits) for guest in making.of(session, rosa)] == [1, 2], "the living one first"
        with pytest.raises(NotFound):
            making.end(session, world.grant(session, world.ruben, world.ruben_patient), _row.id)
        making.end(session, rosa, _row.id)
        with pytest.raises(Gone):
            opening.visiting(session, visit)


def test_who_makes_one_and_how_many(database, world, keys, frozen_clock):
    with database.write() as session:
        rosa, nurse = world.grant(session, world.rosa), world.grant(session, world.nurse)
        for who in (world.otto, world.clerk):
            with pytest.raises(Forbidden):
                invite(session, world.grant(session, who), [keys["goal"]])
        with pytest.raises(Invalid) as wrong:
            making.make(session, nurse, Asked(hours="3", name="x" * 101))
        assert set(wrong.value.fields) == {"name", "keys", "hours", "consent"}
        row, _token = invite(session, nurse, [keys["goal"]], consent="By telephone today")
        assert (row.capacity, row.consent) == ("team", "By telephone today")
        for _ in range(making.MOST - 1):
            last, _token = invite(session, rosa, [keys["goal"]], hours="4")
        with pytest.raises(Invalid, match="20 links"):
            invite(session, rosa, [keys["goal"]])
        frozen_clock.move(hours=5)
        assert last.ends_at < frozen_clock.now
        for _ in range(making.MOST - 1):
            invite(session, rosa, [keys["goal"]], hours="4")
        frozen_clock.move(hours=5)
        invite(session, rosa, [keys["goal"]], hours="4")
        with pytest.raises(Invalid, match="for one day"):
            invite(session, rosa, [keys["goal"]], hours="4")
        assert session.query(GuestPass).count() == making.MOST_A_DAY


def test_one_line_back_is_taken_up_or_not(each_database, world, keys):
    with each_database.write() as session:
        rosa, nurse = world.grant(session, world.rosa), world.grant(session, world.nurse)
        _row, looks = invite(session, rosa, [keys["goal"]])
        with pytest.raises(Forbidden):
            words.write(session, enter(session, looks), words="Hello")
        _row, token = invite(session, rosa, [keys["goal"], keys["activity"]], may_write=True)
        guest = enter(session, token)
        for facts, field in (
            ({"words": " "}, "words"), ({"words": "x" * 301}, "words"), ({"words": "x", "sort": "edit"}, "sort"),
            ({"words": "x", "key": keys["expectation"]}, "key"), ({"words": "x", "sort": "change"}, "key"),
        ):  # fmt: skip
            with pytest.raises(Invalid) as wrong:
                words.write(session, guest, **facts)
            assert set(wrong.value.fields) == {field}
        said = {"words": "Ten minutes\nare enough", "key": keys["activity"], "sort": "change"}
        word = words.write(session, guest, **said)
        assert words.write(session, guest, **said) is word
        assert word.words == "Ten minutes are enough"
        with pytest.raises(Conflict):
            words.write(session, guest, words="And another")
        line = session.query(Concern).filter_by(rule="guest_wrote").one()
        said = str(RULES["guest_wrote"].words(line.why))
        assert said == "Lina, home care (guest) wrote a line about: Walk to the corner shop"
        assert words.waiting(session, rosa) == 1
        words.answer(session, rosa, word.id, "taken")
        change = session.query(ItemChange).filter_by(state="open").one()
        assert (change.key, change.reason) == (keys["activity"], "Lina, home care (guest): Ten minutes are enough")
        assert change.content["what"] == "Walk to the corner shop", "nothing is edited"
        assert line.closed_at is not None
        assert words.waiting(session, nurse) == 0
        with pytest.raises(Conflict):
            words.answer(session, nurse, word.id, "declined")
        for n in range(words.MOST_WAITING):
            other = words.write(session, enter(session, token), words=f"All went well, {n}")
        with pytest.raises(Conflict, match="not been read"):
            words.write(session, enter(session, token), words="And one more")
        for _ in range(opening.MOST_AN_HOUR - words.MOST_WAITING - 2):
            enter(session, token)
        with pytest.raises(TooMany):
            enter(session, token)
        words.answer(session, nurse, other.id, "declined")
        for who in (world.otto, world.ruben):
            patient = world.ruben_patient if who is world.ruben else world.rosa_patient
            with pytest.raises((Forbidden, NotFound)):
                words.answer(session, world.grant(session, who, patient), word.id, "taken")
        assert session.query(PlanOpened).count() == 0

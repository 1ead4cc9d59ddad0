"""Not this time: two taps from Today to one's own words, and whether they helped (B4)."""

import pytest
import sqlalchemy as sa

from app.care.progress import coping
from app.models import ItemChange, ProgressEntry, Question
from tests.care.progress import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")  # before the world: relationships start on its day


@pytest.fixture
def story(database, world):
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        walk = plans.item(session, version, what="Walk to the corner shop")
        rain = plans.coping(session, version, walk)
        plans.on_day(session, walk, world.rosa)
    return walk, rain


def address(world, rest="today"):
    return f"/patients/{world.rosa_patient.id}/{rest}"


def entry(database) -> ProgressEntry:
    with database.read() as session:
        return session.scalars(sa.select(ProgressEntry).where(ProgressEntry.undone_at.is_(None))).one()


def test_two_taps_to_ones_own_words_and_back(client_as, world, story, database):
    visitor = client_as(world.rosa)
    first = visitor.get(visitor.get(address(world)).link("Not this time"))
    second = visitor.submit(first, "/barrier", "it rains")
    assert second.h1 == "You had a plan for that."
    assert second.says("it rains", "I walk the stairs with the radio on", "Not today", "Change my plan for this")
    home = visitor.submit(second, "/plan", "I will do that")
    assert home.says("You chose this. Did it help?", "I walk the stairs with the radio on", "Not this time")
    assert (entry(database).coping_key, entry(database).barrier) == (story[1].key, "it rains")
    thanked = visitor.submit(home, "/helped", "A little")
    assert not thanked.says("You chose this. Did it help?")
    assert entry(database).helped == "a_little"


def test_a_common_barrier_without_a_line_can_be_written_now(client_as, world, story, database):
    visitor = client_as(world.rosa)
    page = visitor.submit(
        visitor.get(address(world, f"today/items/{story[0].key}/barrier")), "/barrier", "I was in pain"
    )
    assert page.says("That can happen.", "I was in pain", "Ask Nora about it")
    write = visitor.get(page.link("Write one now"))
    missing = visitor.submit(write, "/line", status=422, then_words="")
    assert missing.says("Write what you will do then.")
    assert "I was in pain" in missing.html
    sent = visitor.submit(write, "/line", then_words="I do my chair exercises")
    assert sent.says("Sent to your team.")
    with database.read() as session:
        change = session.scalars(sa.select(ItemChange)).one()
    assert (change.kind, change.action, change.content["activity_key"]) == ("coping_strategy", "add", story[0].key)
    assert change.content["then_words"] == "I do my chair exercises"


def test_change_my_plan_for_this(client_as, world, story, database):
    visitor = client_as(world.rosa)
    page = visitor.submit(visitor.get(address(world, f"today/items/{story[0].key}/barrier")), "/barrier", "it rains")
    write = visitor.get(page.link("Change my plan for this"))
    assert "I walk the stairs with the radio on" in write.html
    visitor.submit(write, "/line", then_words="I dance in the kitchen")
    with database.read() as session:
        change = session.scalars(sa.select(ItemChange)).one()
    assert (change.action, change.key, change.state) == ("change", story[1].key, "open")


def test_own_words_and_asking(client_as, world, story, database):
    visitor = client_as(world.rosa)
    ask = visitor.get(address(world, f"today/items/{story[0].key}/barrier"))
    empty = visitor.submit(ask, "/barrier", "This got in the way", status=422)
    assert empty.says("Write what got in the way.")
    long = visitor.submit(ask, "/barrier", "This got in the way", status=422, own="x" * 2001)
    assert long.says("That is too long.")
    assert "x" * 2001 in long.html
    page = visitor.submit(ask, "/barrier", "This got in the way", own="My sister came")
    assert page.says("My sister came")
    nothing = visitor.submit(page, "/ask", "Send my question", status=422)
    assert nothing.says("Write your question, or pick one.")
    visitor.submit(page, "/ask", "Send my question", words="What could I do then?")
    visitor.submit(page, "/ask", "Send my question", words="What could I do then?")
    with database.read() as session:
        assert [row.words for row in session.scalars(sa.select(Question))] == ["What could I do then?"]


def test_just_not_this_time_asks_nothing_more(client_as, world, story, database):
    visitor = client_as(world.rosa)
    page = visitor.submit(
        visitor.get(address(world, f"today/items/{story[0].key}/barrier")), "/barrier", "Just not this time"
    )
    assert page.says("Written down: Walk to the corner shop. Not this time.", "Undo")
    assert entry(database).barrier == ""


def test_no_longer_fits(client_as, world, story, database):
    visitor = client_as(world.rosa)
    page = visitor.submit(
        visitor.get(address(world, f"today/items/{story[0].key}/barrier")), "/barrier", "This no longer fits me"
    )
    assert page.says("no longer fits. What should happen now?")
    asked = visitor.submit(page, "/take-out")
    assert asked.says("We asked your team to take it out of your plan.")
    off = visitor.submit(page, "/stop", "Take it off my day")
    assert off.says("It is off your day now.")
    with database.read() as session:
        assert session.scalars(sa.select(ItemChange.action)).all() == ["remove"]


def test_going_back_mends_instead_of_doubling(client_as, world, story, database):
    visitor = client_as(world.rosa)
    path = address(world, f"today/items/{story[0].key}/barrier")
    visitor.submit(visitor.get(path), "/barrier", "it rains")
    visitor.submit(visitor.get(path), "/barrier", "I forgot")
    assert entry(database).barrier == "I forgot"


def test_a_helper_sees_and_logs_but_does_not_suggest(client_as, world, story, database):
    visitor = client_as(world.otto)
    page = visitor.submit(
        visitor.get(address(world, f"today/items/{story[0].key}/barrier")), "/barrier", "I was in pain"
    )
    assert page.says("Rosa has no plan for this yet.")
    assert not page.says("Write one now")
    row = entry(database)
    assert (row.actor_id, row.capacity) == (world.otto.id, "proxy")
    visitor.get(address(world, f"today/entries/{row.id}/line"), status=403)


def test_a_helper_reads_whose_plan_it_is(client_as, world, story):
    otto = client_as(world.otto)
    first = otto.get(address(world, f"today/items/{story[0].key}/barrier"))
    assert first.says("Rosa has a plan for these")
    page = otto.submit(first, "/barrier", "it rains")
    assert page.says("Rosa had a plan for that.")
    home = otto.submit(page, "/plan", "I will do that")
    assert home.says("Rosa chose this. Did it help?")
    for one in (first, page, home):
        said = [words for words in ("You have a plan", "You had", "You chose") if one.says(words)]
        assert not said, one.path


def test_another_persons_entry_is_not_there(client_as, world, story):
    rosa = client_as(world.rosa)
    page = rosa.submit(rosa.get(address(world, f"today/items/{story[0].key}/barrier")), "/barrier", "it rains")
    entry_id = page.path.split("/entries/")[1].split("/")[0]
    ruben = client_as(world.ruben)
    base = f"/patients/{world.ruben_patient.id}/today/entries/{entry_id}"
    ruben.get(f"{base}/plan", status=404)
    ruben.get(f"{base}/line", status=404)
    for verb in ("plan", "helped", "undo", "ask", "take-out", "line"):
        ruben.post(f"{base}/{verb}", status=404, helped="yes", line=story[1].key, words="x")


def test_in_the_pseudo_language(client_as, world, story):
    visitor = client_as(world.rosa, lang="en-XA")
    ask = visitor.get(address(world, f"today/items/{story[0].key}/barrier"))
    page = visitor.submit(ask, "/barrier", "it rains")
    visitor.get(page.path.replace("/plan?", "/line?"))


def asked(page) -> str:
    """What the card on Today asks: "now", "later" or nothing."""
    if page.says("You chose this a while ago. Did it help?"):
        return "later"
    return "now" if page.says("You chose this. Did it help?") else ""


def used(visitor, world, story):
    page = visitor.submit(visitor.get(address(world, f"today/items/{story[0].key}/barrier")), "/barrier", "it rains")
    return visitor.submit(page, "/plan", "I will do that")


def test_who_does_not_know_yet_is_asked_once_more_later(client_as, world, story, database, frozen_clock):
    visitor = client_as(world.rosa)
    home = visitor.submit(used(visitor, world, story), "/helped", "I don’t know yet")
    assert home.says("Good. We ask once more, later.")
    assert asked(home) == ""
    frozen_clock.move(hours=2, minutes=59)
    assert asked(visitor.get(address(world))) == ""
    frozen_clock.move(minutes=1)
    later = visitor.get(address(world))
    assert asked(later) == "later"
    assert not later.says("I don’t know yet")
    over = visitor.submit(later, "/helped", "I can’t say")
    assert over.says("That is fine. We do not ask again.")
    frozen_clock.move(days=1)
    assert asked(visitor.get(address(world))) == ""
    with database.read() as session:
        grant = world.grant(session, world.rosa)
        assert coping.record_of(session, grant, story[1].key).used == 0, "no answer says nothing about the line"


def test_the_next_morning_is_later_too_and_an_answer_then_counts(client_as, world, story, database, frozen_clock):
    frozen_clock.move(hours=14)  # 23:00 in Edmonton
    visitor = client_as(world.rosa)
    visitor.submit(used(visitor, world, story), "/helped", "I don’t know yet")
    frozen_clock.move(hours=2)
    morning = visitor.get(address(world))
    assert asked(morning) == "later"
    visitor.submit(morning, "/helped", "Yes")
    assert asked(visitor.get(address(world))) == ""
    with database.read() as session:
        found = coping.record_of(session, world.grant(session, world.rosa), story[1].key)
    assert (found.used, found.helped) == (1, 1)


def test_nobody_is_asked_after_two_days(client_as, world, story, frozen_clock):
    visitor = client_as(world.rosa)
    assert asked(used(visitor, world, story)) == "now"
    frozen_clock.move(days=1, hours=23)
    assert asked(visitor.get(address(world))) == "later"
    frozen_clock.move(hours=1)
    assert asked(visitor.get(address(world))) == ""


def test_an_old_page_takes_no_answer_away(client_as, world, story, database):
    visitor = client_as(world.rosa)
    home = used(visitor, world, story)
    visitor.submit(home, "/helped", "Yes")
    visitor.submit(home, "/helped", "I don’t know yet")
    assert entry(database).helped == "yes"
    visitor.post(address(world, f"today/entries/{entry(database).id}/helped"), status=422, helped="maybe")

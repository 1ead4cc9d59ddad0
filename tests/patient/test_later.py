"""From a notification: *Later* and *Done* open pages that ask; they work after signing in, and for nobody else."""

from datetime import date, datetime, time

import pytest
import sqlalchemy as sa

from app import clock
from app.access import passphrases
from app.care.reminders import refresh
from app.care.reminders.times import local
from app.models import Account, PlanItem, ProgressEntry, Reminder, ReminderSnooze
from tests.care.reminders import stories

TODAY, TOMORROW = date(2026, 3, 10), date(2026, 3, 11)
ZONE = "America/Edmonton"
pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def sent(world, database, frozen_clock):
    """Rosa's walk was due at 12:00 and rang; it is 12:01 there. Ruben has the same walk."""
    with database.write() as session:
        for person, account in ((world.rosa_patient, world.rosa), (world.ruben_patient, world.ruben)):
            version = stories.plan(session, session.merge(person), world.nurse)
            stories.opened(session, version, account)
            walk = stories.item(session, version, what="Walk to the shop")
            stories.on_my_day(session, walk, account)
            stories.setting(session, account, person, times={f"item:{walk.key}": "12:00"})
            refresh(session, person.id)
    frozen_clock.move(hours=3, minutes=1)
    with database.write() as session:
        query = sa.select(Reminder).where(Reminder.account_id == world.rosa.id, Reminder.due_at <= clock.now())
        row = session.scalars(query).one()
        row.state, row.sent_at = "sent", clock.now()
        session.flush()
        session.expunge(row)
    return row


def address(world, row, what="later"):
    return f"/patients/{world.rosa_patient.id}/reminders/{row.id}/{what}"


def waiting(database, account):
    with database.read() as session:
        query = sa.select(Reminder).where(Reminder.account_id == account.id, Reminder.state == "due")
        return [
            local(row.due_at, ZONE).replace(tzinfo=None) for row in session.scalars(query.order_by(Reminder.due_at))
        ]


@pytest.mark.parametrize(
    ("button", "at"),
    [
        ("In 10 minutes", datetime.combine(TODAY, time(12, 11))),
        ("This evening", datetime.combine(TODAY, time(18))),
    ],
)
def test_it_comes_again_at_the_time_that_was_chosen_and_only_once(client_as, world, database, sent, button, at):
    rosa = client_as(world.rosa)
    page = rosa.get(address(world, sent))
    assert page.says("Walk to the shop")
    for _ in range(2):
        assert rosa.submit(page, button=button).says("We remind you again")
    assert waiting(database, world.rosa) == [at, datetime.combine(TOMORROW, time(12))]


def test_tomorrow_is_the_days_own_reminder(client_as, world, database, sent):
    rosa = client_as(world.rosa)
    assert rosa.submit(rosa.get(address(world, sent)), button="Tomorrow").says("Wednesday 11 March, 12:00")
    assert waiting(database, world.rosa) == [datetime.combine(TOMORROW, time(12))]


def test_who_changes_their_mind_hears_it_once(client_as, world, database, sent):
    rosa = client_as(world.rosa)
    page = rosa.get(address(world, sent))
    rosa.submit(page, button="In 10 minutes")
    rosa.submit(page, button="This evening")
    assert waiting(database, world.rosa)[0] == datetime.combine(TODAY, time(18))
    assert len(waiting(database, world.rosa)) == 2


def test_what_was_done_offline_and_sent_later_stops_it_too(client_as, world, database, sent, frozen_clock):
    with database.write() as session:
        session.scalars(sa.select(PlanItem).where(PlanItem.key == sent.key)).one().content = {
            "what": "Walk to the shop", "days": [1]
        }  # fmt: skip
        refresh(session, world.rosa_patient.id)
    rosa = client_as(world.rosa)
    rosa.submit(rosa.get(address(world, sent)), button="Tomorrow")
    assert waiting(database, world.rosa) == [datetime.combine(TOMORROW, time(12))], "no walk on Wednesdays, but later"
    frozen_clock.move(hours=14)
    rosa.post(
        f"/patients/{world.rosa_patient.id}/today/items/{sent.key}",
        outcome="did", client_key="offline-1", day=TODAY.isoformat(),
    )  # fmt: skip
    assert waiting(database, world.rosa) == []


def test_looking_changes_nothing_and_done_meanwhile_stops_it(client_as, world, database, sent):
    rosa = client_as(world.rosa)
    rosa.get(address(world, sent))
    rosa.get(address(world, sent, "done"))
    with database.read() as session:
        assert session.scalars(sa.select(ReminderSnooze)).all() == []
        assert session.scalars(sa.select(ProgressEntry)).all() == []
    rosa.submit(rosa.get(address(world, sent)), button="This evening")
    otto = client_as(world.otto)
    otto.post(
        f"/patients/{world.rosa_patient.id}/today/items/{sent.key}",
        outcome="did", client_key="k1", day=TODAY.isoformat(),
    )  # fmt: skip
    assert waiting(database, world.rosa) == [datetime.combine(TOMORROW, time(12))]


def test_done_asks_and_writes_down_the_day_it_was_for(client_as, world, database, sent, frozen_clock):
    frozen_clock.move(hours=20)  # the next morning
    rosa = client_as(world.rosa)
    page = rosa.get(address(world, sent, "done"))
    assert page.h1 == "Did you do it?"
    assert page.says("It was for Tuesday 10 March.")
    assert rosa.submit(page, button="Yes, done").says("Undo")
    with database.read() as session:
        (entry,) = session.scalars(sa.select(ProgressEntry))
        assert (entry.key, entry.outcome, entry.happened_on) == (sent.key, "did", TODAY)


def test_in_quiet_hours_and_over_the_limit_only_tomorrow_is_left(client_as, world, database, sent, frozen_clock):
    frozen_clock.move(hours=8, minutes=52)  # 20:53, and quiet from 21:00: 10 minutes is too late
    page = client_as(world.rosa).get(address(world, sent))
    assert "Tomorrow" in page.text
    assert "In 10 minutes" not in page.text
    assert "This evening" not in page.text
    client_as(world.rosa).post(address(world, sent), status=422, until="soon")
    client_as(world.rosa).post(address(world, sent), status=422, until="")


def test_the_most_for_a_day_is_kept_by_later_too(client_as, world, database, sent):
    with database.write() as session:
        for n in range(3):
            stories.due(
                session,
                session.merge(world.rosa_patient),
                world.rosa,
                about=str(n),
                state="sent",
                sent_at=clock.now(),
            )
    page = client_as(world.rosa).get(address(world, sent))
    assert page.says("you had the most notes for today")
    client_as(world.rosa).post(address(world, sent), status=422, until="soon")


def test_put_off_day_after_day_it_ends(client_as, world, database, sent, frozen_clock):
    rosa = client_as(world.rosa)
    with database.write() as session:
        row = session.get(Reminder, sent.id)
        row.dedupe += "+7"
    page = rosa.get(address(world, sent))
    assert page.says("You put it off 7 times.")
    rosa.post(address(world, sent), status=422, until="tomorrow")


def test_after_signing_in_the_same_page_opens(client_as, world, database, sent):
    visitor = client_as()
    page = visitor.get(address(world, sent))
    with database.write() as session:
        session.get(Account, world.rosa.id).passphrase_hash = passphrases.hash_("seven calm herons walk")
    page = visitor.submit(page, to="/sign-in", sign_in=world.rosa.sign_in, passphrase="seven calm herons walk")
    assert page.h1 == "When shall we remind you again?"


@pytest.mark.parametrize("who", ["ruben", "stranger", "otto", "nurse"])
@pytest.mark.parametrize("what", ["later", "done"])
def test_it_is_nobody_elses_reminder(client_as, world, sent, who, what):
    status = {404, 403} if who == "nurse" else {404}
    client = client_as(getattr(world, who))
    page = client.get(address(world, sent, what), status=None)
    assert page.status in status
    assert client.get(f"/patients/{world.ruben_patient.id}/reminders/{sent.id}/{what}", status=None).status in {
        403,
        404,
    }

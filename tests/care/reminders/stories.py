"""Small stories to be reminded of: a plan with something on it, put on the day, asked for, done."""

from datetime import date, time, timedelta

from app import clock
from app.db import new_id
from app.models import (
    Account,
    Assignment,
    CarePlan,
    DayChoice,
    Patient,
    PlanItem,
    PlanOpened,
    PlanVersion,
    ProgressEntry,
    PushSubscription,
    Questionnaire,
    Reminder,
    ReminderSetting,
)

NO_QUIET = time(0)
"""The same time for both ends: no quiet hours."""


def plan(session, person: Patient, nurse: Account, *, review_in=180, offered_days_ago=10) -> PlanVersion:
    """A version in force since it was offered, with nothing on it yet."""
    today = clock.today(person.time_zone)
    made = CarePlan(patient_id=person.id, current_number=1, created_at=clock.now())
    session.add(made)
    session.flush()
    version = PlanVersion(
        plan_id=made.id, patient_id=person.id, number=1, offered_by_id=nurse.id,
        offered_at=clock.now() - timedelta(days=offered_days_ago),
        in_force_from=today - timedelta(days=offered_days_ago), review_on=today + timedelta(days=review_in),
    )  # fmt: skip
    session.add(version)
    session.flush()
    return version


def item(session, version: PlanVersion, kind="activity", *, starts=-10, ends=100, **content) -> PlanItem:
    """One line of the plan, from `starts` to `ends` days from today."""
    today = clock.now().date()
    made = PlanItem(
        version_id=version.id, patient_id=version.patient_id, number=version.number, key=new_id(), kind=kind,
        owner="patient", starts_on=today + timedelta(days=starts), ends_on=today + timedelta(days=ends),
        content=content, substance="x", author_id=version.offered_by_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def on_my_day(session, line: PlanItem, who: Account, on=True, remind=True) -> None:
    """The person puts it on their day, or takes it off."""
    session.add(DayChoice(
        patient_id=line.patient_id, key=line.key, on_my_day=on, remind=remind, actor_id=who.id,
        capacity="self", at=clock.now(),
    ))  # fmt: skip
    session.flush()


def done(session, line: PlanItem, who: Account, day: date, outcome="did", capacity="self") -> ProgressEntry:
    """Somebody recorded what came of it on that day."""
    entry = ProgressEntry(
        patient_id=line.patient_id, key=line.key, outcome=outcome, happened_on=day, happened_at=clock.now(),
        recorded_at=clock.now(), client_key=new_id(), actor_id=who.id, capacity=capacity,
    )  # fmt: skip
    session.add(entry)
    session.flush()
    return entry


def asked(session, person: Patient, nurse: Account, opens: date, closes: date, visit=None) -> Assignment:
    """A questionnaire is asked for."""
    form = Questionnaire(
        url=f"urn:{new_id()}", version="1", title="x", digest="x", document={}, imported_at=clock.now()
    )
    session.add(form)
    session.flush()
    made = Assignment(
        patient_id=person.id, questionnaire_id=form.id, reader_id=nurse.id, opens_on=opens, closes_on=closes,
        visit_on=visit, assigned_by_id=nurse.id, assigned_at=clock.now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def opened(session, version: PlanVersion, who: Account) -> None:
    """Somebody opened this version."""
    session.add(PlanOpened(
        patient_id=version.patient_id, number=version.number, actor_id=who.id, capacity="self", at=clock.now()
    ))  # fmt: skip
    session.flush()


def setting(session, who: Account, person: Patient, **values) -> ReminderSetting:
    """Saved choices; what is not named is as usual."""
    from app.care.reminders.choices import QUIET_FROM, QUIET_TO

    usual = {"off": [], "times": {}, "quiet_from": QUIET_FROM, "quiet_to": QUIET_TO, "daily_limit": 4}
    made = ReminderSetting(
        account_id=who.id, patient_id=person.id, **{"time_zone": person.time_zone, **usual, **values}
    )
    session.add(made)
    session.flush()
    return made


def phone(session, who: Account, subscription, key_id="k") -> PushSubscription:
    """A browser that said yes, stored."""
    made = PushSubscription(
        account_id=who.id, endpoint=subscription.endpoint, p256dh=subscription.p256dh, auth=subscription.auth,
        vapid_key_id=key_id, device="Phone", created_at=clock.now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def due(session, person: Patient, who: Account, kind="note", about="1", hours=4, **values) -> Reminder:
    """A row that is due right now; of no kind that facts would speak for, unless named."""
    now = clock.now()
    row = Reminder(**{
        "patient_id": person.id, "account_id": who.id, "kind": kind, "key": "",
        "dedupe": f"{kind}:{person.id}:{who.id}:{about}", "due_at": now, "next_try_at": now,
        "stale_at": now + timedelta(hours=hours), **values,
    })  # fmt: skip
    session.add(row)
    session.flush()
    return row

"""Ask again and again: every so many weeks, or some days before each review of the plan or each visit.

A rule never goes over the monthly number of questions: then it waits.
"""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant, system
from app.access.permissions import Permission
from app.care.questionnaires import store
from app.care.questionnaires.assignment import MAX_WHY, must_be_there, readers
from app.care.questionnaires.burden import asked_lately, questions_in
from app.care.reminders.refresh import refresh
from app.errors import Invalid
from app.i18n import lazy_gettext
from app.models import Assignment, AssignmentRule, Patient, PlanItem, PlanVersion, Questionnaire

KINDS = ("weeks", "review", "visit")
MOST = {"weeks": 52, "review": 60, "visit": 60}
DAYS_OPEN = 14


def add(
    session: Session,
    grant: Grant,
    questionnaire_id: str,
    *,
    kind: str,
    number: int | None,
    reader_id: str,
    why: str = "",
) -> AssignmentRule:
    """Make a rule. ``number``: weeks between two askings, or days before the review or the visit.

    Raises ``Invalid`` with the fields to mend: questionnaire, kind, number, reader, why; ``NotFound`` for a form or
    a reader that is not there for them.
    """
    grant.must(Permission.ASSIGN)
    must_be_there(session, grant, questionnaire_id, reader_id)
    form = session.get(Questionnaire, questionnaire_id)
    problems: dict[str, object] = {}
    if form is None:
        problems["questionnaire"] = lazy_gettext("Choose the questions to send.")
    if kind not in KINDS:
        problems["kind"] = lazy_gettext("Choose when to ask.")
    elif number is None or not 1 <= number <= MOST[kind]:
        problems["number"] = lazy_gettext("Write a whole number from 1 to %(most)s.", most=MOST[kind])
    if reader_id not in {one.id for one in readers(session, grant)}:
        problems["reader"] = lazy_gettext("Choose somebody of the care team who will read the answers.")
    if len(why) > MAX_WHY:
        problems["why"] = lazy_gettext("Say it in at most 300 letters.")
    if problems or form is None or number is None:
        raise Invalid(fields=problems)
    person = records.one(session, grant, Patient, grant.patient_id, lock=True)
    rule = AssignmentRule(
        patient_id=grant.patient_id,
        questionnaire_url=form.url,
        kind=kind,
        number=number,
        days_open=DAYS_OPEN,
        why=why.strip(),
        reader_id=reader_id,
        next_on=clock.today(person.time_zone) if kind == "weeks" else None,
        made_at=clock.now(),
        made_by_id=grant.actor_id,
    )
    session.add(rule)
    session.flush()
    audit.record(session, grant, "make asking rule", "assignment_rule", rule.id)
    return rule


def end(session: Session, grant: Grant, rule_id: str) -> AssignmentRule:
    """Ask by this rule no longer. Harmless to repeat; what was asked already stays asked."""
    grant.must(Permission.ASSIGN)
    rule = records.one(session, grant, AssignmentRule, rule_id, lock=True)
    if rule.ended_at is None:
        rule.ended_at = clock.now()
        audit.record(session, grant, "end asking rule", "assignment_rule", rule.id)
    return rule


def of(session: Session, grant: Grant) -> list[tuple[AssignmentRule, Questionnaire]]:
    """The rules in force, each with the newest version of its form."""
    grant.must(Permission.ASSIGN)
    query = (
        records.of(session, grant, AssignmentRule)
        .where(AssignmentRule.ended_at.is_(None))
        .join(Questionnaire, Questionnaire.url == AssignmentRule.questionnaire_url)
        .order_by(AssignmentRule.made_at, Questionnaire.imported_at.desc())
        .add_columns(Questionnaire)
    )
    found: dict[str, tuple[AssignmentRule, Questionnaire]] = {}
    for rule, form in session.execute(query):
        found.setdefault(rule.id, (rule, form))
    return list(found.values())


def ask_what_is_due(session: Session, patient_id: str, most: int) -> int:
    """Ask one person what their rules say is due today. Returns how many forms. Safe to run twice at once."""
    grant = system(patient_id)
    person = records.one(session, grant, Patient, patient_id, lock=True)
    if person.left_at is not None:
        return 0
    today = clock.today(person.time_zone)
    made = 0
    for rule, form in of(session, grant):
        day = _due(session, grant, rule, today)
        if day is None or _is_asked(session, grant, rule, form, day, today):
            continue
        if asked_lately(session, grant, today) + questions_in(store.of(form)) > most:
            continue  # it waits until there is room
        session.add(_assignment(rule, form, day, today))
        if rule.kind == "weeks":
            rule.next_on = today + timedelta(weeks=rule.number)
        session.flush()
        audit.record(session, grant, "ask by rule", "assignment_rule", rule.id)
        made += 1
    if made:
        refresh(session, grant)
    return made


def people_with_rules(session: Session) -> list[str]:
    """Ids of the people for whom a rule is in force, and who take part."""
    query = sa.select(AssignmentRule.patient_id).join(Patient, Patient.id == AssignmentRule.patient_id)
    query = query.where(AssignmentRule.ended_at.is_(None), Patient.left_at.is_(None)).distinct()
    return list(session.scalars(query.order_by(AssignmentRule.patient_id)))


def _due(session: Session, grant: Grant, rule: AssignmentRule, today: date) -> date | None:
    """The last day of the window that opens now, or None when nothing is due."""
    if rule.kind == "weeks":
        return today + timedelta(days=rule.days_open) if rule.next_on and rule.next_on <= today else None
    days = _reviews(session, grant) if rule.kind == "review" else _visits(session, grant)
    coming = [day for day in days if today <= day <= today + timedelta(days=rule.number)]
    return min(coming, default=None)


def _newest(session: Session, grant: Grant) -> PlanVersion | None:
    query = records.of(session, grant, PlanVersion).order_by(PlanVersion.number.desc()).limit(1)
    return session.scalars(query).first()


def _reviews(session: Session, grant: Grant) -> list[date]:
    version = _newest(session, grant)
    return [version.review_on] if version else []


def _visits(session: Session, grant: Grant) -> list[date]:
    """First days of the follow-ups that the plan names."""
    version = _newest(session, grant)
    if version is None:
        return []
    query = records.of(session, grant, PlanItem).where(
        PlanItem.version_id == version.id, PlanItem.kind == "follow_up"
    )
    return [item.starts_on for item in session.scalars(query)]


def _is_asked(
    session: Session, grant: Grant, rule: AssignmentRule, form: Questionnaire, day: date, today: date
) -> bool:
    """Whether this rule asked for this occasion already, or the form waits anyway."""
    query = records.of(session, grant, Assignment).where(Assignment.withdrawn_at.is_(None))
    mine = Assignment.rule_id == rule.id
    if rule.kind == "weeks":
        here = sa.and_(mine, Assignment.opens_on == today)
    else:
        here = sa.and_(mine, Assignment.visit_on == day)
    waits = sa.and_(
        Assignment.questionnaire_id == form.id, Assignment.opens_on <= today, Assignment.closes_on >= today
    )
    return session.scalars(query.where(sa.or_(here, waits)).limit(1)).first() is not None


def _assignment(rule: AssignmentRule, form: Questionnaire, day: date, today: date) -> Assignment:
    return Assignment(
        patient_id=rule.patient_id,
        questionnaire_id=form.id,
        why=rule.why,
        reader_id=rule.reader_id,
        opens_on=today,
        closes_on=day,
        visit_on=None if rule.kind == "weeks" else day,
        assigned_by_id=rule.made_by_id,
        assigned_at=clock.now(),
        origin=rule.kind,
        rule_id=rule.id,
    )

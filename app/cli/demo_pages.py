"""Every main page of each demo person: each GET of the app that they may open, with real ids in its address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from app import models
from app.access import office, overseeing, policy, relationships
from app.access.grants import system
from app.access.permissions import Permission
from app.access.relationships import Relationship
from app.care import glossary
from app.care.arrangements import sorts
from app.care.concerns.limits import LIMITS as RULE_LIMITS
from app.care.facts.kinds import KINDS as FACTS
from app.care.plan import brief, explained, starters
from app.care.plan.kinds import KINDS
from app.care.plan.sections import PATIENT, SECTIONS
from app.care.progress import kinds as measured
from app.care.progress.limits import LIMITS
from app.care.questionnaires import answering
from app.models import Account, PlanItem
from app.web.needs import Need
from app.web.pages import NEEDS

LEFT_OUT = {
    "patient.go_on_answering",
    "assets",
    "demo.follow",
    "pwa.worker",
    "pwa.manifest",
    "pwa.copy_stays",
    "pwa.test_state",
    "pwa.known_device",
    "patient.later",
    "patient.reminded_done",
    "patient.copy_plan",
    "account.home",
    "account.here",
    "account.own_worse",
    "account.own_log",
    "account.close",
    "record.sheet",
    "account.codes",
    "account.number",
    "account.second_step",
    "account.set_up",
    "record.card_sheet",
    "record.way_back_sheet",
    "record.way_back",
    "record.new_card",
    "account.locked",
    "patient.newer_form",
    "patient.leave_quickly",
    "patient.paper_file",
    "patient.attachment",
    "provider.service",
    "record.paper_page",
    "patient.red_answer",
    "provider.pushed_report",
    "provider.rule_limit",
    "provider.reading_limit",
    "provider.library_new",
    "provider.library_entry",
    "patient.entry_note",
    "patient.not_right_ask",
    "patient.not_right_said",
    "privacy.report",
    "privacy.account",
    "office.one",
    "office.closing",
    "office.code",
    "patient.helper_code",
    "patient.my_card",
    "patient.wrong_person",
    "provider.emergency",
    "provider.glass_to_review",
    "guest.door",
    "guest.look",
    "guest.card",
}
SAMPLES = 8
"""How many rows each page is listed for, at most."""


def pages_of(session: Session, app: Flask, account: Account) -> list[tuple[str, str]]:
    """Address and name of each page that ``account`` may open."""
    people = relationships.all_for(session, account)
    found: dict[str, str] = {}
    with app.test_request_context():
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
            need = NEEDS.get(rule.endpoint)
            if "GET" not in (rule.methods or ()) or need is None or rule.endpoint in LEFT_OUT:
                continue
            for values in _values(session, rule, need, account, people):
                path = app.url_map.bind("").build(rule.endpoint, values)
                found.setdefault(path, rule.endpoint)
    return list(found.items())


def _values(
    session: Session, rule: Rule, need: Need | Permission, account: Account, people: list[Relationship]
) -> Iterator[dict[str, Any]]:
    others = rule.arguments - {"patient_id"}
    if not isinstance(need, Permission):
        if rule.endpoint == "provider.worklist":
            need = Need.WORK  # it leads whoever works with nobody on to their own desk
        if not others and _is_theirs(need, account):
            yield {}
        return
    staff_side = rule.endpoint.split(".")[0] in ("record", "provider")
    for one in people:
        if one.grant.may(need) and one.grant.is_team == staff_side:
            for more in islice(_rows(session, one.patient.id, rule, others), SAMPLES):
                yield {"patient_id": one.patient.id, **more}


def _is_theirs(need: Need | Permission, account: Account) -> bool:
    """Whether pages that name no person are there for this account."""
    if need is Need.PRIVACY:
        return overseeing.is_officer(account)
    if need is Need.OFFICE:
        return office.is_office(account)
    if need is Need.WORK:
        return policy.works_with_people(account.role)
    return need is not Need.STAFF or account.is_staff


Row = Callable[[Session, str], Iterable[Any]]


def _ids(model: Any) -> Row:
    return lambda session, patient_id: session.scalars(
        sa.select(model.id).where(model.patient_id == patient_id).order_by(model.id).limit(2)
    )


def _responses(*, sent: bool) -> Row:
    """Those that were sent, or those that can still be changed: a page for the ones is none for the others."""
    which = models.Response.submitted_at.is_not(None) if sent else models.Response.submitted_at.is_(None)
    return lambda session, patient_id: session.scalars(
        sa.select(models.Response.id)
        .where(models.Response.patient_id == patient_id, which)
        .order_by(models.Response.id)
        .limit(2)
    )


def _items(session: Session, patient_id: str) -> list[PlanItem]:
    return brief.active_items(session, patient_id)


def _key_of_each_kind(session: Session, patient_id: str) -> Iterable[str]:
    return {item.kind: item.key for item in _items(session, patient_id)}.values()


def _promised(session: Session, patient_id: str) -> Iterable[str]:
    return [
        item.key for item in _items(session, patient_id) if item.owner != PATIENT and not KINDS[item.kind].is_safety
    ]


def _own_activities(session: Session, patient_id: str) -> Iterable[str]:
    return [i.key for i in _items(session, patient_id) if i.kind == "activity" and i.owner == PATIENT]


def _of_kind(kind: str) -> Row:
    return lambda session, patient_id: [item.key for item in _items(session, patient_id) if item.kind == kind]


def _numbers(session: Session, patient_id: str) -> Iterable[int]:
    return [i.number for i in _items(session, patient_id)][:1]


def _facts_that_stand(*more: Any) -> Row:
    facts = models.RecordFact
    query = sa.select(facts.id).where(facts.ended_at.is_(None), *more).order_by(facts.id).limit(2)
    return lambda session, patient_id: session.scalars(query.where(facts.patient_id == patient_id))


_FROM: dict[str, Row] = {
    "key": _key_of_each_kind,
    "number": _numbers,
    "response_id": _ids(models.Response),
    "question_id": _ids(models.Question),
    "measurement_id": _ids(models.Measurement),
    "entry_id": _ids(models.ProgressEntry),
    "concern_id": _ids(models.Concern),
    "fact_id": _ids(models.RecordFact),
    "statement_id": _ids(models.FactStatement),
    "word_id": _ids(models.TreatmentWord),
    "fact_kind": lambda _session, _patient_id: FACTS,
    "decision_id": _ids(models.Decision),
    "grant_id": _ids(models.ProxyGrant),
    "pass_id": _ids(models.GuestPass),
    "early_id": _ids(models.EarlyReview),
    "arrangement_id": _ids(models.Arrangement),
    "sort": lambda _session, _patient_id: sorts.SORTS,
    "name": lambda _session, _patient_id: SECTIONS,
    "limit_name": lambda _session, _patient_id: LIMITS,
    "kind": lambda _session, _patient_id: KINDS,
    "limit": lambda _session, _patient_id: RULE_LIMITS,
    "sheet": lambda _session, _patient_id: ("booklet", "summary", "card"),
    "word": lambda _session, _patient_id: [word.key for word in glossary.OURS[:2]],
    "subject": lambda session, patient_id: explained.subjects(_items(session, patient_id)),
}
"""Where the other parts of an address come from. Pages with more parts are reached from these."""
_FROM_FOR: dict[str, Row] = {
    "record.editor_new": lambda _session, _patient_id: [name for name, kind in KINDS.items() if not kind.is_private],
    "patient.review_ask": _promised,
    "record.review_promise": _promised,
    "patient.barrier": _own_activities,
    "patient.earlier": _own_activities,
    "patient.sure": _own_activities,
    "patient.smaller": _own_activities,
    "patient.check_answers": _responses(sent=False),
    "record.read_answers": _responses(sent=True),
    "patient.answers_sent": _responses(sent=True),
    "patient.medicine": _facts_that_stand(models.RecordFact.kind == "medicine"),
    "patient.my_change": _facts_that_stand(models.RecordFact.capacity == "self"),
    "record.correct_fact": _facts_that_stand(),
    "patient.my_new_fact": lambda _session, _patient_id: [kind.name for kind in FACTS.values() if kind.add],
    "patient.goal_near": _of_kind("goal"),
    "patient.side_effect": _of_kind("treatment"),
    "patient.too_much": _of_kind("treatment"),
    "patient.ways": _of_kind("treatment"),
    "patient.said_about": _of_kind("treatment"),
    "patient.how_it_went": _of_kind("trial"),
    "record.trial": _of_kind("trial"),
    "patient.suggest": lambda _session, _patient_id: [s.kind for s in SECTIONS.values() if s.kind],
    "record.checklist": _of_kind("trigger"),
    "record.starter": lambda _session, _patient_id: starters.names(),
    "patient.measure_kind": lambda _session, _patient_id: measured.KINDS,
}
"""The same, for pages that are about some of them only."""


def _questions(session: Session, patient_id: str) -> Iterator[dict[str, Any]]:
    """Where somebody stopped answering."""
    for response_id in _responses(sent=False)(session, patient_id):
        here = answering.open_sheet(session, system(patient_id), response_id).here
        if here is not None:
            yield {"response_id": response_id, "token": here.token}


def _rows(session: Session, patient_id: str, rule: Rule, names: set[str]) -> Iterator[dict[str, Any]]:
    if rule.endpoint == "patient.question":
        yield from _questions(session, patient_id)
    elif not names:
        yield {}
    elif len(names) == 1:
        name = next(iter(names))
        source = _FROM_FOR.get(rule.endpoint) or _FROM.get(name)
        for value in source(session, patient_id) if source else ():
            yield {name: value}

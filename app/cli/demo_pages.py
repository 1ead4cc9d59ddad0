"""Every main page of each demo person: each GET of the app that they may open, with real ids in its address."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from app import models
from app.access import relationships
from app.access.permissions import Permission
from app.access.relationships import Relationship
from app.models import Account
from app.web.needs import Need
from app.web.pages import NEEDS

LEFT_OUT = {
    "patient.go_on_answering",
    "assets",
    "demo.follow",
    "pwa.worker",
    "pwa.manifest",
    "account.home",
    "record.sheet",
}
SAMPLES = 2
"""How many rows each kind of page is shown for."""


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
        if not others and (need is not Need.STAFF or account.is_staff):
            yield {}
        return
    staff_side = rule.endpoint.split(".")[0] in ("record", "provider")
    for one in people:
        if one.grant.may(need) and one.grant.is_team == staff_side:
            for more in islice(_rows(session, one.patient.id, rule, others), SAMPLES):
                yield {"patient_id": one.patient.id, **more}


_FROM: dict[str, tuple[Any, str]] = {
    "key": (models.PlanItem, "key"),
    "assignment_id": (models.Assignment, "id"),
    "response_id": (models.Response, "id"),
    "question_id": (models.Question, "id"),
    "review_id": (models.Review, "id"),
    "entry_id": (models.ProgressEntry, "id"),
    "concern_id": (models.Concern, "id"),
    "change_id": (models.ItemChange, "id"),
    "grant_id": (models.ProxyGrant, "id"),
}
"""Where the other parts of an address come from. Pages with other parts are reached from these."""


def _rows(session: Session, patient_id: str, rule: Rule, names: set[str]) -> Iterator[dict[str, Any]]:
    if not names:
        yield {}
    elif len(names) == 1 and (name := next(iter(names))) in _FROM:
        model, column = _FROM[name]
        attribute = getattr(model, column)
        query = sa.select(attribute).where(model.patient_id == patient_id).distinct().order_by(attribute)
        for value in session.scalars(query):
            yield {name: value}

"""Rules behind the worklist: how often each fired, what came of it, and the points that can be moved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.concerns import OUTCOMES, RULES, counting, tuning
from app.care.progress.flags import FLAGS
from app.errors import Conflict, Invalid
from app.i18n import _
from app.i18n import lazy_gettext as _l
from app.provider.base import pages, record
from app.web import incoming
from app.web.context import current
from app.web.needs import STAFF
from app.web.render import render, say, see


@pages.get("/rules", needs=STAFF)
def rules() -> Any:
    return render(
        "provider/worklist/rules.html", limits=tuning.of_practice(current.session), rules=RULES, flags=FLAGS,
        fired=_fired() if counting.may_read(current.me) else [], outcomes=OUTCOMES, days=counting.SINCE.days,
        may=tuning.may_tune_practice(current.me),
    )  # fmt: skip


@pages.get("/rules/<limit>", needs=STAFF)
def rule_limit(limit: str) -> Any:
    return _practice_page(limit)


@pages.post("/rules/<limit>", needs=STAFF)
def set_rule_limit(limit: str) -> Any:
    def move(value: int | None, why: str, seen: str) -> None:
        tuning.set_for_practice(
            current.session, current.me, limit, value, why, seen=seen, request_id=current.request_id
        )

    return _moved(move, lambda typed, problem: _practice_page(limit, typed, problem), "provider.rules")


@record.get("/rules", needs=Permission.TUNE)
def person_limits() -> Any:
    return render("provider/worklist/person_limits.html", limits=tuning.of_person(current.session, current.grant))


@record.get("/rules/<limit>", needs=Permission.TUNE)
def person_limit(limit: str) -> Any:
    return _person_page(limit)


@record.post("/rules/<limit>", needs=Permission.TUNE)
def set_person_limit(limit: str) -> Any:
    def move(value: int | None, why: str, seen: str) -> None:
        tuning.set_for_person(current.session, current.grant, limit, value, why, seen=seen)

    return _moved(move, lambda typed, problem: _person_page(limit, typed, problem), "record.person_limits")


Problem = Invalid | Conflict | None


def _moved(move: Callable[[int | None, str, str], None], page: Callable[[Any, Problem], str], then: str) -> Any:
    typed = request.form
    try:
        value = None if typed.get("usual") else incoming.whole(typed.get("value", ""))
        if value is None and not typed.get("usual"):
            raise Invalid(fields={"value": _l("Type a whole number.")})
        move(value, typed.get("why", ""), typed.get("seen", ""))
    except (Invalid, Conflict) as problem:
        return page(typed, problem), problem.status
    say(_("Changed. It counts from now on."))
    return see(then)


def _practice_page(name: str, typed: Any = None, problem: Problem = None) -> str:
    limit = tuning.limit_of(name)
    found = tuning.of_practice(current.session)[limit.name]
    may = tuning.may_tune_practice(current.me)
    return _page("provider/worklist/limit.html", found, limit.usual, typed, problem, may=may)


def _person_page(name: str, typed: Any = None, problem: Problem = None) -> str:
    limit = tuning.limit_of(name)
    found = tuning.of_person(current.session, current.grant)[limit.name]
    otherwise = tuning.of_practice(current.session)[limit.name].value
    return _page("provider/worklist/person_limit.html", found, otherwise, typed, problem)


def _page(template: str, found: tuning.Set, otherwise: float, typed: Any, problem: Problem, **more: Any) -> str:
    return render(
        template, set=found, limit=found.limit, rule=RULES[found.limit.rule], otherwise=otherwise,
        typed=typed or {}, errors=getattr(problem, "fields", {}),
        problem=problem if isinstance(problem, Conflict) else None, **more,
    )  # fmt: skip


def _fired() -> list[tuple[Any, str, counting.Fired]]:
    """Title, source and counts of every rule, readings by their flag; those that never fired come last."""
    found = {(one.rule, one.flag): one for one in counting.fired(current.session)}
    every = {(name, ""): (rule.title, rule.source) for name, rule in RULES.items() if name != "measurement_flag"}
    every |= {("measurement_flag", name): (flag.team, flag.source) for name, flag in FLAGS.items()}
    for rule, flag in found.keys() - every.keys():  # a reading without a flag of its own, or a rule of the past
        every[rule, flag] = (RULES[rule].title, RULES[rule].source) if rule in RULES else (_("An earlier rule"), "")
    known = [(*facts, found.get(key) or counting.Fired(*key)) for key, facts in every.items()]
    return sorted(known, key=lambda line: -line[2].lines)

"""What somebody typed in the editor, or what is stored: the same shape, so that a form never loses a word."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from babel.dates import get_day_names
from flask import request

from app.care.plan import local_services, own_words
from app.care.plan.kinds import Kind
from app.care.plan.kinds.signed import SIGNATURE
from app.care.plan.sections import PATIENT
from app.care.treatments import library
from app.db import new_id
from app.errors import Invalid
from app.i18n import _, current_locale
from app.i18n import lazy_gettext as _l
from app.provider.draft_lines import Draft, Line
from app.web.context import current
from app.web.incoming import day, whole

FACTS = {
    "csrf_token", "new_key", "revision", "base", "owner", "starts_on", "ends_on", "reason", "wording_only",
    "reason_code", "as", "source", "expires_on", *SIGNATURE,
}  # fmt: skip
EXAMPLES = (
    _l("If it rains, then I walk up and down the stairs with the radio on."),
    _l("If I am too tired, then I do half of it and stop."),
    _l("If I forget in the morning, then I do it before supper."),
    _l("If it hurts, then I rest ten minutes and try once more, slowly."),
)
GROUPED = re.compile(r"([a-z_]{1,30})\.([0-9]{1,2})\.([a-z_]{1,30})")
"""How a field of a group is named: list, number, field."""
HALF_A_YEAR = timedelta(days=182)
"""How long a line that keeps somebody safe holds before it is looked at again, unless somebody says otherwise."""
TWO_WEEKS = timedelta(days=14)
"""How long something to do lasts unless somebody says otherwise: small steps, looked at soon."""


@dataclass
class Typed:
    """A form's values: ``values`` are the kind's own fields, the rest is the same for every kind."""

    values: dict[str, Any] = field(default_factory=dict)
    owner: str = ""
    starts_on: Any = ""
    ends_on: Any = ""
    reason: str = ""
    wording_only: bool = False
    reason_code: str = ""
    revision: str = ""
    base: str = ""
    new_key: str = ""
    """The identity that a new line gets, so that a form sent twice is one line."""
    source: str = ""
    expires_on: Any = ""
    """Of a proposal: where it comes from, and until when it is worth talking about."""


def stored(line: Line, base: int) -> Typed:
    """What is stored of a line."""
    item, change = line.draft, line.draft.change
    values = {
        name: [str(v) if isinstance(v, int) else v for v in value] if isinstance(value, list) else value
        for name, value in item.content.items()
    }  # fmt: skip
    wording_only = bool(change and change.wording_only)
    return Typed(
        values, item.owner, item.starts_on or "", item.ends_on or "", line.reason, wording_only,
        change.reason_code if change else "", str(item.revision or ""), str(base),
    )  # fmt: skip


def fresh(kind: Kind, base: int) -> Typed:
    """An empty form of a kind: the person does it, from today, for two weeks. What keeps them safe is the team's.

    The address may name the goal or the activity that it belongs to, and a starter to begin with.
    """
    values: dict[str, Any] = {name: request.args[name][:16] for name in kind.links if name in request.args}
    values |= {name: request.args[name][:200] for name in kind.from_address if name in request.args}
    if kind.name == "community_resource" and "service" in request.args:
        values |= local_services.as_content(local_services.one(current.session, request.args["service"]))
    values |= from_library(kind)
    if kind.starter and current.patient:
        values |= kind.starter(request.args.get("starter", ""), current.patient.language)
    if not kind.is_to_do:
        return Typed(values, base=str(base), new_key=new_id())
    return Typed(
        values,
        owner=current.me.id if kind.is_safety else PATIENT,
        starts_on=current.today,
        ends_on=current.today + (HALF_A_YEAR if kind.is_safety else TWO_WEEKS),
        base=str(base),
        new_key=new_id(),
    )


def from_library(kind: Kind) -> dict[str, Any]:
    """Numbers of the practice's list that the address names, to be put into the form of a treatment."""
    if kind.name != "treatment" or "numbers" not in request.args:
        return {}
    return library.as_content(library.one(current.session, request.args["numbers"]))


def posted() -> Typed:
    """What was sent, as it was sent."""
    form = request.form
    values = {
        name: [*found] if len(found) > 1 or name == "days" else found[0]
        for name, found in form.lists()
        if name not in FACTS
    }
    return Typed(
        in_groups(values),
        form.get("owner", ""),
        form.get("starts_on", ""),
        form.get("ends_on", ""),
        form.get("reason", ""),
        form.get("wording_only") == "yes",
        form.get("reason_code", "")[:20],
        form.get("revision", ""),
        form.get("base", ""),
        form.get("new_key", "")[:16],
        form.get("source", ""),
        form.get("expires_on", ""),
    )


def in_groups(values: dict[str, Any]) -> dict[str, Any]:
    """Fields named ``alternatives.0.what`` as lists of groups in the order of their numbers; the others stay."""
    found: dict[str, Any] = {}
    groups: dict[str, dict[int, dict[str, Any]]] = {}
    for name, value in values.items():
        group = GROUPED.fullmatch(name)
        if group:
            groups.setdefault(group[1], {}).setdefault(int(group[2]), {})[group[3]] = value
        else:
            found[name] = value
    return found | {name: [rows[number] for number in sorted(rows)] for name, rows in groups.items()}


def facts(kind: Kind, typed: Typed) -> dict[str, Any]:
    """Owner, window, reason and the rest, as ``drafting.save`` takes them.

    Raises ``Invalid`` with everything that one look can find: the kind's own fields and the dates together.
    """
    problems: dict[str, Any] = {}
    try:
        kind.parse(typed.values)
    except Invalid as problem:
        problems.update(problem.errors)
    days: dict[str, date | None] = {}
    for name in ("starts_on", "ends_on"):
        try:
            days[name] = day(getattr(typed, name))
        except ValueError:
            problems[name] = _("Write the day like this: 2026-03-10.")
    if problems:
        raise Invalid(fields=problems)
    return {
        "owner": typed.owner[:16],
        **days,
        "reason": typed.reason,
        "wording_only": typed.wording_only,
        "reason_code": typed.reason_code,
        "revision": whole(typed.revision),
        "base_number": whole(typed.base),
    }


def proposal(kind: Kind, typed: Typed) -> dict[str, Any]:
    """Owner, window, source and last day, as ``proposals.propose`` takes them. Raises ``Invalid``."""
    common = facts(kind, typed)
    try:
        expires_on = day(typed.expires_on)
    except ValueError:
        raise Invalid(fields={"expires_on": _("Write the day like this: 2026-03-10.")}) from None
    kept = ("owner", "starts_on", "ends_on", "reason")
    return {**{name: common[name] for name in kept}, "source": typed.source, "expires_on": expires_on}


def protected(line: Line | None) -> dict[str, Any]:
    """The person's own words in this line, which no form of the team sends: field → words."""
    if line is None or not own_words.is_theirs(current.session, line.draft.author_id):
        return {}
    return dict(line.kind.own_words(line.draft.content))


def lists(draft: Draft, kind: Kind) -> dict[str, Any]:
    """What the selects and choices of a kind offer: its own, the people, the lines that it may point to."""
    names = get_day_names("wide", context="stand-alone", locale=current_locale())
    return {
        "owners": list(draft.owners.items()),
        "days": [(str(n), str(names[n])) for n in range(7)],
        "examples": EXAMPLES,
        **{name: [(line.key, line.title) for line in draft.lines if line.kind.name in kinds]
           for name, kinds in kind.links.items()},
        **{name: list(choices.items()) for name, choices in kind.choices.items()},
    }  # fmt: skip

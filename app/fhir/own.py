"""A line that we wrote ourselves, read back: our extension holds it whole, and what others changed since is seen.

To see that, the line is written anew and both are read as if they were another system's. What differs was changed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from app.care.plan.kinds import KINDS
from app.care.plan.sections import PATIENT
from app.errors import Invalid
from app.fhir import seen
from app.fhir.found import Found, Item, Node, person_name
from app.fhir.kinds import mapping_of
from app.fhir.packing import Unpackable, unpack
from app.fhir.parts import Parts
from app.fhir.seen import Left
from app.fhir.window import days_of, performer_of
from app.i18n import _, using_locale
from app.models import Account, Patient, PlanItem, PlanVersion


def item_of(node: Node, found: Found) -> Item:
    """The line in our extension. Raises ``Left`` when this installation cannot hold it."""
    parts = seen.own_item(node.resource)
    kind, key = seen.text(parts.get("kind"), "valueCode"), seen.text(parts.get("key"), "valueString")
    if kind not in KINDS:
        raise Left(_("It is a line of a kind that is not known here (%(kind)s).", kind=kind[:40]))
    if not (0 < len(key) <= 16 and key.isascii() and key.isalnum()):
        raise Left(_("The line has lost its identity."))
    try:
        raw = unpack(parts.get("content"))
    except (Unpackable, ValueError):
        raise Left(_("The content of the line cannot be read.")) from None
    if not isinstance(raw, dict):
        raise Left(_("The content of the line cannot be read."))
    return Item(
        where=node.where,
        kind=kind,
        key=key,
        content=parsed(kind, raw),
        owner=owner_of(parts.get("owner"), found),
        owner_words=seen.text(parts.get("owner"), "valueReference", "display"),
        starts_on=seen.day(parts.get("starts"), "valueDate"),
        ends_on=seen.day(parts.get("ends"), "valueDate"),
        position=_position(parts.get("position")),
        reason=seen.text(parts.get("reason"), "valueString"),
        ours=True,
    )


def parsed(kind: str, raw: dict[str, Any]) -> dict[str, Any]:
    """The content as the kind stores it. Raises ``Left`` that names every field that does not fit."""
    try:
        return KINDS[kind].parse(raw)
    except Invalid as problem:
        named = "; ".join(f"{name}: {words}" for name, words in problem.fields.items())
        raise Left(_("It does not fit (%(fields)s).", fields=named[:300])) from None


def owner_of(part: Any, found: Found) -> str:
    """ "patient", or the id in the reference of whoever does it."""
    reference = seen.reference(part, "valueReference")
    if not reference:
        return ""
    if reference == found.person or reference.startswith("Patient/"):
        return PATIENT
    return reference.rpartition("/")[2][:16]


def _position(part: Any) -> int:
    number = seen.number(part, "valueInteger")
    return number if isinstance(number, int) and abs(number) < 2**31 else 0


def with_changes(item: Item, node: Node, found: Found, written: dict[str, Any] | None) -> Item:
    """The line with what another system changed in R4's own elements; each change is noted among the problems.

    ``written``: the line of :func:`written_anew`. Raises ``Left`` when the other system called it off.
    """
    if written is None:
        return item
    mapping = mapping_of(item.kind)
    try:
        was = mapping.read(written, found)
    except Left:
        return item  # nothing in R4's own elements that could have changed
    now = mapping.read(node.resource, found)
    fields = {name: value for name, value in now.items() if name not in was or value != was[name]}
    facts: dict[str, Any] = {}
    for name, day, before in zip(("starts_on", "ends_on"), days_of(node.resource), days_of(written), strict=True):
        if day is not None and day != before:
            facts[name] = day
    does, did = (seen.reference(performer_of(each)) for each in (node.resource, written))
    if does and did and does != did:
        facts["owner"] = owner_of({"valueReference": performer_of(node.resource)}, found)
    if not fields and not facts:
        return item
    names = ", ".join(sorted({*fields, *facts}))
    title = KINDS[item.kind].title(item.content)[:80]
    found.problems.append(_("«%(title)s» was changed by another system: %(names)s.", title=title, names=names))
    return replace(item, content=parsed(item.kind, {**item.content, **fields}), **facts)


def written_anew(found: Found, lines: list[Item]) -> dict[str, dict[str, Any]]:
    """Every line of ours as we would write it today in the language of the file, by key."""
    parts = _parts(found, lines)
    plan = found.node_of(f"CarePlan/{parts.version.plan_id}")
    with using_locale(seen.text(plan.resource if plan else None, "language") or "en"):
        for row in parts.items:
            mapping_of(row.kind).write(row, parts)
    details = [each["detail"] for each in parts.activities if "detail" in each]
    marked = [made for made in (*parts.resources, *details) if seen.own_item(made)]
    return {str(made.get("id")): made for made in marked}


def _parts(found: Found, lines: list[Item]) -> Parts:
    plan = found.plan
    day = (plan.in_force_from if plan else None) or date(2000, 1, 1)
    version = PlanVersion(plan_id=plan.id if plan else "", number=1, in_force_from=day, review_on=day)
    version.offered_at, version.offered_by_id = datetime(2000, 1, 1, tzinfo=UTC), ""
    person = found.person.rpartition("/")[2]
    patient = Patient(id=person, full_name="", preferred_name="")
    accounts = {
        node.id: Account(id=node.id, name=person_name(node.resource), role="nurse" if staff else None)
        for node in found.nodes
        if (staff := node.kind == "Practitioner") or node.kind == "RelatedPerson"
    }
    return Parts(patient, version, [_row(line, day) for line in lines], accounts)


def _row(item: Item, day: date) -> PlanItem:
    """As it was stored: without a day of its own, a line holds for its plan."""
    return PlanItem(
        key=item.key, kind=item.kind, owner=item.owner, starts_on=item.starts_on or day, ends_on=item.ends_on or day,
        position=item.position, content=item.content, substance="", author_id="", reason=item.reason,
    )  # fmt: skip

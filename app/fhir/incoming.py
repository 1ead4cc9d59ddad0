"""A record from elsewhere, read: what would be taken as which line, what is left and why. Nothing is stored.

Our own file gives back the same lines. Whatever else comes is looked at resource by resource; a faulty one is said
and left, and the others go on.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from app.care.plan.kinds import KINDS
from app.care.plan.sections import PATIENT
from app.care.questionnaires.source import Unreadable
from app.fhir import own, plans_in, reasons, seen, structure
from app.fhir.facts import fact_of, why_left
from app.fhir.found import Found, Item, Node, key_for
from app.fhir.kinds import MAPPINGS
from app.fhir.opening import resources
from app.fhir.parts import LIVED, PART_OF
from app.fhir.seen import Left
from app.fhir.window import days_of, performer_of
from app.i18n import _

SUBJECTS = (("subject",), ("patient",), ("for",), ("beneficiary",))


def read(raw: bytes | str | dict[str, Any]) -> Found:
    """Everything in one file. Never raises for what a file holds: the problems are in the result."""
    found = Found()
    try:
        nodes = resources(raw, found)
    except Unreadable as problem:
        found.problems.append(str(problem))
        return found
    found.know(nodes)
    found.problems += structure.problems_of(nodes)
    nodes = _newest(nodes, found)
    found.person = _person(nodes)
    nodes += plans_in.look(nodes, found)
    found.own_keys = {key_for(node) for node in nodes if seen.own_item(node.resource)}
    for node in nodes:
        try:
            _take(node, found)
        except Left as why:
            found.leave(node, why)
    _settle(found)
    if not (found.items or found.left or found.problems):
        found.problems.append(_("There is nothing in the file that could be a line of a plan."))
    return found


def _newest(nodes: list[Node], found: Found) -> list[Node]:
    """Of several entries for one resource the newest version; the others are left."""
    groups: dict[str, list[Node]] = {}
    for node in nodes:
        groups.setdefault(node.where if node.holder or not node.id else node.name, []).append(node)
    addresses = Counter(node.url for node in nodes if node.url)
    twice = [url for url, times in addresses.items() if times > 1]
    kept: set[int] = set()
    for group in groups.values():
        last = max(group, key=_version)
        kept.add(id(last))
        for node in group:
            if node is not last:
                same = node.resource == last.resource
                found.leave(
                    node, _("It is in the file twice.") if same else _("There is a newer version of it in the file.")
                )
    found.problems += [_("Two entries have the address %(url)s.", url=url[:200]) for url in twice[:20]]
    chosen = [node for node in nodes if id(node) in kept]
    found.know(chosen)
    return chosen


def _version(node: Node) -> tuple[int, str]:
    number = seen.number(node.resource, "meta", "versionId")
    return (int(number) if number is not None else 0, seen.text(node.resource, "meta", "lastUpdated"))


def _person(nodes: list[Node]) -> str:
    """The reference of the person: of the first plan, else whom most of the file is about."""
    for node in nodes:
        if node.kind == "CarePlan" and (subject := seen.reference(node.resource, "subject")):
            return subject
    about = Counter(subject for node in nodes if (subject := _subject(node)))
    if about:
        return about.most_common(1)[0][0]
    return next((node.name for node in nodes if node.kind == "Patient" and node.id), "")


def _subject(node: Node) -> str:
    if node.about:
        return node.about
    return next((found for path in SUBJECTS if (found := seen.reference(node.resource, *path))), "")


def _is_about_another(node: Node, found: Found) -> bool:
    subject = _subject(node)
    if not subject or not found.person:
        return False
    return not found.is_person(subject)


def _take(node: Node, found: Found) -> None:
    """Put one resource where it belongs. Raises ``Left`` with the reason when that is nowhere."""
    if words := reasons.never(node.resource):
        raise Left(words)
    if _is_about_another(node, found):
        raise Left(_("It belongs to another person."))
    if seen.own_item(node.resource):
        found.items.append(own.item_of(node, found))
    elif any(each.get("url") == LIVED for each in seen.several(node.resource, "extension")):
        raise Left(_("It tells what happened or was arranged. That is no line of a plan."))
    elif _is_beside(node, found) or node.kind == "CarePlan" or plans_in.is_review(node):
        return  # a plan is looked at by its lines; these are parts of it
    elif taken := _as_line(node, found):
        found.items.append(taken)


def _is_beside(node: Node, found: Found) -> bool:
    """Whether it is a further resource of a line of ours that is in the file."""
    marks = [each for each in seen.several(node.resource, "extension") if each.get("url") == PART_OF]
    return any(seen.text(mark, "valueString") in found.own_keys for mark in marks)


def _as_line(node: Node, found: Found) -> Item | None:
    """The line that another system's resource would become. None when it was kept as a fact and left as a line."""
    why: list[str] = []
    for kind, mapping in MAPPINGS.items():
        if kind not in KINDS or node.kind not in mapping.READS:
            continue
        try:
            content = own.parsed(kind, _linked(kind, mapping.read(node.resource, found), node, found))
        except Left as reason:
            why.append(str(reason))
            continue
        starts, ends = days_of(node.resource)
        does = performer_of(node.resource)
        words = found.name_of(does)
        theirs = found.is_person(seen.reference(does)) if seen.reference(does) else not words
        owner = PATIENT if theirs or not KINDS[kind].is_to_do else ""
        return Item(node.where, kind, key_for(node), content, owner, words, starts, ends, len(found.items) + 1)
    if fact := fact_of(node, found):
        found.facts.append(fact)
        found.leave(node, why_left(node.kind), fact.words)
        return None
    raise Left(why[0] if why else reasons.by_type(node.kind))


def _linked(kind: str, content: dict[str, Any], node: Node, found: Found) -> dict[str, Any]:
    """The content with the goal that the resource itself names, if the kind can point to a goal."""
    for name, allowed in KINDS[kind].links.items():
        if "goal" in allowed and not content.get(name):
            goal = plans_in.goal_of(node)
            target = found.node_of(goal, node.home)
            if target is not None and target.kind == "Goal":
                content = {**content, name: key_for(target)}
    return content


def _settle(found: Found) -> None:
    """Put the lines in order, see what others changed in ours, and let go of links that lead nowhere."""
    anew = own.written_anew(found, [item for item in found.items if item.ours])
    kept: list[Item] = []
    taken: set[str] = set()
    nodes = {node.where: node for node in [*found.nodes, *found.details]}
    if not anew:
        plans_in.leave_wholes(found)
    for item in found.items:
        if item.key in taken:
            found.leave(nodes[item.where], _("The same line is in the file twice."))
            continue
        try:
            kept.append(own.with_changes(item, nodes[item.where], found, anew.get(item.key)) if item.ours else item)
        except Left as why:
            found.leave(nodes[item.where], why)
        taken.add(item.key)
    kinds = {item.key: item.kind for item in kept}
    found.items = [_without_loose_links(item, kinds) for item in sorted(kept, key=_order)]


def _order(item: Item) -> tuple[int, str]:
    return item.position, item.key if item.ours else ""


def _without_loose_links(item: Item, kinds: dict[str, str]) -> Item:
    if item.ours:
        return item
    content = dict(item.content)
    for name, allowed in KINDS[item.kind].links.items():
        value = content.get(name)
        if isinstance(value, list):
            content[name] = [key for key in value if kinds.get(key) in allowed]
        elif value and kinds.get(value) not in allowed:
            content[name] = ""
    return Item(**{**item.__dict__, "content": content})


__all__ = ["Found", "read"]

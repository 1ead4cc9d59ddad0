"""The plans in a file: what each says as a whole, and the lines that stand inside it."""

from __future__ import annotations

from app.fhir import reasons, seen
from app.fhir.found import Found, Node, Plan
from app.fhir.parts import HL7, OURS
from app.i18n import _

OVER = {"revoked", "completed", "entered-in-error", "draft"}
MOST = 5_000


def look(nodes: list[Node], found: Found) -> list[Node]:
    """Note the plan and what its activities refer to; give the details inside as nodes of their own."""
    details: list[Node] = []
    for node in nodes:
        if node.kind != "CarePlan":
            continue
        plan = node.resource
        if words := reasons.never(plan):
            found.leave(node, words)
            continue
        status = seen.text(plan, "status")
        if status in OVER:
            found.leave(node, _("The plan is not in use (%(status)s), and so are its lines.", status=status))
            continue
        found.plan = found.plan or _plan(node)
        for number, activity in enumerate(seen.several(plan, "activity")[:MOST]):
            where = f"{node.where}.activity[{number + 1}]"
            target = found.node_of(seen.reference(activity, "reference"), node.home)
            if target is not None:
                found.planned.add(id(target.resource))
            elif seen.at(activity, "reference") is not None:
                held = Node(where, "CarePlan.activity", activity)
                found.leave(held, _("What it refers to is not in the file."))
            for detail in seen.several(activity, "detail"):
                about = seen.reference(plan, "subject")
                details.append(Node(where, "CarePlan.activity", detail, holder=node.where, about=about))
    found.details = details
    return details


def _plan(node: Node) -> Plan:
    plan = node.resource
    number = seen.number(plan, "meta", "versionId")
    return Plan(
        id=node.id,
        number=number if isinstance(number, int) and 0 < number < 2**31 else 0,
        why=seen.text(plan, "description"),
        in_force_from=seen.day(plan, "period", "start"),
        review_on=seen.day(plan, "period", "end"),
    )


def leave_wholes(found: Found) -> None:
    """Say of each plan of another system that only its lines were looked at, or that it has none."""
    said = {left.where for left in found.left}
    for node in found.nodes:
        if node.kind != "CarePlan" or node.where in said:
            continue
        has_lines = seen.several(node.resource, "activity") or seen.several(node.resource, "goal")
        if has_lines:
            found.leave(node, _("The plan as a whole is not taken; its lines were looked at one by one."))
        else:
            found.leave(node, _("The plan has no lines of its own, only a text."))


def is_review(node: Node) -> bool:
    """Whether it is the Task that only says when we look at the plan again."""
    return node.kind == "Task" and (f"{OURS}:activity", "review") in seen.codes(node.resource, "code")


def goal_of(node: Node) -> str:
    """The reference to the goal that a resource or detail is for, or nothing."""
    if goal := seen.reference(node.resource, "goal"):
        return goal
    pertains = f"{HL7}/resource-pertainsToGoal"
    tied = (each for each in seen.several(node.resource, "extension") if each.get("url") == pertains)
    return next((goal for each in tied if (goal := seen.reference(each, "valueReference"))), "")

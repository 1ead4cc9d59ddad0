"""One more, or one less, of a part of a form that repeats. Nothing is thrown away: what was removed can come back."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.access.grants import Grant
from app.care.questionnaires.answering import open_sheet
from app.care.questionnaires.parts import Value
from app.care.questionnaires.repeating import is_below, least, most, together
from app.care.questionnaires.rows import keep
from app.care.questionnaires.sheet import Sheet
from app.care.questionnaires.state import MOST_NODES, Node, expand
from app.care.questionnaires.tokens import place_of, token
from app.errors import Invalid, NotFound
from app.i18n import lazy_gettext

FULL = lazy_gettext("There is no room for one more here.")


def add(session: Session, grant: Grant, response_id: str, wanted: str) -> str:
    """Add one more of the repeated part that ``wanted`` (a token) names, and return the token of its first screen.

    ``Invalid`` when there are as many as the form takes, ``NotFound`` when it names nothing that repeats.
    """
    sheet, nodes = _found(session, grant, response_id, wanted)
    if len(nodes) >= most(nodes[0]):
        raise Invalid(FULL)
    numbers = [node.occurrence[-1] for node in nodes]
    number = _last_used(sheet, nodes) + 1
    _keep(session, grant, sheet, nodes[0], [*numbers, number])
    sheet = sheet.anew()
    fresh = next(n for n in sheet.state.nodes if n.many == nodes[0].many and n.occurrence[-1] == number)
    for screen in sheet.screens:
        if any(is_below(sheet.state, node, {fresh.place}) for node in screen.asked):
            sheet.response.at_link_id = screen.place
            return screen.token
    return token(nodes[0].many or "")


def remove(session: Session, grant: Grant, response_id: str, wanted: str, number: int) -> None:
    """Take one of several away. Its answers stay stored, are not sent, and come back with :func:`bring_back`."""
    sheet, nodes = _found(session, grant, response_id, wanted)
    left = [node.occurrence[-1] for node in nodes if node.occurrence[-1] != number]
    if len(left) == len(nodes):
        return
    if not may_remove(sheet, nodes[0]):
        raise NotFound()
    if len(left) < least(nodes[0]):
        raise Invalid(lazy_gettext("One has to stay. Leave it empty if there is nothing to say."))
    _keep(session, grant, sheet, nodes[0], left)


def may_remove(sheet: Sheet, node: Node) -> bool:
    """Whether the reader may take one away: a helper never where private answers of the person may be inside."""
    return sheet.private or not any(item.private for item in node.item.tree())


def bring_back(session: Session, grant: Grant, response_id: str, wanted: str, number: int) -> None:
    """Put one that was taken away back in its place. ``Invalid`` when there is no room for it any more."""
    sheet, nodes = _found(session, grant, response_id, wanted)
    numbers = {node.occurrence[-1] for node in nodes}
    if number < 1 or number in numbers or number > _last_used(sheet, nodes) or len(nodes) >= most(nodes[0]):
        return
    _keep(session, grant, sheet, nodes[0], sorted({*numbers, number}))


def _found(session: Session, grant: Grant, response_id: str, wanted: str) -> tuple[Sheet, list[Node]]:
    sheet = open_sheet(session, grant, response_id, lock=True)
    many = place_of(sheet.definition, wanted)
    nodes = together(sheet.state, many) if many else []
    shown = {part.node.many for screen in sheet.screens for part in screen.parts if part.kind == "more"}
    if not nodes or many not in shown:
        raise NotFound()
    return sheet, nodes


def _last_used(sheet: Sheet, nodes: list[Node]) -> int:
    """The largest number that is there or that any answer was stored under: no number is used twice."""
    depth, around = len(nodes[0].occurrence), nodes[0].occurrence[:-1]
    below = {item.link_id for item in nodes[0].item.tree()}
    used = [node.occurrence[-1] for node in nodes]
    for row in sheet.rows.values():
        numbers = tuple(int(number) for number in row.occurrence.split(".") if number)
        if row.link_id in below and len(numbers) >= depth and numbers[: depth - 1] == around:
            used.append(numbers[depth - 1])
    return max(used)


def _keep(session: Session, grant: Grant, sheet: Sheet, node: Node, numbers: list[int]) -> None:
    values: list[Value] = [{"valueInteger": number} for number in numbers]
    if len(expand(sheet.definition, {**sheet.answers, node.many or "": values})) >= MOST_NODES:
        raise Invalid(FULL)  # before anything is stored
    keep(session, grant, sheet, node.many or "", values, "several", "")

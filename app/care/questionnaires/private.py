"""Private questions that are not for now."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.questionnaires.answering import Entry, open_sheet, save_screen
from app.care.questionnaires.tokens import token
from app.care.questionnaires.walk import Screen, after


def pass_over(session: Session, grant: Grant, response_id: str) -> Screen | None:
    """Skip every question that is only for somebody alone and has no answer yet. Returns where to go on."""
    grant.must(Permission.FILL_IN)
    sheet = open_sheet(session, grant, response_id)
    waiting = [node for node in sheet.asked if node.item.alone]
    following: Screen | None = None
    for node in waiting:
        if node.place not in sheet.rows:
            name = token(node.place)
            save_screen(session, grant, response_id, name, {name: Entry()}, how="skipped")
    sheet = open_sheet(session, grant, response_id)
    last = next((one for one in reversed(sheet.screens) if any(node.item.alone for node in one.asked)), None)
    if last is not None:
        following = after(sheet.screens, last.place)
        sheet.response.at_link_id = following.place if following else ""
    return following

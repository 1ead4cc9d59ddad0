"""Which answers still fit a newer version of a form."""

from __future__ import annotations

from app.care.questionnaires.conditions import equal
from app.care.questionnaires.parts import Definition, Item
from app.care.questionnaires.places import link_of
from app.care.questionnaires.same import is_same_question
from app.care.questionnaires.sheet import Sheet
from app.care.questionnaires.typing_back import typed_back
from app.care.questionnaires.validation import read_answer
from app.errors import Invalid
from app.models import Answer


def fitting(sheet: Sheet, newer: Definition) -> tuple[set[str], list[str]]:
    """``(places that fit, places that do not)``: the same question of the same kind still takes the same answer."""
    kept: set[str] = set()
    lost: list[str] = []
    for where, row in sheet.rows.items():
        old, new = sheet.definition.by_link.get(link_of(where)), newer.by_link.get(link_of(where))
        if old is not None and new is not None and _fits(old, new, row):
            kept.add(where)
        elif row.values and row.how != "several":
            lost.append(where)
    return kept, lost


def _fits(old: Item, new: Item, row: Answer) -> bool:
    if not is_same_question(old, new, same_form=True):
        return False
    if old.kind != new.kind or old.multiplies != new.multiplies or new.is_given or new.unanswerable:
        return False
    if not row.values or row.how == "several":
        return row.how != "several" or new.multiplies
    try:
        entry = typed_back(new, row.values)
        again = read_answer(new, entry.given, entry.other, entry.unit)
    except Invalid:
        return False
    return len(again) == len(row.values) and all(
        any(equal(one, other) or one == other for other in again) for one in row.values
    )

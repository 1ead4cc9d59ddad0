"""Whether two questions of two forms, or of two versions of one form, are the same question."""

from __future__ import annotations

from app.care.questionnaires.extensions import TOPICS
from app.care.questionnaires.parts import Item


def is_same_question(old: Item, new: Item, *, same_form: bool) -> bool:
    """The same by a code that is no mere topic; without codes by the link id and the words, in the same form.

    Words that changed make another question: an answer must never stand below words that nobody answered.
    """
    codes = [{code for code in item.codes if code[0] != TOPICS} for item in (old, new)]
    if codes[0] & codes[1]:
        return True
    if all(codes):
        return False
    return same_form and old.link_id == new.link_id and _words(old) == _words(new)


def _words(item: Item) -> str:
    return "".join(letter for letter in str(item.text or "").casefold() if letter.isalnum())

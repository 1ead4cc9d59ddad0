"""What a nurse must see: raised by rules, ordered by urgency and age of the promise, closed with what was done."""

from app.care.concerns.closing import OUTCOMES, close, close_concern_for, note_taken_back, put_back, take
from app.care.concerns.raising import raise_concern
from app.care.concerns.rules import RULES, Rule, words_of

__all__ = [
    "OUTCOMES",
    "RULES",
    "Rule",
    "close",
    "close_concern_for",
    "note_taken_back",
    "put_back",
    "raise_concern",
    "take",
    "words_of",
]

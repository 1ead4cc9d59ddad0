"""Reviews: progress to goals, what was promised and whether it came, and only then keep or change."""

from app.care.reviews.closing import close, keep_as_it_is, offered, open, opened
from app.care.reviews.due import raise_due
from app.care.reviews.goals import progress_to_goals
from app.care.reviews.promised import delivered, promised

__all__ = [
    "close",
    "delivered",
    "keep_as_it_is",
    "offered",
    "open",
    "opened",
    "progress_to_goals",
    "promised",
    "raise_due",
]

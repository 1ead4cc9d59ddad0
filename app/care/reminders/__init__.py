"""Which reminders should exist, for whom and when; and what becomes of them. Nothing here reads a decision.

`refresh(session, grant)` is called by whatever changes a fact, in the same transaction.
"""

from app.care.reminders.refresh import refresh

__all__ = ["refresh"]

"""Rule 5: the person's own words are never edited; the team's line stands beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access.grants import Grant
from app.care.plan.kinds import KINDS
from app.errors import Invalid
from app.i18n import lazy_gettext as _l
from app.models import Account


def is_theirs(session: Session, author_id: str) -> bool:
    """Whether this author is the person or somebody who helps them, and not the practice."""
    role = session.execute(sa.select(Account.role).where(Account.id == author_id)).first()
    return role is not None and role[0] is None


def protect(
    session: Session,
    grant: Grant,
    kind: str,
    author_id: str,
    before: Mapping[str, Any],
    now: Mapping[str, Any],
) -> bool:
    """Refuse to change what the person wrote. Returns whether the own words stay with their author.

    Raises ``Invalid`` at the field when the team tries to edit words that the person (or who helps them) wrote.
    """
    own = KINDS[kind].own
    kept = all(before.get(name) == now.get(name) for name in own)
    if kept or author_id == grant.actor_id or not is_theirs(session, author_id):
        return kept and bool(own)
    words = _l("These are the person's own words, so they stay as they are. Write your line beside them.")
    changed = [n for n in own if before.get(n) and before.get(n) != now.get(n)]
    if changed:
        raise Invalid(words, fields=dict.fromkeys(changed, words))
    return True

"""Who runs the accounts of the practice. They see nobody's record: these pages name staff and nobody else."""

from __future__ import annotations

from app.errors import NotFound
from app.models import Account, Role


def is_office(account: Account | None) -> bool:
    """Whether this account looks after the accounts of staff."""
    return account is not None and account.role == Role.ADMIN and account.closed_at is None


def must(account: Account) -> None:
    """Raises ``NotFound`` for anybody else: they do not learn that these pages exist."""
    if not is_office(account):
        raise NotFound()

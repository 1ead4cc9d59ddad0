"""A grant: who acts, for whom, in what capacity, and what that allows. The key to every row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.access.permissions import Permission
from app.errors import Forbidden
from app.models import Account


class Capacity(StrEnum):
    """In what capacity somebody acts; stored with everything they do."""

    SELF = "self"
    PROXY = "proxy"
    TEAM = "team"
    PAPER = "paper"  # somebody of the team types in what the person marked on paper
    GUEST = "guest"  # somebody without an account, by a link or a code
    SYSTEM = "system"


@dataclass(frozen=True)
class Grant:
    """Made by the guard for a request, and by jobs and commands for themselves. Never stored."""

    actor: Account | None
    patient_id: str
    capacity: Capacity
    permissions: frozenset[Permission] = field(default_factory=frozenset)
    request_id: str = ""
    unlocked: bool = False
    """Whether private lines were opened by a second step that is not over yet; read only in ``access.private``."""
    named: frozenset[str] = field(default_factory=frozenset)
    """Of a guest: the lines that they were given, by key. They reach no other row (``access.private``)."""

    def may(self, permission: Permission) -> bool:
        """Whether this grant allows ``permission``."""
        return permission in self.permissions

    def must(self, permission: Permission) -> None:
        """Raise :class:`Forbidden` unless this grant allows ``permission``."""
        if permission not in self.permissions:
            raise Forbidden()

    def with_private(self) -> Grant:
        """The same for writing that must keep private lines as they are. Never for showing anything."""
        return replace(self, unlocked=True)

    @property
    def actor_id(self) -> str:
        """Id of the acting account. Raises ``Forbidden`` for the system and for guests, who have no account."""
        if self.actor is None:
            raise Forbidden()
        return self.actor.id

    @property
    def is_team(self) -> bool:
        return self.capacity is Capacity.TEAM


def system(patient_id: str, permissions: Iterable[Permission] = tuple(Permission)) -> Grant:
    """A grant for a job or a command, which acts for the practice and not as a person."""
    return Grant(None, patient_id, Capacity.SYSTEM, frozenset(permissions))

"""A grant: who acts, for whom, in what capacity, and what that allows. The key to every row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.access import scopes
from app.access.permissions import Permission
from app.errors import Forbidden
from app.models import Account


class Capacity(StrEnum):
    """In what capacity somebody acts; stored with everything they do."""

    SELF = "self"
    PROXY = "proxy"
    TEAM = "team"
    EMERGENCY = "emergency"  # somebody of the practice who is not on the team and broke the glass
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
    purpose: str = ""
    """Why, where the page that is opened says it (``access.purposes``); else capacity and role do."""
    named: frozenset[str] = field(default_factory=frozenset)
    """Of a guest: the lines that they were given, by key. They reach no other row (``access.private``)."""

    scope: Mapping[str, Sequence[str]] | None = None
    """What was agreed with a helper, section by section; None for everybody else, who have no sections."""

    def may(self, permission: Permission, kind: str = "") -> bool:
        """Whether this grant allows ``permission``: somewhere, or on a line of this ``kind``."""
        if permission not in self.permissions:
            return False
        section = scopes.SECTION_OF.get(kind)  # a wish that was shown stands in none
        return section is None or self._may_in(permission, section)

    def may_in(self, permission: Permission, section: str) -> bool:
        """Whether this grant allows ``permission`` in this section (``access.scopes``)."""
        return permission in self.permissions and self._may_in(permission, section)

    def must(self, permission: Permission, kind: str = "") -> None:
        """Raise :class:`Forbidden` unless this grant allows ``permission`` (on a line of this ``kind``)."""
        if not self.may(permission, kind):
            raise Forbidden()

    def must_in(self, permission: Permission, section: str) -> None:
        """Raise :class:`Forbidden` unless this grant allows ``permission`` in this section."""
        if not self.may_in(permission, section):
            raise Forbidden()

    def _may_in(self, permission: Permission, section: str) -> bool:
        verb = scopes.VERB_OF.get(permission)
        return self.scope is None or verb is None or verb in self.scope.get(section, ())

    @property
    def hidden_kinds(self) -> frozenset[str]:
        """Kinds of lines that do not exist for a helper with this scope; none for everybody else."""
        return frozenset() if self.scope is None else scopes.hidden_kinds(self.scope)

    @property
    def hidden_parts(self) -> frozenset[str]:
        """Parts of the plan that do not exist for a helper with this scope; none for everybody else."""
        return frozenset() if self.scope is None else scopes.hidden_parts(self.scope)

    def hides(self, section: str) -> bool:
        """Whether this section does not exist for this reader."""
        return self.scope is not None and section not in self.scope

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
        """Whether somebody of the practice reads or acts here: on the team, or with the glass broken."""
        return self.capacity in (Capacity.TEAM, Capacity.EMERGENCY)


def system(patient_id: str, permissions: Iterable[Permission] = tuple(Permission)) -> Grant:
    """A grant for a job or a command, which acts for the practice and not as a person."""
    return Grant(None, patient_id, Capacity.SYSTEM, frozenset(permissions))

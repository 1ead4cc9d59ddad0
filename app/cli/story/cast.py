"""Who is in the demo practice. Everybody is made up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import Account

CONTENT = Path(__file__).resolve().parents[2] / "content" / "demo"


def content(name: str) -> Any:
    """One file of the demo's words."""
    return json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Actor:
    """Somebody of the demo: what they type to sign in, and what they are."""

    role: str
    sign_in: str
    name: str
    passphrase: str
    more: dict[str, Any] = field(default_factory=dict)


class Cast:
    """Everybody, read once."""

    @cached_property
    def everybody(self) -> list[Actor]:
        """Patients first, because theirs is the story."""
        return list(self._read())

    def _read(self) -> Iterator[Actor]:
        people = content("people")
        for kind, role in (("patients", "patient"), ("proxies", "proxy"), ("staff", "")):
            for one in people[kind]:
                yield Actor(role or one["role"], one["sign_in"], one["name"], one["passphrase"], one)

    def of(self, *roles: str) -> list[Actor]:
        """Those with one of these roles."""
        return [actor for actor in self.everybody if actor.role in roles]


CAST = Cast()


def is_there(session: Session) -> bool:
    """Whether the demo practice has been loaded into this database."""
    first = CAST.of("nurse")[0]
    return session.scalar(sa.select(Account.id).where(Account.sign_in == first.sign_in)) is not None


def is_whole(session: Session) -> bool:
    """Whether everybody of the demo is there, so that it cannot be a real practice where one name is the same."""
    names = [actor.sign_in for actor in CAST.everybody]
    found = session.scalar(sa.select(sa.func.count()).select_from(Account).where(Account.sign_in.in_(names)))
    return found == len(names)

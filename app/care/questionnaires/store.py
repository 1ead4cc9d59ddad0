"""Forms that are kept: frozen by address and version, proven by a digest of their content."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.questionnaires.definition import Definition, Reason, Verdict, read
from app.care.questionnaires.source import MAX_BYTES
from app.i18n import _
from app.models import Questionnaire

OURS = "https://handrail.example/"
CONTENT = Path(__file__).resolve().parents[2] / "content" / "questionnaires"


@dataclass(frozen=True)
class Imported:
    """What became of one file. ``outcome`` is "new", "same" (nothing to do) or "refused"."""

    outcome: str
    verdict: Verdict
    questionnaire: Questionnaire | None = None


def import_file(session: Session, grant: Grant, source: Path | str | bytes, *, right_to_use: str = "") -> Imported:
    """Keep a form from a file (a path, or its bytes). Refusals are in the verdict, never raised.

    ``right_to_use`` is what the site says about its right to use the text; without it a form that carries
    somebody's copyright comes with a note.

    The same content again changes nothing. Other content under the same address and version is refused,
    because people may have answered the first. Raises ``OSError`` when a path cannot be read.
    """
    grant.must(Permission.ASSIGN)
    data = source if isinstance(source, bytes) else _bytes(Path(source))
    verdict = read(data)
    definition = verdict.definition
    if definition is None:
        return Imported("refused", verdict)
    known = session.scalars(
        sa.select(Questionnaire).where(
            Questionnaire.url == definition.url, Questionnaire.version == definition.version
        )
    ).first()
    if known and known.digest == definition.digest:
        return Imported("same", verdict, known)
    if known:
        words = _("This version is already in use with other content. Give the changed form a new version.")
        return Imported("refused", Verdict(None, (Reason(words),), verdict.warnings))
    if definition.copyright and not right_to_use and not definition.url.startswith(OURS):
        words = _("It carries a copyright. Say why your site may use its text (--right-to-use).")
        verdict = replace(verdict, warnings=(*verdict.warnings, Reason(words)))
    return Imported("new", verdict, _keep(session, grant, definition, data, right_to_use))


def import_content(session: Session, grant: Grant) -> list[Imported]:
    """Keep every form that comes with the product. Harmless to repeat."""
    return [import_file(session, grant, path) for path in sorted(CONTENT.glob("*.json"))]


def of(questionnaire: Questionnaire) -> Definition:
    """The definition of a stored form. It was accepted once, so it is read again without a doubt."""
    known = _READ.get(questionnaire.digest)
    if known is None:
        known = read(questionnaire.document).definition
        if known is None:
            raise ValueError(f"questionnaire {questionnaire.id} is no longer readable")
        if len(_READ) >= MOST_READ:
            _READ.clear()
        _READ[questionnaire.digest] = known
    return known


def by_digest(session: Session, digest: str) -> Definition:
    """The definition with this content; asks the database only when this process has not read it yet."""
    known = _READ.get(digest)
    if known is None:
        query = sa.select(Questionnaire).where(Questionnaire.digest == digest).limit(1)
        known = of(session.scalars(query).one())
    return known


def all_forms(session: Session) -> Iterator[tuple[Questionnaire, Definition]]:
    """Every form that may be given to somebody, by title; retired ones are left out."""
    for questionnaire in session.scalars(
        sa.select(Questionnaire).order_by(Questionnaire.title, Questionnaire.version)
    ):
        definition = of(questionnaire)
        if definition.status != "retired":
            yield questionnaire, definition


#: Definitions by digest: content under one digest never changes, so this can only be right.
_READ: dict[str, Definition] = {}
MOST_READ = 64


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _keep(session: Session, grant: Grant, definition: Definition, data: bytes, right_to_use: str) -> Questionnaire:
    document: dict[str, Any] = json.loads(data.decode("utf-8-sig"))
    kept = Questionnaire(
        url=definition.url,
        version=definition.version,
        title=definition.title.source,
        digest=definition.digest,
        document=document,
        right_to_use=right_to_use.strip()[:2_000],
        imported_at=clock.now(),
        imported_by_id=grant.actor.id if grant.actor else None,
    )
    session.add(kept)
    session.flush()
    audit.record(session, grant, "import", "questionnaire", kept.id)
    return kept

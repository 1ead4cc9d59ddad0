"""The file itself: a ZIP with the page, the plan for other systems, photos and files, and a list of what is in it.

Written piece by piece into whatever takes bytes; of photos and files one is in memory at a time. Private lines are in
it only while the reader has opened them. That it was made is a row in the log (`noted`), written by the caller's own
transaction, because this only reads.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections import Counter
from collections.abc import Mapping
from datetime import UTC
from typing import IO, Any

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, private, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.attachments.files import ENDINGS
from app.care.leaving.export import parts
from app.care.leaving.export.page import Page
from app.care.leaving.export.tables import ANSWERS, LEFT_OUT, LOG, PLAN, SECTIONS, Section
from app.care.leaving.export.values import Words
from app.i18n import _, format_number, locale_tag, using_zone
from app.models import Attachment, AttachmentData, Patient
from app.sealing import NO_KEY, LostBytes

WRITES = {PLAN: parts.plan, ANSWERS: parts.answers, LOG: parts.log}
PAGE, BUNDLE, LIST = "everything.html", "plan.fhir.json", "list.json"


def sections(grant: Grant) -> list[Section]:
    """What this reader may take along."""
    return [section for section in SECTIONS if grant.may(section.needs)]


def is_whole(session: Session, grant: Grant) -> bool:
    """Whether no private line is left out."""
    return private.may_see_all(grant) or not private.hidden_keys(session, grant)


def write(session: Session, grant: Grant, out: IO[bytes], bundle: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Write the ZIP to ``out``. ``bundle``: the plan for other systems, if there is one. Returns the list in it.

    Raises ``Forbidden`` for whoever may not take the record along.
    """
    grant.must(Permission.EXPORT)
    person = records.one(session, grant, Patient, grant.patient_id)
    counts: Counter[str] = Counter()
    with using_zone(person.time_zone), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        files = _files(session, grant, made)
        with made.open(_named(PAGE), "w", force_zip64=True) as file:
            _page(session, grant, person, file, counts, files)
        if bundle is not None:
            made.writestr(_named(BUNDLE), json.dumps(bundle, ensure_ascii=False, indent=1))
        listed = _list(session, grant, counts, files, bundle)
        made.writestr(_named(LIST), json.dumps(listed, ensure_ascii=False, indent=1))
    return listed


def noted(session: Session, grant: Grant) -> None:
    """The row in the log."""
    grant.must(Permission.EXPORT)
    audit.record(session, grant, "export everything", "patient", grant.patient_id)


def _page(
    session: Session,
    grant: Grant,
    person: Patient,
    file: IO[bytes],
    counts: Counter[str],
    files: list[dict[str, Any]],
) -> None:
    mine = sections(grant)
    words = Words(session, grant, person)
    words.learn([person.account_id, person.contact_confirmed_by_id])
    page = Page(
        file, person.preferred_name, [*((one.name, one.title) for one in mine), ("list", _("What is in here"))]
    )
    if not is_whole(session, grant):
        page.say(_("Your private lines are not in here: they were closed when this was made."))
    for section in mine:
        page.section(section.name, section.title)
        if special := WRITES.get(section.name):
            special(session, grant, words, page, counts)
        else:
            parts.rows(session, grant, words, section, page, counts)
    page.section("list", _("What is in here"))
    titles = {name: title for section in mine for name, title in section.tables}
    page.table((_("What"), _("How many")), ((titles[name], format_number(counts[name])) for name in titles))
    if files:
        page.heading(_("Photos and files"))
        page.begin()
        for one in files:
            if "missing" in one:
                page.row([(one["words"], one["missing"])])
            else:
                page.link(one["name"], one["words"])
        page.end()
    page.close()


def _files(session: Session, grant: Grant, made: zipfile.ZipFile) -> list[dict[str, Any]]:
    """Photos and files as they are kept, one in memory at a time. What was taken away has no bytes any more."""
    if not grant.may(Permission.SEE_PLAN):
        return []
    found: list[dict[str, Any]] = []
    rows = records.of(session, grant, Attachment).where(Attachment.removed_at.is_(None))
    for row in session.scalars(rows.order_by(Attachment.at, Attachment.id)).all():
        query = records.of(session, grant, AttachmentData).where(AttachmentData.attachment_id == row.id)
        kept = session.scalars(query).first()
        if kept is None:
            continue
        if isinstance(kept.data, LostBytes):
            found.append({"words": row.words, "missing": str(NO_KEY)})
            continue
        data = kept.data
        session.expunge(kept)
        name = f"files/{len(found) + 1:03d}-{row.id[:6]}.{ENDINGS.get(row.media_type, 'bin')}"
        made.writestr(_named(name), data, zipfile.ZIP_STORED)
        digest = hashlib.sha256(data).hexdigest()
        found.append({"name": name, "words": row.words, "bytes": len(data), "sha256": digest})
    return found


def _list(
    session: Session,
    grant: Grant,
    counts: Counter[str],
    files: list[dict[str, Any]],
    bundle: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """What is in the file and what is not, for whoever wants to count."""
    mine = sections(grant)
    rows = {one.name: {name: counts[name] for name, _title in one.tables} for one in mine}
    others = [name for one in SECTIONS if one not in mine for name, _title in one.tables]
    return {
        "made_at": clock.now().isoformat(timespec="seconds"),
        "language": locale_tag(),
        "sections": [{"section": one.name, "title": str(one.title), "rows": rows[one.name]} for one in mine],
        "files": files,
        "plan_for_other_systems": len(bundle["entry"]) if bundle else 0,
        "private_lines": is_whole(session, grant),
        "left_out": LEFT_OUT | dict.fromkeys(others, "not for the one who made this"),
    }


def _named(name: str) -> zipfile.ZipInfo:
    """An entry with the day on which it was made, packed."""
    entry = zipfile.ZipInfo(name, clock.now().astimezone(UTC).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry

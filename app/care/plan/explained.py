"""Did we explain this well? Asked about a part of the plan or a line; counted against the text, never the person."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from app.access import audit, records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.care.plan import versions
from app.care.plan.kinds import KINDS
from app.care.plan.kinds.fields import clean
from app.care.plan.sections import SECTIONS, section_of
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import Explained, PlanItem

ANSWERS = {"clear": _l("Clear"), "partly": _l("Partly"), "no": _l("No")}
UNCLEAR = ("partly", "no")
LINE_BY_LINE = {"health", "treatments", "worse"}
"""Parts whose every line explains something of its own; elsewhere the part as a whole is asked about."""
RULE = "explain_better"


def subjects(items: Iterable[PlanItem]) -> dict[str, list[PlanItem]]:
    """What is asked about: names of parts with their lines, and keys of lines that are asked about one by one.

    Nothing is asked about words that are all the person's own.
    """
    found: dict[str, list[PlanItem]] = {}
    for item in items:
        section = section_of(item.kind, item.owner)
        found.setdefault(section, []).append(item)
        if section in LINE_BY_LINE and _is_ours(item):
            found[item.key] = [item]
    return {subject: lines for subject, lines in found.items() if any(_is_ours(item) for item in lines)}


def text_of(items: Iterable[PlanItem]) -> str:
    """Digest (64 hex characters) of what somebody reads there: another word, owner or day makes another text."""
    read = sorted(
        (item.key, item.kind, item.owner, item.starts_on.isoformat(), item.ends_on.isoformat(), item.content)
        for item in items
    )
    return hashlib.sha256(json.dumps(read, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def say(
    session: Session, grant: Grant, subject: str, answer: str, words: str = "", *, text: str | None = None
) -> Explained:
    """Store whether the text explained itself. "Partly" and "no" bring it to the worklist; "clear" takes it off.

    ``text``: digest of what was on the page; ``Conflict`` when it has changed since. ``NotFound`` for what is not
    asked about, ``Invalid`` for another answer. The same answer again is stored once.
    """
    grant.must(Permission.ASK)
    words = clean(words)
    if answer not in ANSWERS:
        raise Invalid(fields={"answer": _l("Pick one of the three answers.")})
    if problem := too_long(words):
        raise Invalid(fields={"words": problem})
    versions.plan_of(session, grant)
    version = versions.newest(session, grant)
    number = version.number if version else 0
    asked = subjects(versions.items_of(session, grant, [number]).get(number, []))
    if subject not in asked:
        raise NotFound()
    if not any(grant.may(Permission.ASK, item.kind) for item in asked[subject]):
        raise Forbidden()
    now = text_of(asked[subject])
    if text is not None and text != now:
        raise Conflict(_l("This text has changed since you opened the page. Please read it again."), mine=words)
    rows = [row for row in _rows(session, grant) if row.subject == subject]
    mine = [row for row in rows if row.actor_id == grant.actor_id]
    if mine and (mine[-1].text, mine[-1].answer, mine[-1].words) == (now, answer, words):
        return mine[-1]
    row = Explained(
        patient_id=grant.patient_id,
        number=number,
        subject=subject,
        text=now,
        answer=answer,
        words=words,
        actor_id=grant.actor_id,
        capacity=grant.capacity,
        at=versions.later_than(rows[-1].at if rows else None),
    )
    session.add(row)
    session.flush()
    audit.record(session, grant, "say how clear", "explained", row.id)
    if _counts([*rows, row]) is row:  # a helper's word beside the person's own changes nothing for the team
        _tell_the_team(session, grant, subject, asked[subject], row)
    return row


def of(session: Session, grant: Grant, items: Iterable[PlanItem]) -> dict[str, Explained]:
    """The answer that counts for each text as it is now, by subject. An answer to an earlier text is not among them.

    The newest of the person; where they said nothing, the newest of a helper. One statement.
    """
    grant.must(Permission.SEE_PLAN)
    texts = {subject: text_of(lines) for subject, lines in subjects(items).items()}
    rows: dict[str, list[Explained]] = {}
    for row in _rows(session, grant):
        if texts.get(row.subject) == row.text:
            rows.setdefault(row.subject, []).append(row)
    return {subject: counts for subject, each in rows.items() if (counts := _counts(each))}


def unclear(answers: Mapping[str, Explained]) -> dict[str, Explained]:
    """Those of :func:`of` that were called partly or not clear, parts in the order of reading, then lines."""
    found = {subject: row for subject, row in answers.items() if row.answer in UNCLEAR}
    order = [*SECTIONS, *(subject for subject in found if subject not in SECTIONS)]
    return {subject: found[subject] for subject in order if subject in found}


def unclear_now(session: Session, grant: Grant) -> list[str]:
    """Names of the parts, then keys of the lines, whose text as it is now was called partly or not clear.

    For keeping with an answer to some other line, so nothing about private lines is among them.
    """
    version = versions.newest(session, grant)
    items = versions.items_of(session, grant, [version.number])[version.number] if version else []
    return list(unclear(of(session, grant, [item for item in items if not KINDS[item.kind].is_private])))


def _rows(session: Session, grant: Grant) -> list[Explained]:
    query = records.of(session, grant, Explained).order_by(Explained.at, Explained.id)
    return list(session.scalars(query))


def _counts(rows: list[Explained]) -> Explained | None:
    own = [row for row in rows if row.capacity != Capacity.PROXY]
    counting = own or rows
    return counting[-1] if counting else None


def _is_ours(item: PlanItem) -> bool:
    """Whether the line says more than somebody's own words."""
    kind = KINDS[item.kind]
    own = set(kind.own_words(item.content).values())
    team = [value for _name, value in kind.lines(item.content) if value and value not in own]
    return not kind.own or bool(team) or bool(item.content.get("team_line"))


def _tell_the_team(session: Session, grant: Grant, subject: str, lines: list[PlanItem], counts: Explained) -> None:
    from app.care import concerns

    if counts.answer not in UNCLEAR:
        concerns.close_concern_for(session, grant, RULE, subject, outcome="clear")
        return
    private = any(KINDS[line.kind].is_private for line in lines)
    why = {"answer": counts.answer, "words": "" if private else counts.words[:200]}
    if subject in SECTIONS:
        why["section"] = subject
    else:
        why |= {"title": KINDS[lines[0].kind].title_outside(lines[0].content), "key": subject}
    concerns.raise_concern(session, grant, rule=RULE, subject=subject, why=why)

"""What an answer was and what it stood on, in words: the receipt on the screen, on paper and as a plain text file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from app.access import records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.plan.counting import TAKEN_BACK
from app.care.plan.decisions import ANSWERS
from app.care.plan.how_answered import DEVICES, FORMATS
from app.care.plan.kinds import KINDS
from app.care.plan.reading import PlanView
from app.care.plan.sections import SECTIONS
from app.care.plan.who import People
from app.i18n import LANGUAGES, _, format_moment, ngettext
from app.models import Decision, ItemNote, PlanItem


def one(session: Session, grant: Grant, decision_id: str) -> tuple[Decision, PlanItem]:
    """One answer and the line as it was then. Raises ``NotFound``."""
    grant.must(Permission.SEE_PLAN)
    decision = records.one(session, grant, Decision, decision_id)
    query = records.of(session, grant, PlanItem).where(
        PlanItem.key == decision.key, PlanItem.number == decision.number
    )
    return decision, session.scalars(query).one()


def answer(decision: Decision) -> str:
    """The answer itself; taken back, it says so."""
    return _("Taken back") if decision.answer == TAKEN_BACK else str(ANSWERS[decision.answer])


def facts(decision: Decision, people: People) -> list[tuple[str, str]]:
    """Names and values: who said what when, to which version, how it was shown, who helped, what was unclear."""
    asked = len(decision.open_questions)
    waiting = ngettext("%(n)s question waited for its answer", "%(n)s questions waited for their answer", asked)
    return [
        (_("Answer"), answer(decision)),
        (_("From"), people.by(decision.actor_id, decision.capacity)),
        (_("When"), format_moment(decision.at)),
        (_("Version"), str(decision.number)),
        (_("Language"), str(LANGUAGES.get(decision.language, decision.language))),
        (_("How it was read"), str(FORMATS.get(decision.shown_as, decision.shown_as))),
        (_("Device"), str(DEVICES.get(decision.device, _("not known")))),
        (_("Help with it"), help_with(decision)),
        (_("Not clear then"), not_clear(decision, people) or _("Nothing was marked")),
        (_("Questions then"), waiting if asked else _("None was waiting")),
    ]


def not_clear(decision: Decision, people: People) -> str:
    """Which texts were called not clear when this was answered: parts by name, this line, how many other lines.

    The number is for the person alone: nobody else learns from it that there is a line which they do not see.
    """
    said = [str(SECTIONS[name].title) for name in decision.unclear if name in SECTIONS]
    lines = [name for name in decision.unclear if name not in SECTIONS]
    said += [_("This line")] if decision.key in lines else []
    if people.is_self and (others := len(lines) - (decision.key in lines)):
        said.append(ngettext("%(n)s other line", "%(n)s other lines", others))
    return ", ".join(said)


def text_number(decision: Decision) -> str:
    """The first letters of the digest of the words that were answered: the same words have the same number."""
    return decision.substance[:12]


def help_with(decision: Decision) -> str:
    """Who took part besides the person, as they said it."""
    if decision.capacity == Capacity.PROXY:
        return _("A helper answered")
    said = [decision.helper or _("Somebody helped")] if decision.helped else []
    said += [_("Somebody of the practice was there")] if decision.with_team else []
    return ", ".join(said) or _("Nobody was named")


def as_text(
    view: PlanView, people: People, head: Iterable[str], notes: Mapping[str, list[ItemNote]] | None = None
) -> str:
    """Every answer that counts, line by line, with what it stood on and the notes beside it: plain text to keep."""
    parts = ["\n".join(head)]
    for line in view.items:
        rows = [KINDS[line.item.kind].title(line.item.content)]
        beside = [
            _("Note from %(name)s: %(words)s", name=people.by(note.actor_id, note.capacity), words=note.words)
            for note in (notes or {}).get(line.key, [])
        ]
        if line.decision is None or line.answer is None:
            parts.append("\n".join([*rows, _("No answer."), *beside]))
            continue
        rows += [f"{name}: {value}" for name, value in facts(line.decision, people)]
        rows += [_("Number of the text: %(number)s", number=text_number(line.decision))]
        rows += [_("In these words: %(words)s", words=line.decision.words)] if line.decision.words else []
        rows += [_("The words of the line have changed since.")] if line.changed_since is not None else []
        if line.beside is not None:
            by = people.by(line.beside.actor_id, line.beside.capacity)
            rows.append(_("Beside it, from %(name)s: %(answer)s", name=by, answer=answer(line.beside)))
        parts.append("\n".join([*rows, *beside]))
    return "\n\n".join(parts) + "\n"

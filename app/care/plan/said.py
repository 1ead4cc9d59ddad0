"""What was answered, changed or suggested, as whole sentences for the reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.access.grants import Capacity
from app.care.plan import reasons
from app.care.plan.kinds import KINDS
from app.care.plan.kinds.zone_parts import hours_words
from app.care.plan.questions import is_late
from app.care.plan.reading import ItemView, PlanView
from app.care.plan.sections import PATIENT, SECTIONS
from app.care.plan.who import People
from app.i18n import _, format_day, format_moment
from app.models import Decision, ItemChange, PlanItem, Question


def answer(line: ItemView, people: People) -> str:
    """What the person said to this line, or that they can say it whenever they like."""
    if line.decision is None or line.answer is None:
        return _("You can answer this whenever you like.") if people.is_self else _("No answer to this yet.")
    name = people.patient.preferred_name
    day = format_day(line.decision.answered_on or line.decision.at)
    if line.changed_since is not None:
        if people.is_self:
            return _("This has changed since your answer on %(day)s.", day=day)
        return _("This has changed since %(name)s answered on %(day)s.", name=name, day=day)
    if line.decision.capacity == Capacity.PROXY:
        return _by_helper(line.decision, people)
    own = {
        "yes": _("You said yes on %(day)s."),
        "not_now": _("You said not now on %(day)s."),
        "no": _("You said no on %(day)s."),
        "talk": _("You said on %(day)s that you would like to talk about this."),
    }
    other = {
        "yes": _("%(name)s said yes on %(day)s."),
        "not_now": _("%(name)s said not now on %(day)s."),
        "no": _("%(name)s said no on %(day)s."),
        "talk": _("%(name)s said on %(day)s: let’s talk about this."),
    }
    sentence = (own if people.is_self else other)[line.answer] % {"name": name, "day": day}
    if line.decision.capacity != Capacity.PAPER:
        return sentence
    return f"{sentence} {_('It was on paper, entered by %(name)s.', name=people.name(line.decision.actor_id))}"


def beside(line: ItemView, people: People) -> str:
    """A helper's answer beside the person's own, which counts."""
    if line.beside is None:
        return ""
    words = _by_helper(line.beside, people)
    if people.is_self:
        return _("%(said)s Your own answer counts.", said=words)
    return _("%(said)s The answer of %(name)s counts.", said=words, name=people.patient.preferred_name)


def _by_helper(decision: Decision, people: People) -> str:
    """What a helper answered, with both names, also when the helper reads it."""
    words = {
        "yes": _("%(who)s: yes, on %(day)s."),
        "not_now": _("%(who)s: not now, on %(day)s."),
        "no": _("%(who)s: no, on %(day)s."),
        "talk": _("%(who)s: let’s talk about this, on %(day)s."),
    }
    facts = {"who": people.by(decision.actor_id, decision.capacity), "day": format_day(decision.at)}
    return words[decision.answer] % facts


def since_what(line: ItemView, people: People) -> str:
    """The tag over old and new: since which answer it changed."""
    if not people.is_self:
        return _("Changed since the last answer")
    return _("Changed since your yes") if line.answer == "yes" else _("Changed since your answer")


def answer_icon(line: ItemView) -> str:
    """The shape that goes with the answer."""
    if line.answer is None:
        return "plan"
    if line.changed_since is not None:
        return "change"
    return {"yes": "check", "not_now": "wait", "no": "cross", "talk": "talk"}[line.answer]


def state(change: ItemChange, by_reader: bool) -> str:
    """What became of a suggestion."""
    if change.state == "applied" and change.applied_number is not None:
        return _("In the plan since version %(number)s.", number=change.applied_number)
    words = {
        "open": _("Your team has not answered yet."),
        "draft": _("Your team took this up. It comes with the next version."),
        "applied": _("Your team took this up. It comes with the next version."),
        "declined": _("Your team did not take this up."),
        "withdrawn": _("You took this back.") if by_reader else _("Taken back."),
    }
    return words[change.state]


def text(item: PlanItem, people: People) -> str:
    """A line as plain text with who and from when until when, to stand beside another."""
    return "\n".join([KINDS[item.kind].title(item.content), *_named(facts(item, people))])


def facts(item: PlanItem, people: People) -> list[tuple[str, str]]:
    """Names and values of a line, with who does it and from when until when."""
    kind = KINDS[item.kind]
    found = kind.lines(item.content)
    if item.owner != PATIENT and not (item.content.get("days") or item.content.get("every")):
        found = [pair for pair in found if pair[0] != _("Which days")]  # "every day" is for a person's own days
    if kind.is_to_do:
        days = _("%(first)s to %(last)s", first=format_day(item.starts_on), last=format_day(item.ends_on))
        found += [(_("Who"), people.owner(item.owner)), (_("Dates"), days)]
    elif kind.is_dated:
        found.append((_("By when"), format_day(item.ends_on)))
    return [(name, value) for name, value in found if value]


def difference(before: PlanItem, now: PlanItem, people: People) -> tuple[str, str]:
    """Both texts, each with its title and only the facts that differ: what to look at, old beside new."""
    old, new = facts(before, people), facts(now, people)
    old_text = [KINDS[before.kind].title(before.content), *_named(pair for pair in old if pair not in new)]
    new_text = [KINDS[now.kind].title(now.content), *_named(pair for pair in new if pair not in old)]
    return "\n".join(old_text), "\n".join(new_text)


def _named(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [f"{name}: {value}" for name, value in pairs]


def why(line: ItemView) -> str:
    """The reason for a change from the short list, as a sentence; empty when nobody gave one."""
    return reasons.words(line.item.reason_code)


def changed_by(line: ItemView, view: PlanView, people: People) -> str:
    """Who changed the line, who offered it, and when."""
    assert view.version is not None
    name, day = people.name(view.version.offered_by_id), format_day(view.version.offered_at)
    changed_by = line.item.changed_by_id
    if changed_by is not None and changed_by != view.version.offered_by_id:
        author = people.name(changed_by)
        return _(
            "Changed by %(author)s. In the version from %(name)s, on %(day)s.", author=author, name=name, day=day
        )
    return _("In the version from %(name)s, on %(day)s.", name=name, day=day)


def section_title(line: ItemView) -> str:
    """The part of the plan where the line stands."""
    return str(SECTIONS[line.section].title)


def serving(line: ItemView, view: PlanView) -> list[ItemView]:
    """What the line is for: the lines that it points to."""
    wanted = line.kind.linked(line.content)
    return [other for other in view.items if other.key in wanted]


def served_by(line: ItemView, view: PlanView) -> list[ItemView]:
    """Lines that point to this one, without the ways round, which have a place of their own."""
    return [
        other for other in view.items
        if other.item.kind != "coping_strategy" and line.key in other.kind.linked(other.content)
    ]  # fmt: skip


def messages(question: Question, people: People) -> list[tuple[str, str, bool]]:
    """A question and its answer: who and when, the words, whether the reader said it."""
    asked = _(
        "%(name)s, %(when)s", name=people.by(question.asked_by_id, question.capacity),
        when=format_moment(question.asked_at),
    )  # fmt: skip
    found = [(asked, question.words, question.asked_by_id == people.reader_id)]
    if question.answered_at is not None:
        name = people.name(question.answered_by_id)
        answered = _("%(name)s, %(when)s", name=name, when=format_moment(question.answered_at))
        found.append((answered, question.answer, False))
    return found


def waits(question: Question, people: People) -> str | None:
    """Who answers until when; None once it is answered. A promise that passed is said as it is."""
    if not question.waits:
        return None
    name, day = people.name(question.owner_id), format_day(question.promised_by)
    if is_late(question):
        return _("We promised an answer by %(day)s. We are late. You can ring us.", day=day)
    return _("%(name)s answers by %(day)s.", name=name, day=day)


def wish(change: ItemChange) -> str:
    """What a suggestion asks for, with the kind of line."""
    kind = str(KINDS[change.kind].words)
    if change.action == "add":
        return _("To add: %(kind)s", kind=kind)
    if change.action == "remove":
        return _("To take out: %(kind)s", kind=kind)
    return _("To change: %(kind)s", kind=kind)


def suggested(change: ItemChange) -> str:
    """The suggestion in words: the person's own where there are such, else all of it."""
    kind = KINDS[change.kind]
    if change.action == "remove":
        return kind.title(change.content)
    own = {} if kind.is_titled else kind.own_words(change.content)
    return "\n".join(own.values()) if own else kind.as_text(change.content)


def suggest_words(kind: str) -> str:
    """What the button and the page for suggesting this kind say."""
    return {
        "what_matters": _("Something that matters to me"),
        "circumstance": _("Something about my life"),
        "strength": _("Something that goes well"),
        "problem": _("Something that troubles me"),
        "goal": _("A goal of my own"),
        "activity": _("Something I will do"),
        "coping_strategy": _("A way round, if things get in the way"),
        "advance_wish": _("A wish for later"),
        "community_resource": _("Help that I would like, or that I know of"),
    }[kind]


def hours(row: Mapping[str, Any]) -> str:
    """On which days and at which hours a number answers."""
    return hours_words(row)

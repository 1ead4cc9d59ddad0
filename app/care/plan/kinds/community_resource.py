"""A service or a person nearby that lends a hand: food, a ride, company, help with money. A full line of the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.care.plan.kinds import effort
from app.care.plan.kinds.activity import MOST
from app.care.plan.kinds.fields import SHORT, Fields
from app.care.plan.kinds.kind import Content, Kind
from app.i18n import _, format_number
from app.i18n import lazy_gettext as _l

NEEDS = {
    "food": _l("Food"),
    "transport": _l("Getting there"),
    "money": _l("Money"),
    "home": _l("Home"),
    "company": _l("Company"),
    "work": _l("Work or learning"),
    "at_home": _l("Help at home"),
    "caring": _l("Help for who cares for somebody"),
    "moving": _l("Moving and sport"),
    "other": _l("Something else"),
}
STATES = {
    "idea": _l("An idea"),
    "asked": _l("Asked, waiting for an answer"),
    "starts": _l("It is set up"),
    "going": _l("It is going on"),
    "ended": _l("It has ended"),
    "did_not_work": _l("It did not work out"),
}


@dataclass(frozen=True)
class CommunityResource:
    """``service_id`` names the directory's entry it was taken from, if any; ``why`` is the person's own words.

    ``cost_amount`` is for a month; the numbers of kinds/effort.py are for the person's own time.
    """

    what: str
    need: str
    why: str
    state: str
    phone: str
    place: str
    hours: str
    cost: str
    cost_amount: int | float | None
    times_a_week: int | None
    minutes: int | None
    travel_minutes: int | None
    language: str
    for_whom: str
    service_id: str
    goal_key: str
    not_linked: str


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` when nobody would know what it is."""
    fields = Fields(raw)
    return fields.done(
        CommunityResource(
            what=fields.text("what", SHORT, missing=_l("Write what it is or what it is called.")),
            need=fields.one_of("need", NEEDS, "other"),
            why=fields.text("why"),
            state=fields.one_of("state", STATES, "idea"),
            phone=fields.text("phone", 40),
            place=fields.text("place", SHORT * 2),
            hours=fields.text("hours", SHORT),
            cost=fields.text("cost", SHORT),
            cost_amount=fields.amount("cost_amount", 0, MOST, _l("Write the cost as a number, or leave it empty.")),
            **effort.read(fields),
            language=fields.text("language", SHORT),
            for_whom=fields.text("for_whom", SHORT * 2),
            service_id=fields.key("service_id"),
            goal_key=fields.key("goal_key"),
            not_linked=fields.text("not_linked"),
        )
    )


def title(content: Content) -> str:
    """What it is called."""
    return str(content.get("what", ""))


def lines(content: Content) -> list[tuple[str, str]]:
    """What for, how far it is, and how to get there."""
    return [
        (_("What for"), str(NEEDS.get(content.get("need", ""), ""))),
        (_("Why"), content.get("why", "")),
        (_("Not tied to a goal, because"), content.get("not_linked", "")),
        (_("How far it is"), str(STATES.get(content.get("state", ""), ""))),
        (_("Phone"), content.get("phone", "")),
        (_("Where"), content.get("place", "")),
        (_("When it is open"), content.get("hours", "")),
        (_("Cost"), content.get("cost", "")),
        (_("Cost in a month"), "" if content.get("cost_amount") is None else format_number(content["cost_amount"])),
        *effort.lines(content),
        (_("Languages"), content.get("language", "")),
        (_("Who can use it"), content.get("for_whom", "")),
    ]


KIND = Kind(
    "community_resource", _l("Help nearby"), "people", parse, title, lines,
    ("what", "need", "state", "cost"), "around_me", own=("why",), is_to_do=True,
    once_said=("times_a_week", "minutes", "cost_amount"),
    links={"goal_key": ("goal",)}, choices={"needs": NEEDS, "states": STATES},
)  # fmt: skip

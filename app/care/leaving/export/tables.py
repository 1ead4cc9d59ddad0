"""What is in the file, table by table, and what is not, with the reason. A test fails for a table in neither list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.access.permissions import Permission as P
from app.i18n import lazy_gettext as _l

PLAN, ANSWERS, LOG = "plan", "answers", "log"
"""Sections that are written in a way of their own, not row by row."""


@dataclass(frozen=True)
class Section:
    """A part of the page: its title, and its tables with what each is called."""

    name: str
    title: Any
    needs: P
    tables: tuple[tuple[str, Any], ...]


SECTIONS = (
    Section("you", _l("About you"), P.SEE_CONTACT, (("patient", _l("Name and telephone")),)),
    Section(
        PLAN,
        _l("Your plan, each version"),
        P.SEE_PLAN,
        (
            ("plan_version", _l("Versions")),
            ("plan_item", _l("Lines")),
            ("decision", _l("Your answers")),
            ("item_note", _l("Notes beside lines")),
        ),
    ),
    Section(
        "about_plan",
        _l("What was said about the plan"),
        P.SEE_PLAN,
        (
            ("question", _l("Questions and answers")),
            ("item_word", _l("Short words about a line")),
            ("explained", _l("Did we explain it well?")),
            ("confirmed", _l("Still right")),
            ("label_dispute", _l("Labels that you see differently")),
            ("responsibility", _l("Who takes it on")),
            ("not_theirs", _l("What somebody said is not theirs")),
            ("pulls_apart", _l("Lines that pull apart")),
            ("treatment_word", _l("What you said about treatments")),
            ("sureness", _l("How sure you are")),
            ("talk", _l("Talks")),
            ("item_change", _l("Changes and suggestions")),
            ("more_time", _l("More time to think")),
            ("soft_note", _l("Notes that we showed")),
            ("countersign", _l("A doctor looked the plan over")),
            ("plan_look", _l("The team looked and nothing had changed")),
            ("review", _l("Reviews")),
            ("delivered", _l("Was it kept?")),
            ("early_review", _l("Something big changed")),
            ("setting_change", _l("Hospital, new carer, moving")),
            ("step_done", _l("Steps of a list")),
            ("paper_page", _l("Pages on paper")),
            ("attachment", _l("Photos and files")),
            ("wish_talk", _l("Talking about wishes for later")),
            ("shown_to_helpers", _l("What helpers see")),
            ("plan_opened", _l("Who opened the plan")),
            ("part_opened", _l("Which part was opened")),
        ),
    ),
    Section(
        "days",
        _l("Your days"),
        P.SEE_PROGRESS,
        (
            ("progress_entry", _l("What you did")),
            ("measurement", _l("Readings")),
            ("goal_near", _l("How near")),
            ("personal_limit", _l("Your own limits")),
            ("person_rule_limit", _l("From when your team hears of it")),
            ("pause", _l("Pauses")),
            ("day_choice", _l("What is on your day")),
            ("day_order", _l("The order of your day")),
            ("goal_order", _l("What comes first")),
            ("starred", _l("Your star")),
            ("folded", _l("Folded away")),
            ("possible", _l("What a week can hold")),
            ("concern", _l("What your team looked into")),
            ("call_attempt", _l("Calls")),
        ),
    ),
    Section(
        ANSWERS,
        _l("Your answers to questions"),
        P.SEE_ANSWERS,
        (
            ("response", _l("Forms")),
            ("answer", _l("Answers")),
            ("receipt", _l("Who read them")),
        ),
    ),
    Section(
        "asked",
        _l("What you were asked"),
        P.SEE_ANSWERS,
        (
            ("assignment", _l("Questions that were sent")),
            ("assignment_rule", _l("Questions that come again")),
        ),
    ),
    Section(
        "facts",
        _l("What is known"),
        P.SEE_FACTS,
        (
            ("record_fact", _l("Conditions, allergies, medicines, tests, letters")),
            ("fact_statement", _l("What you said about it")),
        ),
    ),
    Section(
        "visits",
        _l("Visits, tests, referrals"),
        P.SEE_PLAN,
        (
            ("arrangement", _l("Arranged")),
            ("arrangement_step", _l("What happened with it")),
        ),
    ),
    Section(
        "people",
        _l("Your people"),
        P.SEE_PEOPLE,
        (
            ("care_team_member", _l("Team")),
            ("proxy_grant", _l("Helpers, and what was agreed")),
            ("proxy_basis", _l("On what deciding rests")),
            ("invitation", _l("Codes to come in")),
            ("unlock", _l("Who opened private lines, and why")),
            ("proxy_change", _l("What was agreed when")),
            ("set_right", _l("Written for the wrong person, and put right")),
            ("guest_pass", _l("Guests, and what they may see")),
            ("guest_visit", _l("When guests looked")),
            ("guest_word", _l("What guests wrote back")),
            ("emergency_card", _l("Your emergency card")),
            ("emergency_code", _l("Codes for your emergency card")),
            ("broken_glass", _l("Who looked in an emergency, and why")),
            ("access_card", _l("Printed cards to come in")),
            ("recovery", _l("New ways in that we gave")),
            ("not_right", _l("What you said was not right")),
            ("departure", _l("Stopped taking part")),
            ("erasure", _l("Asked to be erased")),
        ),
    ),
    Section(
        "reminders",
        _l("Reminders"),
        P.OWN_DETAILS,
        (
            ("reminder_setting", _l("Your choices")),
            ("reminder_snooze", _l("Put off")),
            ("reminder", _l("Reminders")),
            ("mail", _l("E-mails")),
        ),
    ),
    Section(
        "confided",
        _l("Said in confidence"),
        P.OWN_VOICE,
        (
            ("pushed_report", _l("I felt pushed")),
            ("alone_check", _l("Is this what you want?")),
        ),
    ),
    Section(LOG, _l("Who looked, and who did what"), P.SEE_LOG, (("audit_event", _l("Day by day")),)),
)

LEFT_OUT = {
    "safety_talk": "what was asked alone about pressure and safety: the file may be read by whoever was asked about",
    "withheld": "what the team keeps from a helper for the person's safety: the file may be read by that helper",
    "care_plan": "only the number of the newest version, which is in the page",
    "attachment_data": "the photo or file itself: it lies beside the page, in the folder files",
    "delivery": "how a reminder went over the network: the reminder itself says when it was sent",
}
"""Tables with a person's id that the page does not show, and why."""

ON_THE_WORD_OF = {"talk": ("person", "helpers")}
"""Notes that the team did not share are the team's own: a person reads those that were shared with them."""

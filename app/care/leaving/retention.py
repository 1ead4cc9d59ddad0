"""How long each table is kept, after what, why, and what becomes of it when somebody has their record erased.

All of it is data: the job that forgets (`forgetting`), the erasing (`erase`) and the data map read it, and a test
fails for a table that is not named here. To add a table, add a line.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Goes(StrEnum):
    """What becomes of somebody's rows when they have their record erased."""

    AT_ONCE = "at once"  # no law asks for it: gone on the day, also when the record is sealed
    WITH_RECORD = "with the record"  # part of the medical record: gone with it, at once or after the years
    STAYS = "stays"  # nothing in it says anything about a person who is gone
    NOBODYS = "nobody's"  # not about one person at all


RECORD = "part of the medical record"
LAW = "professional and civil law: as long as HANDRAIL_KEEP_YEARS says, ten years if nobody changes it"
CONSENT = "consent: the person's own way of using this, which no law asks us to keep"
SAFETY = "security of the service"
SERVICE = "running the service; nobody's data"


@dataclass(frozen=True)
class Rule:
    """``keeps`` after the moment in the column ``after``; no ``keeps``: as long as the record, or the service."""

    why: str
    ground: str
    goes: Goes
    keeps: timedelta | None = None
    after: str = ""

    @property
    def how_long(self) -> str:
        """In words, for the data map."""
        if self.keeps is not None:
            return f"{self.keeps.days or 'less than 2'} days after {self.after}"
        return "as long as the service" if self.goes in (Goes.NOBODYS, Goes.STAYS) else "as long as the record"


def _record(why: str = RECORD) -> Rule:
    return Rule(why, LAW, Goes.WITH_RECORD)


def _own(why: str, days: int = 0, after: str = "") -> Rule:
    return Rule(why, CONSENT, Goes.AT_ONCE, timedelta(days=days) if days else None, after)


def _service(why: str) -> Rule:
    return Rule(why, SERVICE, Goes.NOBODYS)


RULES: dict[str, Rule] = {
    # who somebody is, and who may see what
    "patient": _record("whose record it is: name, birth date, telephone"),
    "account": Rule(
        "signing in; emptied when no record needs the name any more", "contract with whoever signs in", Goes.STAYS
    ),
    "care_team_member": _record("who looked after the person, since when and until when"),
    "proxy_grant": _own("what a helper may do; ends with the person's word"),
    "proxy_basis": _own("on what a helper's deciding rests; there is none without the helper"),
    "invitation": _own("that a code was made, by whom; the code itself is never stored", 365, "expires_at"),
    "login_session": Rule(
        "which devices are signed in; ended ones show when a stranger was there", SAFETY, Goes.AT_ONCE,
        timedelta(days=180), "expires_at",
    ),
    "sign_in_link": Rule("a way in for the demo", SAFETY, Goes.AT_ONCE, timedelta(days=1), "expires_at"),
    "proxy_change": _own("each step of what was agreed with a helper"),
    "withheld": _own("what the team kept from a helper for the person's safety, and why"),
    "safety_talk": _record("what the person said alone about pressure and safety"),
    "set_right": _own("that something was moved which a helper wrote for the wrong person"),
    "not_right": _record("that the person said a line of the log was not right, and what came of it"),
    "broken_glass": Rule(
        "who looked without being on the team, and why; the person reads it", SAFETY, Goes.WITH_RECORD
    ),
    "guest_pass": _own("which lines a guest may see, and until when"),
    "guest_visit": _own("when a guest looked"),
    "guest_word": _own("a line that a guest wrote back; taken up, it is a line or a suggestion of the plan"),
    "emergency_card": _own("what the person chose for an emergency"),
    "emergency_code": _own("when a code for the card was made and used", 1095, "expires_at"),
    "passkey": _own("a key that lets somebody in; its public half"),
    "totp": _own("the second step of staff; sealed"),
    "recovery_code": _own("codes on paper for the second step; digests"),
    "ceremony": Rule("a question to a device, for minutes", SAFETY, Goes.NOBODYS, timedelta(minutes=1), "expires_at"),
    "half_sign_in": Rule("between two steps of a sign-in", SAFETY, Goes.AT_ONCE, timedelta(minutes=1), "expires_at"),
    "access_card": _own("a printed card that lets somebody in; a digest", 365, "expires_at"),
    "way_back": _own("a code for somebody who lost their way in; a digest"),
    "recovery": _own("who gave whom a new way in, and what was checked"),
    "unlock": Rule(
        "why somebody of the team opened private lines; the person reads it", SAFETY, Goes.AT_ONCE,
        timedelta(days=1095), "until",
    ),
    "throttle": Rule("tries at a door, by a digest", SAFETY, Goes.NOBODYS, timedelta(days=1), "last_at"),
    "audit_event": Rule(
        "who saw and did what: ids alone, never words or names, so it says nothing of who is gone", SAFETY, Goes.STAYS
    ),
    "audit_seal": Rule("proof that nobody changed the log", SAFETY, Goes.NOBODYS),
    # the plan
    "care_plan": _record(),
    "plan_version": _record(),
    "plan_item": _record(),
    "item_change": _record("how a line came about; drafts that were never offered go at once"),
    "decision": _record("what the person answered to each line"),
    "item_note": _record("words beside a line"),
    "item_word": _record("what the person said of a line"),
    "label_dispute": _record("that the person sees a label differently"),
    "confirmed": _record("that a fact in the plan was still right"),
    "explained": _record("whether it was explained well"),
    "question": _record("what was asked about a line, and the answer"),
    "responsibility": _record("who takes on what"),
    "countersign": _record("that a physician looked the plan over"),
    "talk": _record("what was spoken about"),
    "review": _record("that the plan was gone through"),
    "delivered": _record("whether what was promised took place"),
    "early_review": _record("that something big changed"),
    "step_done": _record("steps of a list before a hospital or a move"),
    "setting_change": _record("hospital, new carer, moving"),
    "paper_page": _record("a page that came in on paper"),
    "attachment": _record("what a photo or file shows"),
    "attachment_data": _record("the photo or file itself"),
    "plan_look": _record("that somebody looked and nothing had changed"),
    "treatment_word": _record("what the person said of a treatment"),
    "pulls_apart": _record("that two lines pull apart"),
    "more_time": _own("that the person wanted more time"),
    "soft_note": _own("that one soft note was shown"),
    "plan_opened": _own("that the plan was opened"),
    "part_opened": _own("that a part of the plan was opened"),
    "day_choice": _own("what the person put on their day"),
    "day_order": _own("the order of a day"),
    "goal_order": _own("what comes first"),
    "starred": _own("the one star"),
    "folded": _own("what the person folded away"),
    "not_theirs": _own("what somebody said is not theirs to do"),
    "possible": _own("what a week can hold"),
    "sureness": _record("how sure the person was"),
    "shown_to_helpers": _own("which private lines helpers see"),
    "wish_talk": _record("whether the person wanted to talk about wishes for later"),
    # what happened
    "progress_entry": _record("what was done and what got in the way"),
    "measurement": _record("readings"),
    "personal_limit": _record("limits set for this person's readings"),
    "person_rule_limit": _record("from when the team hears of this person"),
    "goal_near": _record("how near a goal is"),
    "pause": _own("that the plan was paused"),
    "concern": _record("what the team looked into, and what came of it"),
    "call_attempt": _record("that somebody rang"),
    # questions and answers
    "assignment": _record("which questions were sent, and why"),
    "assignment_rule": _record("which questions are asked again and again"),
    "response": _record("a form that was filled in"),
    "answer": _record("each answer"),
    "receipt": _record("who read the answers, and what they would do"),
    "alone_check": _own("what the person said alone"),
    "pushed_report": _own("what the person said in confidence"),
    # facts, visits
    "record_fact": _record("diagnoses, allergies, medicines, tests, letters"),
    "fact_statement": _record("what the person says of a fact"),
    "arrangement": _record("visits, tests, referrals"),
    "arrangement_step": _record("what happened with a visit or a test"),
    # reminders and devices
    "push_subscription": _own("which browser gets reminders; its address is sealed"),
    "removed_device": Rule(
        "so that a browser that was removed does not come back by itself; a digest", SAFETY, Goes.NOBODYS,
        timedelta(days=730), "removed_at",
    ),
    "reminder_setting": _own("which reminders, and when"),
    "reminder_snooze": _own("that a reminder was put off", 60, "until"),
    "reminder": _own("reminders of each day; those that come once stay, so that they come once", 60, "due_at"),
    "delivery": _own("that a reminder was sent and shown; goes with its reminder"),
    "mail_address": _own("where one e-mail may go; sealed"),
    "mail": _own("that an e-mail was sent, so that it comes once", 365, "created_at"),
    # leaving
    "departure": _record("since when the person takes part no longer"),
    "erasure": _record("that the person asked to be erased, and until when the law keeps the record"),
    "erasure_receipt": Rule(
        "proof that something was erased; leads to nobody", "accountability", Goes.NOBODYS, timedelta(days=3652),
        "erased_on",
    ),
    # the same for everybody
    "questionnaire": _service("a published form"),
    "burden_list": _service("a published list"),
    "practice_rule_limit": _service("from when on the team hears of something"),
    "practice_reading_limit": _service("the practice's own limits"),
    "local_service": _service("a service nearby"),
    "known_chances": _service("numbers about treatments"),
    "absence": _service("days on which somebody of the practice is away"),
}  # fmt: skip

OF_AN_ACCOUNT = (
    "push_subscription", "login_session", "mail_address", "sign_in_link", "passkey", "totp", "recovery_code",
    "ceremony", "half_sign_in", "way_back",
)  # fmt: skip
"""Tables of somebody who signs in, without a person's id, in the order in which rows can go."""

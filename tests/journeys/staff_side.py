"""The nurse's steps of the loop, as she does them on her laptop."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.journeys.walker import Walker
from tests.journeys.words import OWN_WORDS


def invite(ines: Walker) -> str:
    ines.presses("Patients")
    ines.presses("Add a person")
    ines.types("Full name", "Maria Delgado")
    ines.types("The name they want to be called", "Mari")
    ines.types("Day", "4")
    ines.types("Month", "5")
    ines.types("Year", "1948")
    ines.presses("Add this person")
    ines.reads("Maria Delgado")
    ines.presses("Make a code")
    ines.reads("Your way in, Maria Delgado")
    assert ines.page.locator("svg[role=img], .square svg, .ways svg").count() >= 1, "the sheet has no square to scan"
    return ines.page.locator(".big-code").inner_text()


def send_questions(ines: Walker) -> str:
    ines.presses("Patients")
    ines.presses("Maria Delgado")
    record = ines.page.url.removeprefix(ines.home).rstrip("/")
    ines.presses("Answers")
    ines.presses("Send questions")
    options = ines.page.get_by_label("Which questions").locator("option")
    ines.chooses("Which questions", next(o for o in options.all_inner_texts() if o.startswith("Before your visit")))
    ines.types("Why you ask", "So that we use the visit for what matters to you.")
    ines.presses("Send the questions")
    return record


def read_the_answers(ines: Walker, maria: Walker) -> None:
    ines.presses("Worklist")
    row = ines.page.locator("li, article, tr", has_text="Maria Delgado").filter(has_text="answers").first
    row.get_by_role("link").first.click()
    ines.page.wait_for_load_state()
    ines.page.locator("main a.button.main").click()
    ines.page.wait_for_load_state()
    if not ines.page.get_by_text(OWN_WORDS).count():
        ines.presses("Before your visit")
    ines._look()
    ines.reads(OWN_WORDS, "Would rather talk about this")
    ines.types("What you will do", "We talk about food and about your knee on Monday.")
    ines.presses("Tell Mari")
    maria.opens(maria.page.url)
    maria.reads("read the answers on", "We talk about food and about your knee on Monday.")


def draft_and_offer(ines: Walker, record: str) -> None:
    ines.opens(f"{record}/plan/edit")
    add(ines, "What matters", {"What matters, in the words of Mari": OWN_WORDS})
    add(ines, "Strength", {"A strength, in the words of Mari": "My neighbour walks with me."})
    add(ines, "Goal", {"The goal, in the words of Mari": "Climb the stairs of the town hall by myself."})
    add(
        ines,
        "Activity",
        {
            "What?": "Walk to the corner shop and back",
            "How much?": "15 minutes",
            "Next to what habit?": "after breakfast",
        },
        goal="Climb the stairs of the town hall by myself.",
        owner="Mari",
    )
    add(ines, "Activity", {"What?": "Order a knee support"}, owner="Ines")
    add(
        ines,
        "If things get in the way",
        {
            "If this happens …": "It rains",
            "… then I will …": "walk up and down the stairs three times, with the radio on",
        },
        activity="Walk to the corner shop and back",
        owner="Mari",
    )
    add(
        ines,
        "Follow-up",
        {"Who is in touch with Mari?": "Ines, your nurse", "When?": "Tuesday morning", "What about?": "Walking"},
        owner="Ines",
    )
    ines.presses("Offer the plan")
    ines.page.get_by_label("When do we look at the plan again?").fill("")
    ines.presses("Offer the plan")
    ines.page.locator(".error-summary").wait_for()
    ines.page.get_by_label("When do we look at the plan again?").fill(_day(180))
    ines.types("What is this version about?", "Your first plan, from what you told us.")
    ines.presses("Offer the plan")
    ines.reads("The plan is with Mari.")


def add(
    ines: Walker, kind: str, words: dict[str, str], *, goal: str = "", activity: str = "", owner: str = ""
) -> None:
    """One more line of the draft."""
    ines.page.locator("a.button, a", has_text=re.compile(rf"^\s*{kind}\s*$")).first.click()
    ines.page.wait_for_load_state()
    for label, text in words.items():
        ines.types(label, text)
    if goal:
        ines.chooses("Which goal does it serve?", goal)
    if activity:
        ines.chooses("For which activity?", activity)
    choice = ines.page.get_by_label("Who does it?")
    if choice.count():
        options = choice.locator("option").all_inner_texts()
        choice.select_option(label=next(o for o in options if o.startswith(owner)))
        ines.page.get_by_label("From", exact=True).fill(_day(0))
        ines.page.get_by_label("Until", exact=True).fill(_day(90))
    ines.presses("Save in the draft")
    ines.page.wait_for_load_state()
    if ines.page.locator(".error-summary").count():
        raise AssertionError(ines.page.locator(".error-summary").inner_text())
    if not ines.page.locator("a.button, a", has_text=re.compile(r"^\s*Follow-up\s*$")).count():
        ines.presses("All lines and more to add")


def _day(ahead: int) -> str:
    """A day as date fields want it, in the demo practice's zone by the server's rules: a browser may know others."""
    return (datetime.now(ZoneInfo("America/Edmonton")).date() + timedelta(days=ahead)).isoformat()


def answer_the_question(ines: Walker, maria: Walker) -> None:
    ines.opens("/team/questions")
    ines.presses("May I use my stick?")
    box = ines.page.locator("textarea").first
    box.fill("")
    ines.page.locator("form", has=box).get_by_role("button").first.click()
    ines.page.wait_for_load_state()
    ines.page.locator("textarea").first.fill("Yes. Use it whenever you like.")
    ines.page.locator("form", has=ines.page.locator("textarea")).get_by_role("button").first.click()
    ines.page.wait_for_load_state()
    maria.presses("Today")
    maria.reads("answered your question")
    maria.presses("My plan")
    maria.presses("What I will do")
    maria.presses("Walk to the corner shop and back")
    maria.reads("Yes. Use it whenever you like.")


def see_and_close(ines: Walker) -> None:
    """The high reading stands above the talk; a line closes only with what was done."""
    ines.presses("Worklist")
    lines = ines.page.locator("main li, main article, main tr").filter(has_text="Maria Delgado")
    texts = lines.all_inner_texts()
    high = next(n for n, text in enumerate(texts) if "184" in text)
    talk = next(n for n, text in enumerate(texts) if "talk" in text.lower())
    assert high < talk, "the more urgent band does not come first"
    lines.nth(high).get_by_role("link").first.click()
    ines.page.wait_for_load_state()
    ines._look()
    close_line(ines, "Rang Mari. She measured again: 142 over 84.")
    ines.reads("Worklist")
    assert not any("184" in text for text in lines.all_inner_texts())


def close_line(ines: Walker, done: str) -> None:
    """Without words the line stays open; with them it closes."""
    form = ines.page.locator("form[action$='/close']")
    form.get_by_role("radio").first.check()
    form.get_by_role("button").last.click()
    assert form.count(), "a line closed without a word of what was done"
    form.locator("textarea[name=done]").fill(done)
    by_phone = form.locator("input[name=told_how][value=phone]")
    if by_phone.count():
        by_phone.check()
    form.get_by_role("button").last.click()
    ines.page.wait_for_load_state()


def review_and_change(ines: Walker, maria: Walker, record: str) -> None:
    """The person says what came; the review opens on progress and promises; one of seven lines changes."""
    maria.opens(re.sub(r"(/patients/[^/]+)/.*", r"\1/review", maria.page.url))
    maria.presses("Order a knee support")
    maria.page.locator("main form").get_by_role("button").first.click()
    maria.page.wait_for_load_state()
    maria._look()
    ines.opens(f"{record}/review")
    ines.reads("How it went", "Walk to the corner shop and back", "Order a knee support")
    ines.opens(f"{record}/plan/edit")
    ines.presses("Walk to the corner shop and back")
    ines.types("What?", "Walk to the mailbox and back")
    ines.types("Why, for Mari to read", "The shop was too far in the rain.")
    ines.presses("Save in the draft")
    ines.opens(f"{record}/plan/offer")
    ines.reads("Mari will be asked about", "Walk to the mailbox and back")
    ines.presses("Offer the plan")
    ines.reads("The plan is with Mari.")

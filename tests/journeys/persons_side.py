"""The person's steps of the loop, as she does them on her phone."""

from __future__ import annotations

import re

from tests.journeys.walker import Walker
from tests.journeys.words import OWN_WORDS
from tests.support import live
from tests.support.push_service import PushService


def come_in(maria: Walker, code: str) -> None:
    maria.opens("/join")
    maria.types("Your code", "WRONG234")
    maria.presses("Go on")
    maria.reads("That code does not work.")
    maria.types("Your code", code.lower())
    maria.presses("Go on")
    maria.reads("Welcome, Mari")
    maria.presses("Stay signed in on this phone")
    maria.reads("You are signed in on this phone.", "Nothing for today yet")
    stranger = Walker(maria.page.context.browser.new_context(), maria.home)
    stranger.opens("/join")
    stranger.types("Your code", code)
    stranger.presses("Go on")
    stranger.reads("That code does not work.")


def prepare(maria: Walker) -> None:
    """Some answers, one skipped, one kept for talking; she stops in the middle and goes on where she stood."""
    maria.presses("Prepare")
    maria.reads("So that we use the visit for what matters to you.")
    maria.presses("Start")
    maria.reads("What matters most to you in your life now?")
    box = maria.page.locator("textarea").first
    box.fill(OWN_WORDS)
    maria.page.locator("[data-status]", has_text="Saved").wait_for()
    maria.presses("Next")
    maria.presses("Skip this question")
    maria.reads("What goes well with your health or your care?")
    maria.presses("Back")
    maria.reads("What does a good day look like for you?")
    maria.presses("Back")
    assert maria.page.locator("textarea").first.input_value() == OWN_WORDS
    maria.presses("Next")
    maria.presses("I would rather talk about this")
    stood_at = maria.page.locator("h1").inner_text()
    maria.presses("Stop here and go on later")
    maria.presses("Go on")
    assert maria.page.locator("h1").inner_text() == stood_at
    for _ in range(30):
        if maria.page.get_by_role("heading", name="Check your answers").count():
            break
        heading = maria.page.locator("h1").inner_text()
        if "food run out" in heading:
            maria.page.get_by_role("radio").first.check()
            maria.presses("Next")
        elif "How sure are you" in heading:
            maria.picks("4")
            maria.presses("Next")
        elif "talk about when we meet" in heading:
            maria.page.locator("textarea").first.fill("My knee on the stairs.")
            maria.presses("Next")
        elif maria.page.get_by_role("button", name="Skip this question").is_visible():
            maria.presses("Skip this question")
        else:
            maria.page.get_by_role("radio").or_(maria.page.get_by_role("checkbox")).first.check()
            maria.presses("Next")
    maria.reads("Check your answers", OWN_WORDS, "You would rather talk about this.")
    maria.presses("Send my answers")
    maria.reads("Thank you. The answers are sent.")
    maria.presses("Prepare")
    maria.reads("Nobody has read it yet.")


def decide_item_by_item(maria: Walker) -> None:
    """A yes, a no, a talk and a question; then the first activity goes on her day."""
    maria.presses("My plan")
    maria.reads("Your first plan, from what you told us.")
    maria.does_not_read("incomplete")
    maria.presses("What I will do")
    maria.presses("Walk to the corner shop and back")
    maria.reads("You do not have to decide today. Your care goes on whatever you answer.")
    maria.presses("Yes")
    maria.presses("Put this on my day")
    maria.reads("This is on your day.")
    maria.presses("Ask a question about this")
    maria.types("Your question", "May I use my stick?")
    maria.presses("Send my question")
    maria.reads("May I use my stick?")
    for section, line, answer in (
        ("My goals", "Climb the stairs of the town hall by myself.", "Let’s talk about it"),
        ("What my team will do", "Order a knee support", "No"),
    ):
        maria.presses("My plan")
        maria.presses(section)
        maria.presses(line)
        maria.presses(answer)
    maria.reads("No")


def be_reminded(maria: Walker, it: live.Live, service: PushService) -> None:
    """Asked only after a tap; the test reminder arrives, sealed, and holds no health word."""
    address = re.sub(r"(/patients/[^/]+)/.*", r"\1/reminders", maria.page.url)
    maria.opens(address)
    maria.presses("Turn on reminders here")
    maria.page.get_by_role("button", name="Send me a test").click()
    maria.page.wait_for_load_state()
    for _ in range(10):
        it.command("reminders", "send")
        if service.messages:
            break
        maria.page.wait_for_timeout(500)
    (message,) = service.messages[:1]
    assert "today" in message.text
    assert not re.search(r"walk|knee|pressure|plan|doctor|nurse|clinic", message.text.split('"navigate"')[0], re.I)
    assert service.faults == []


def live_it(maria: Walker) -> None:
    """Today, by keyboard alone where it matters: did it, undone, not this time, her own line, did it help."""
    maria.opens(re.sub(r"(/patients/[^/]+)/.*", r"\1/today", maria.page.url))
    maria.reads("Walk to the corner shop and back")
    button = maria.page.get_by_role("button", name="I did it")
    for _ in range(40):
        if button.evaluate("node => node === document.activeElement"):
            break
        maria.page.keyboard.press("Tab")
    else:
        raise AssertionError("“I did it” cannot be reached with the Tab key")
    outline = button.evaluate("node => getComputedStyle(node).outlineStyle")
    assert outline != "none", "the focus cannot be seen"
    maria.page.keyboard.press("Enter")
    maria.page.get_by_role("button", name=re.compile("^Undo")).first.wait_for()
    maria.presses("Undo")
    for again in range(3):
        if again:
            maria.opens(re.sub(r"(/patients/[^/]+)/.*", r"\1/today", maria.page.url))
            maria.presses("Undo")
        maria.presses("Not this time")
        maria.reads("What got in the way?")
        maria.presses("It rains")
        maria.reads("You had a plan for that.", "walk up and down the stairs three times, with the radio on")
        if again == 0:
            maria.presses("I will do that")
            maria.reads("Did it help?")
            maria.presses("Yes")
    measure(maria)


def measure(maria: Walker) -> None:
    """A refused reading, a doubted one, a high one that brings help and a line on the worklist."""
    maria.opens(re.sub(r"(/patients/[^/]+)/.*", r"\1/measure", maria.page.url))
    maria.presses("Blood pressure")
    maria.types("Upper number", "30")
    maria.types("Lower number", "20")
    maria.presses("Write it down")
    maria.page.locator(".error-summary").wait_for()
    assert maria.page.get_by_label("Upper number").first.input_value() == "30", "what was typed is gone"
    maria.types("Upper number", "184")
    maria.types("Lower number", "96")
    maria.presses("Write it down")
    maria.reads("184", "Nobody is watching this live.")
    maria.presses("No, none of these")
    maria.opens(re.sub(r"(/patients/[^/]+)/.*", r"\1/look-back", maria.page.url))
    maria.reads("184 over 96", "What we promised each other")
    maria.presses("What we promised each other")
    maria.reads("Order a knee support")


def only_the_change_asks_again(maria: Walker) -> None:
    maria.presses("My plan")
    maria.reads("1 thing changed since your yes")
    maria.presses("1 thing changed since your yes")
    maria.reads(
        "Walk to the corner shop and back", "Walk to the mailbox and back", "The shop was too far in the rain."
    )
    maria.does_not_read("Order a knee support")
    maria.presses("My plan")
    maria.presses("What my team will do")
    maria.presses("Order a knee support")
    maria.reads("You said no on")

"""Somebody who answers whatever is asked, from the first screen to the last, in a real browser."""

from __future__ import annotations

import re

from playwright.sync_api import Error, Locator, Page

MOST_SCREENS = 250
TYPED = {
    "date": "2026-02-28",
    "datetime-local": "2026-02-28T14:30",
    "time": "14:30",
    "url": "https://example.org/x",
    "range": "5",
}
NUMBERS = ("3", "1", "60", "150", "0.5")
"""What is tried, one after the other, where a number or a text is refused."""


class Stuck(Exception):
    """Nothing that a person would try leads on."""


def fill_in(page: Page, start: str) -> int:
    """Answer everything with the first answer that is taken, add one of what repeats, and send it.

    Returns how many screens it took. ``Stuck`` says at which question it did not go on.
    """
    page.goto(start)
    added: set[str] = set()
    tries: dict[str, int] = {}
    for screen in range(MOST_SCREENS):
        if "/check" in page.url:
            _press(page, page.get_by_role("button", name=re.compile("^Send")))
            if "/sent" not in page.url:
                raise Stuck(f"not sent: {page.locator('.error-summary').all_inner_texts()}")
            return screen
        at = page.url.partition("?")[0]
        number = tries[at] = tries.get(at, -1) + 1
        _forward(page, number, at not in added and not added.add(at))  # type: ignore[func-returns-value]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            raise Stuck(f"{page.url} scrolls sideways by {wide}")
    raise Stuck("it does not come to an end")


def _forward(page: Page, tries: int, may_add: bool) -> None:
    """Answer this screen and go on; after the second refusal, skip it where that is offered."""
    form = page.locator("form.question")
    more = form.get_by_role("button", name="Add one more")
    if may_add and page.locator("h1", has_text="is there one more?").count() and more.count():
        _press(page, more.first)
        return
    parts = form.locator(".part[data-question]")
    boxes = [parts.nth(n) for n in range(parts.count())] or [form]
    for box in boxes:
        answer(box, tries)
    skip = form.get_by_role("button", name=re.compile("^Skip"))
    if tries > len(NUMBERS):
        if not skip.count():
            raise Stuck(f"{page.url}: {page.locator('h1').inner_text()}: {page.locator('.error').all_inner_texts()}")
        _press(page, skip.first)
        return
    _press(page, form.get_by_role("button", name="Next"))


def _press(page: Page, button: Locator) -> None:
    """Press, and wait for the page that comes: with a script it comes only when the answer is stored."""
    page.evaluate("() => void (document.documentElement.dataset.left = 'not yet')")
    button.click()
    for _ in range(300):
        try:
            if not page.evaluate("() => document.documentElement.dataset.left"):
                return page.wait_for_load_state()
        except Error:
            pass  # between two pages
        page.wait_for_timeout(100)
    raise Stuck(f"{page.url}: no page comes after the press")


def answer(box: Locator, tries: int) -> None:
    """Give the first answer that each control of this part offers; one more box, or another number, at each try."""
    number = NUMBERS[min(tries, len(NUMBERS) - 1)]
    for name in _names(box, "input[type=radio]"):
        box.locator(f"label:has(input[name='{name}'])").first.click()
    boxes = box.locator("label:has(input[type=checkbox])")
    for at in range(min(boxes.count(), 1 + tries)):
        if not boxes.nth(at).locator("input").is_checked():
            boxes.nth(at).click()
    for at in range(box.locator("select").count()):
        select = box.locator("select").nth(at)
        values = [v for v in select.locator("option").evaluate_all("all => all.map(one => one.value)") if v]
        select.select_option(value=values[0])
    choices = box.locator("datalist option").evaluate_all("all => all.map(one => one.value)")
    for at in range(box.locator("textarea:visible").count()):
        box.locator("textarea:visible").nth(at).fill("Some words")
    lines = box.locator("input:visible:not([type=radio]):not([type=checkbox]):not([type=hidden])")
    for at in range(min(lines.count(), 1)):
        line = lines.nth(at)
        kind = line.get_attribute("type") or "text"
        numeric = line.get_attribute("inputmode") in ("numeric", "decimal")
        if kind == "range":
            continue
        words = choices[0] if choices else TYPED.get(kind, number if numeric else f"Words {number}")
        line.fill(words)


def _names(box: Locator, css: str) -> list[str]:
    found = box.locator(css).evaluate_all("all => all.map(one => one.name)")
    return list(dict.fromkeys(found))

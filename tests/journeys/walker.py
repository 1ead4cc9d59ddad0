"""Somebody at a screen: opens, reads, types and presses as a person does, and looks hard at every page it meets."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.support import axe

ROOM = 300
"""What a script may still show at the end of a page, in px."""


class Walker:
    """One person with one device. `looked` is how many pages were checked."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.page: Page = context.new_page()
        self.home = home
        self.faults: list[str] = []
        self.looked: set[str] = set()
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on("console", self._said)

    def _said(self, message) -> None:  # type: ignore[no-untyped-def]
        refused = "Failed to load resource" in message.text  # a 422 page is not a fault of the page
        if message.type == "error" and not refused:
            self.faults.append(f"{self.page.url}: {message.text}")

    def opens(self, path: str) -> None:
        """Go to an address of this installation."""
        self.page.goto(path if path.startswith("http") else self.home + path)
        self._look()

    def presses(self, words: str, within: Locator | None = None) -> None:
        """Press a button or follow a link by its words, and look at the page that comes."""
        place = within or self.page.locator("body")
        exact = re.compile(rf"^\s*{re.escape(words)}\s*$")
        found = place.get_by_role("button", name=exact).or_(place.get_by_role("link", name=exact))
        if not found.count():
            found = place.get_by_role("button", name=words).or_(place.get_by_role("link", name=words))
        if not found.count():
            there = place.get_by_role("button").or_(place.get_by_role("link")).all_inner_texts()
            raise AssertionError(f"{self.page.url} has nothing to press called {words!r}; it has {there}")
        found.first.click()
        self.page.wait_for_function("() => !document.querySelector('form[aria-busy=true]')")
        self.page.wait_for_load_state("load")
        self._look()

    def types(self, label: str, text: str) -> None:
        """Fill in the field with this label."""
        self.page.get_by_label(label).first.fill(text)

    def picks(self, words: str) -> None:
        """Tick a box or choose a radio by its words."""
        self.page.get_by_label(words, exact=True).first.check()

    def chooses(self, label: str, words: str) -> None:
        """Choose from a list."""
        self.page.get_by_label(label).select_option(label=words)

    def reads(self, *words: str) -> None:
        """These words are on the page, visible."""
        for each in words:
            expect(self.page.get_by_text(each).first).to_be_visible()

    def does_not_read(self, *words: str) -> None:
        """These words are not on the page."""
        for each in words:
            expect(self.page.get_by_text(each)).to_have_count(0)

    def card(self, words: str) -> Locator:
        """The card that holds these words."""
        return self.page.locator(".card", has_text=words).first

    def _look(self) -> None:
        """Every kind of page once: accessibility, no sideways scroll, nothing cut at the phone's width."""
        kind = re.sub(r"[2-9a-z]{16}", "*", self.page.url.split("?")[0])
        heading = self.page.locator("h1").first.text_content() or ""
        if (place := kind + heading) in self.looked:
            return
        self.looked.add(place)
        self.faults += self._at_full_height(axe.findings)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            self.faults.append(f"{self.page.url}: scrolls sideways by {wide} px")

    def _at_full_height(self, check: Callable[[Page], list[str]]) -> list[str]:
        """Run a check with nothing under the fixed bar: a target that it covers now is free after a scroll."""
        before = self.page.viewport_size
        assert before
        height = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": before["width"], "height": max(before["height"], height) + ROOM})
        try:
            return check(self.page)
        finally:
            self.page.set_viewport_size(before)

"""A phone in a person's hand: the real browser at phone size, closed to everything but this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.support import browser

SIZE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}


@contextmanager
def opened(**launch: object) -> Iterator[Browser]:
    """A browser that runs until the block ends."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(**browser.launch_options(**launch))
        try:
            yield running
        finally:
            running.close()


def phone(running: Browser, **more: object) -> BrowserContext:
    """A fresh phone (no cookies, nothing stored). `more` as for Playwright's new_context."""
    options = {"viewport": SIZE, "device_scale_factor": 2, "has_touch": True, "is_mobile": True, "locale": "en-CA"}
    options["reduced_motion"] = "reduce"  # a check must not meet a colour half way through its change
    context = running.new_context(**{**options, **more})
    context.set_default_timeout(20_000)
    context.route(lambda address: not _is_here(address), lambda route: route.abort())
    return context


def watch(page: Page) -> list[str]:
    """Faults that the browser reports on this page, collected as they come; assert that it stays empty."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on(
        "console",
        lambda said: faults.append(f"{page.url}: {said.text}") if said.type == "error" else None,
    )
    return faults


def _is_here(address: str) -> bool:
    host = address.split("//", 1)[-1].split("/")[0].rsplit(":", 1)[0]
    return host in {"localhost", "127.0.0.1", "[::1]", ""} or not address.startswith(("http", "ws"))

"""What an automatic accessibility check can see, on the page as the browser shows it now."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_axe = Axe()
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def findings(page: Page) -> list[str]:
    """Rule, advice and place of each finding; empty for a page without one."""
    answer = _axe.run(page, options={"runOnly": {"type": "tag", "values": LEVELS}})
    return [
        f"{page.url}: {rule['id']}: {rule['help']}: {node['html'][:200]}"
        for rule in answer.response["violations"]
        for node in rule["nodes"][:3]
    ]

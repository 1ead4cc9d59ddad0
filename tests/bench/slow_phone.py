"""How long a slow phone is busy at a stretch: the longest task of each main page, processor slowed four times."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Page

from tests.support import live, phone

SLOWER = 4
LOADS = 5
MOST = 50
"""Milliseconds: a finger notices what takes longer."""
SEE_TASKS = """() => {
  window.tasks = [];
  new PerformanceObserver((list) => list.getEntries().forEach((one) => window.tasks.push(one.duration)))
    .observe({ type: "longtask", buffered: true });
}"""
PAGES = ("today", "plan", "measure", "look-back", "plan/worse", "promises", "reminders")


def measure() -> list[str]:
    """Load each page some times and print its longest task (median over the loads; 50 ms is the least that counts).

    Gives what is longer than allowed, in words.
    """
    too_long = []
    print(f"\nLongest task in ms on a phone slowed {SLOWER} times (median of {LOADS} loads, at most {MOST})")
    with (
        tempfile.TemporaryDirectory(prefix="handrail-bench-") as folder,
        live.serve(Path(folder)) as installation,
        phone.opened() as running,
    ):
        rosa = next(a for a in installation.demo()["accounts"] if a["role"] == "patient")
        page = phone.phone(running).new_page()
        page.goto(installation.url + rosa["sign_in_url"])
        base = installation.url + rosa["landing"].rsplit("/", 1)[0]
        page.add_init_script(f"({SEE_TASKS})()")
        slowed = page.context.new_cdp_session(page)
        slowed.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        for name in PAGES:
            longest = statistics.median(_longest(page, f"{base}/{name}") for _ in range(LOADS))
            print(f"  {name:18} {longest:6.0f}")
            if longest > MOST:
                too_long.append(f"{name} keeps a slow phone busy for {longest:.0f} ms at a stretch, at most {MOST}")
    return too_long


def _longest(page: Page, address: str) -> float:
    answer = page.goto(address, wait_until="load")
    assert answer is not None
    assert answer.ok, address
    page.wait_for_timeout(600)
    return max(page.evaluate("() => window.tasks"), default=0)


if __name__ == "__main__":
    print("; ".join(measure()) or "as promised")

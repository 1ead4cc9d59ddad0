"""The real browser of the journeys: find it, or get it, or say in one line what to type.

`python -m tests.support.browser --ensure` is the first step of `make test`.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/snap/bin/chromium",
)
QUIET = (  # a browser that talks to nobody but the page under test
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--metrics-recording-only",
    "--no-first-run",
    "--no-default-browser-check",
)
ADVICE = "No Chrome or Chromium to test with. Type: .venv/bin/playwright install --with-deps chromium"


class NoBrowser(Exception):
    """No browser; the words say what to type."""


def launch_options(**more: object) -> dict:
    """Keyword arguments for Playwright's `chromium.launch`. More `args` are added to ours."""
    arguments = [*QUIET, *(["--no-sandbox"] if _root() else []), *more.pop("args", [])]
    return {"executable_path": str(find()), "args": arguments, **more}


def find() -> Path:
    """The browser that is there. `CHROME` names one; then the system's; then Playwright's own."""
    named = os.environ.get("CHROME")
    if named:
        path = shutil.which(named)
        if path:
            return Path(path)
        raise NoBrowser(f"CHROME names {named}, which is no program. Type: unset CHROME")
    for path in _candidates():
        if path and os.access(path, os.X_OK):
            return Path(path)
    raise NoBrowser(ADVICE)


def ensure() -> Path:
    """`find`, and when there is none: install one. NoBrowser when nothing worked."""
    for step in (_nothing, _playwright_installs, _debian_installs):
        step()
        _playwright_path.cache_clear()
        try:
            path = find()
        except NoBrowser:
            if os.environ.get("CHROME"):
                raise
            continue
        if _starts(path):
            return path
    raise NoBrowser(ADVICE)


def _candidates() -> Iterator[str | None]:
    for name in NAMES:
        yield shutil.which(name)
    yield from PLACES
    yield _playwright_path()


@cache  # a process asks once: the answer takes a second and a half
def _playwright_path() -> str | None:
    code = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as p: print(p.chromium.executable_path)"
    )
    # its own process: a test may already be inside a Playwright loop
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    return answer.stdout.strip() or None


def _starts(path: Path) -> bool:
    answer = subprocess.run([path, "--version"], capture_output=True, check=False, timeout=60)
    return answer.returncode == 0


def _nothing() -> None:
    """What is installed may be enough."""


def _playwright_installs() -> None:
    print("No Chrome or Chromium found; asking Playwright for one.", file=sys.stderr)
    command = [
        sys.executable,
        "-m",
        "playwright",
        "install",
        *(["--with-deps"] if _apt() else []),
        "chromium",
    ]
    _try(command)


def _debian_installs() -> None:
    if not _apt():
        return
    print("Playwright had none; asking the distribution.", file=sys.stderr)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _try(["apt-get", "update", "-q"], env=env)
    _try(["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"], env=env)


def _try(command: list[str], env: dict[str, str] | None = None) -> None:
    try:
        subprocess.run(command, check=False, timeout=900, stdin=subprocess.DEVNULL, stdout=sys.stderr, env=env)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(error, file=sys.stderr)


def _apt() -> bool:
    return _root() and shutil.which("apt-get") is not None


def _root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def main() -> int:
    """Print the browser's path; status 1 and one line of advice when there is none."""
    parser = argparse.ArgumentParser(description="Find the browser that the journeys use.")
    parser.add_argument("--ensure", action="store_true", help="install one when there is none")
    wanted = parser.parse_args()
    try:
        print(ensure() if wanted.ensure else find())
    except NoBrowser as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

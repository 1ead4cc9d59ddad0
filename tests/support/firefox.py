"""A real Firefox, for what only it does without its maker's servers: receive a push from a service of ours.

`python -m tests.support.firefox --ensure` stands beside the browser's own step in `make test`. A test that finds no
Firefox fails and says what to type; it never skips.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.live import free_port
from tests.support.marionette import Marionette

NAMES = ("firefox-esr", "firefox", "firefox-developer-edition")
PLACES = ("/Applications/Firefox.app/Contents/MacOS/firefox", "/snap/bin/firefox")
ADVICE = "No Firefox to receive a real push with. Type: apt-get install --no-install-recommends firefox-esr"
PREFERENCES = {
    "remote.prefs.recommended": False,  # the recommended ones switch the push connection off
    "dom.push.testing.allowInsecureServerURL": True,
    "permissions.default.desktop-notification": 1,
    "alerts.useSystemBackend": False,  # without a desktop the system's own way fails
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.unified": False,
    "app.update.disabledForTesting": True,
    "app.normandy.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.newtabpage.enabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "http://127.0.0.1:1/",
    "browser.safebrowsing.update.enabled": False,
    "toolkit.cosmeticAnimations.enabled": False,
}
START_SECONDS = 60


class NoFirefox(Exception):
    """No Firefox; the words say what to type."""


def find() -> Path:
    """The Firefox that is there; `FIREFOX` names one. NoFirefox when there is none."""
    named = os.environ.get("FIREFOX")
    for name in (named,) if named else (*NAMES, *PLACES):
        path = shutil.which(name)
        if path:
            return Path(path)
    raise NoFirefox(f"FIREFOX names {named}, which is no program. Type: unset FIREFOX" if named else ADVICE)


def ensure() -> Path:
    """`find`, and when there is none on Debian as root: install the distribution's. NoFirefox when that failed."""
    try:
        return find()
    except NoFirefox:
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        if os.environ.get("FIREFOX") or not root or not shutil.which("apt-get"):
            raise
    print("No Firefox found; asking the distribution.", file=sys.stderr)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", "firefox-esr"]):
        try:
            subprocess.run(
                ["apt-get", *command], check=False, timeout=900, stdin=subprocess.DEVNULL, stdout=sys.stderr, env=env
            )
        except subprocess.TimeoutExpired as error:
            print(error, file=sys.stderr)
    return find()


@contextmanager
def opened(profile: Path, push_url: str) -> Iterator[Marionette]:
    """A headless Firefox with a fresh profile, whose push service is at `push_url` (ws://…), until the block ends."""
    port = free_port()
    profile.mkdir(parents=True, exist_ok=True)
    wanted = {**PREFERENCES, "dom.push.serverURL": push_url, "marionette.port": port}
    lines = [f'user_pref("{name}", {_as_js(value)});' for name, value in wanted.items()]
    (profile / "user.js").write_text("\n".join(lines) + "\n")
    command = [
        find(),
        "--headless",
        "--marionette",
        "--remote-allow-system-access",
        "--no-remote",
        "--profile",
        profile,
    ]
    log = profile / "firefox.log"
    with log.open("wb") as output:
        running = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
            env={**os.environ, "MOZ_HEADLESS": "1", "HOME": str(profile)},
        )  # fmt: skip
    try:
        with _connected(running, port, log) as driver:
            yield driver
    finally:
        running.terminate()
        try:
            running.wait(15)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait(5)


def _connected(running: subprocess.Popen, port: int, log: Path) -> Marionette:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and running.poll() is None:
        try:
            return Marionette(port)
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"Firefox did not start: {log.read_text(errors='replace')[-2000:]}")


def _as_js(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else f'"{value}"'


def main() -> int:
    """Print Firefox's path; status 1 and one line of advice when there is none."""
    parser = argparse.ArgumentParser(description="Find the Firefox that receives a real push.")
    parser.add_argument("--ensure", action="store_true", help="install one when there is none")
    wanted = parser.parse_args()
    try:
        print(ensure() if wanted.ensure else find())
    except NoFirefox as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

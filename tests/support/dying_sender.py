"""The real sender in a process of its own, which kills itself at a step: `python -m tests.support.dying_sender STEP`.

Settings come from the environment. SENDER_LEASE is the lease in seconds, so that a test need not wait for minutes.
Without a step it sends, round after round, until it is told to stop.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from datetime import timedelta
from typing import Any

from app.care.reminders import recording, sending
from app.config import Config
from app.jobs import send_reminders
from tests.support import network

STEPS = ("before claim", "after claim", "after send", "before record")


def die() -> None:
    """As when the machine's memory ran out: nothing is cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


def arm(step: str) -> None:
    """Put the end of this process in front of, or behind, one step of the sender."""
    post = send_reminders._post

    def before(*_given: Any, **_named: Any) -> Any:
        die()

    def after_post(*given: Any) -> Any:
        post(*given)
        die()

    if step == "before claim":
        sending.claim = before
    elif step == "after claim":
        send_reminders._post = before
    elif step == "after send":
        send_reminders._post = after_post
    elif step == "before record":
        recording.record_last = before
    else:
        raise SystemExit(f"one of {', '.join(STEPS)}")


def main() -> None:
    network.close()
    sending.LEASE = timedelta(seconds=float(os.environ["SENDER_LEASE"]))
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    config = Config.from_env()
    if len(sys.argv) > 1:
        arm(sys.argv[1])
    print("ready", flush=True)
    sys.stdin.readline()  # both begin at once
    while not stop.is_set():
        send_reminders.send_once(config)
        stop.wait(0.1)


if __name__ == "__main__":
    main()

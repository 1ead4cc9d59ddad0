"""The reminder sender beside the server: a process of its own, which ends when told or when the server is gone.

Its own session too, so that Ctrl-C in a terminal reaches the server alone and a post is never cut in two.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

HAS = 20  # seconds to finish the post it is at when we stop


@contextmanager
def beside() -> Iterator[None]:
    """Run the sender until the block ends."""
    command = [sys.executable, "-m", "app.cli.sender", str(os.getpid())]
    running = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603  ourselves
    try:
        yield
    finally:
        running.terminate()
        try:
            running.wait(HAS)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def main(server: int) -> None:
    """Send until SIGTERM, or until the process ``server`` is not our parent any more."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    from app.config import Config
    from app.jobs import send_reminders

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    sending = threading.Thread(target=send_reminders.run, args=(Config.from_env(), stop), daemon=True)
    sending.start()
    while sending.is_alive() and os.getppid() == server and not stop.wait(1):
        pass
    stop.set()
    sending.join(HAS - 5)


if __name__ == "__main__":
    main(int(sys.argv[1]))

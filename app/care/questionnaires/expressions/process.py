"""One helper process: started with nothing, spoken to in lines, killed when it takes too long."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from app.care.questionnaires.expressions import limits

SCRIPT = Path(__file__).with_name("helper.py")


class Stopped(Exception):
    """The helper died or was killed; ``late`` when it took too long."""

    def __init__(self, *, late: bool) -> None:
        super().__init__("late" if late else "dead")
        self.late = late


class Helper:
    """A running helper. Not shared between threads: whoever took it from the pool speaks to it alone."""

    def __init__(self) -> None:
        numbers = (limits.MEMORY, limits.MOST_VALUES, limits.LONGEST_TEXT)
        command = [sys.executable, "-I", str(SCRIPT), *map(str, numbers)]
        self.process = subprocess.Popen(  # noqa: S603  our own script by its path, no shell, an empty environment
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, close_fds=True
        )
        self.owner = os.getpid()
        self.batches = 0
        self._rest = b""
        self._waits = selectors.DefaultSelector()
        assert self.process.stdout is not None
        self._waits.register(self.process.stdout, selectors.EVENT_READ)
        if not self.line(time.monotonic() + limits.START_SECONDS).get("ready"):
            self.kill()
            raise Stopped(late=False)

    def send(self, request: bytes, ends: float) -> None:
        """One line to the helper, which reads it whole before it works. ``Stopped`` when it is gone."""
        assert self.process.stdin is not None
        self.batches += 1
        pipe = self.process.stdin.fileno()
        os.set_blocking(pipe, False)
        view = memoryview(request)
        while view:
            try:
                view = view[os.write(pipe, view) :]
            except BlockingIOError:
                if time.monotonic() > ends:
                    raise self._stopped(late=True) from None
                time.sleep(0.001)
            except OSError:
                raise self._stopped(late=False) from None

    def line(self, ends: float) -> dict[str, Any]:
        """The next line that it says. ``Stopped`` when none comes in time, or it is gone."""
        assert self.process.stdout is not None
        while b"\n" not in self._rest:
            left = ends - time.monotonic()
            if left <= 0 or not self._waits.select(left):
                raise self._stopped(late=True)
            part = os.read(self.process.stdout.fileno(), 65_536)
            self._rest += part
            if not part or len(self._rest) > 2 * limits.MOST_BYTES:
                raise self._stopped(late=False)
        line, _, self._rest = self._rest.partition(b"\n")
        try:
            found = json.loads(line)
        except ValueError:
            raise self._stopped(late=False) from None
        return found if isinstance(found, dict) else {}

    def kill(self) -> None:
        """End it at once and leave no zombie. In a process that inherited it, only the pipes are closed."""
        self._waits.close()
        if os.getpid() == self.owner:
            self.process.kill()
            self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # what was not written is not wanted any more

    def _stopped(self, *, late: bool) -> Stopped:
        self.kill()
        return Stopped(late=late)

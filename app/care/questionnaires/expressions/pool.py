"""Helpers that wait for work: at most two for each server process, shared by its threads."""

from __future__ import annotations

import atexit
import os
import threading

from app.care.questionnaires.expressions import limits
from app.care.questionnaires.expressions.process import Helper


class Pool:
    """Lends out helpers. A thread that finds all of them busy waits for one."""

    def __init__(self, most: int = limits.MOST_HELPERS) -> None:
        self.most = most
        self._renew()

    def _renew(self) -> None:
        self.owner = os.getpid()
        self.idle: list[Helper] = []
        self.room = threading.BoundedSemaphore(self.most)
        self.lock = threading.Lock()

    def take(self) -> Helper:
        """A helper of one's own until :meth:`give`. Raises ``Stopped`` or ``OSError`` when none can be started."""
        if os.getpid() != self.owner:  # after a fork: the parent's helpers stay the parent's
            self._renew()
        self.room.acquire()
        with self.lock:
            found = self.idle.pop() if self.idle else None
        try:
            return found or Helper()
        except BaseException:
            self.room.release()
            raise

    def give(self, helper: Helper, *, alive: bool) -> None:
        """Hand it back; a dead or a long-used one is replaced when the next is needed."""
        if alive and helper.batches < limits.MOST_BATCHES:
            with self.lock:
                self.idle.append(helper)
        elif alive:
            helper.kill()
        self.room.release()

    def close(self) -> None:
        """End all that are idle."""
        with self.lock:
            idle, self.idle = self.idle, []
        for helper in idle:
            helper.kill()


POOL = Pool()
atexit.register(POOL.close)

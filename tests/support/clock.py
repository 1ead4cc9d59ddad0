"""A clock that stands still until a test moves it."""

from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Self

from app import clock


class Clock:
    """`with Clock(moment) as c: c.move(hours=2)`. All threads of the process see the same moment."""

    def __init__(self, at: datetime) -> None:
        self.now = at
        self._held = ExitStack()

    def set(self, at: datetime) -> None:
        """Hold the clock at this aware moment."""
        self._held.close()
        self.now = at
        self._held.enter_context(clock.frozen(at, everywhere=True))

    def move(self, **by: float) -> datetime:
        """Move on by `days=`, `hours=`, `minutes=` … and hold there."""
        self.set(self.now + timedelta(**by))
        return self.now

    def __enter__(self) -> Self:
        self.set(self.now)
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

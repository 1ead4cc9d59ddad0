"""The real sender in a process of its own: waits for a line, sends what is due, prints rows and seconds."""

from __future__ import annotations

import sys
import time

from app.config import Config
from app.db import Database
from app.jobs.send_reminders import send_due
from app.push.post import open_client


def main() -> None:
    """Settings come from the environment."""
    config = Config.from_env()
    database = Database(config.database_url)
    with open_client(config.push_origins) as client:
        send_due(config, database, client)  # what was prepared to warm up with
        print("ready", flush=True)
        sys.stdin.readline()
        started = time.perf_counter()
        count = send_due(config, database, client)
        print(count, time.perf_counter() - started, flush=True)
    database.dispose()


if __name__ == "__main__":
    main()

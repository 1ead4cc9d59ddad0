"""``make year``: the generated year as a small report."""

from __future__ import annotations

import sys
import time

from tests.support.year.report import year


def main() -> None:
    started = time.perf_counter()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    found = year(count)
    sys.stdout.write(found.text())
    sys.stdout.write(
        f"\n{time.perf_counter() - started:.0f} s on one core, through the care rules without a database.\n"
    )


if __name__ == "__main__":
    main()

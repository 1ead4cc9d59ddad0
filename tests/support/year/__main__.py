"""``make year``: the generated year as a small report."""

from __future__ import annotations

import sys
import time

from tests.support.year.report import year

OTHER_SEEDS = (6, 7)


def main() -> None:
    started = time.perf_counter()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    found = year(count)
    sys.stdout.write(found.text())
    for seed in OTHER_SEEDS:
        other = year(count, seed, compare=False)
        sys.stdout.write(f"\nOther people and other noise, {other.total()} Noise: {other.a_day():.2f} lines a day.")
    sys.stdout.write(
        f"\n{time.perf_counter() - started:.0f} s on one core, through the care rules without a database.\n"
    )


if __name__ == "__main__":
    main()

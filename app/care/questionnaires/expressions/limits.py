"""How much an expression may ask for. The helper holds the same numbers, so that neither side trusts the other."""

from __future__ import annotations

SECONDS = 0.5
"""For one batch, counted from when the helper was ready."""
SECONDS_IN_ALL = 1.0
"""For one batch with its second try."""
START_SECONDS = 5.0
"""For starting a helper: our own code, but a machine may be slow."""
LONGEST = 2_000  # characters of one expression
DEEPEST = 20  # brackets inside brackets
MOST_STEPS = 400  # of one batch
MOST_BYTES = 4_000_000  # of one request
MOST_VALUES = 1_000  # of one result
LONGEST_TEXT = 10_000  # characters of one text in a result
MOST_HELPERS = 2  # kept warm by each server process
MOST_BATCHES = 2_000  # before a helper is replaced
MOST_REMEMBERED = 1_000  # expressions that took too long
MEMORY = 512 * 1024 * 1024  # bytes of address space

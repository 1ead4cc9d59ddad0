"""Leaving: ending one's part, taking everything along, having it erased; and how long each table is kept."""

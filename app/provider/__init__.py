"""Pages for the provider side."""

from __future__ import annotations

from flask import Blueprint

from app.config import Config


def pages(config: Config) -> list[Blueprint]:
    """Every blueprint of this audience; importing a screen adds its routes."""
    from app.provider import editor, invite, patients, profile  # noqa: F401
    from app.provider.base import pages as provider
    from app.provider.base import record

    return [provider, record]

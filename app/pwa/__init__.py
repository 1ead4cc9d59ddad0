"""What makes the site an app: manifest, worker, what works offline; and the component gallery."""

from __future__ import annotations

from flask import Blueprint

from app.config import Config


def pages(config: Config) -> list[Blueprint]:
    """Every blueprint of this audience; the gallery answers 404 in production."""
    from app.pwa import copies, gallery, install, told, views

    _screens = (copies, gallery, install, told)
    return [views.pages]

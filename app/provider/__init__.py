"""Pages for the provider side."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from flask import Blueprint

from app.config import Config


def pages(config: Config) -> list[Blueprint]:
    """Every blueprint of this audience. Importing a screen adds its routes, so every file of the folder is."""
    from app.provider.base import office, privacy, record
    from app.provider.base import pages as provider

    for module in pkgutil.iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return [provider, record, privacy, office]

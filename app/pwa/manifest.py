"""The web app manifest. No personal name: it is fetched without a session and kept by the phone."""

from __future__ import annotations

import json
from typing import Any

from flask import url_for

from app.i18n import _, direction, locale_tag
from app.web.assets import Assets

PAPER = "#fbf7f0"


def text(assets: Assets) -> str:
    """The manifest as JSON, in the language of whoever asks. Its ``id`` and ``start_url`` never change."""
    return json.dumps(_facts(assets), ensure_ascii=False)


def _facts(assets: Assets) -> dict[str, Any]:
    return {
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "name": "Handrail",
        "short_name": "Handrail",
        "description": _("Your care plan, at hand."),
        "lang": locale_tag(),
        "dir": direction(),
        "display": "standalone",
        "theme_color": PAPER,
        "background_color": PAPER,
        "categories": ["health", "lifestyle"],
        "icons": [
            _icon(assets, "icons/icon-192.png", 192),
            _icon(assets, "icons/icon-512.png", 512),
            _icon(assets, "icons/maskable-512.png", 512, purpose="maskable"),
        ],
        "shortcuts": [
            {"name": _("Today"), "url": "/", "icons": [_icon(assets, "icons/icon-192.png", 192)]},
            {"name": _("Help now"), "url": url_for("pwa.help_now")},
        ],
    }


def _icon(assets: Assets, path: str, side: int, purpose: str = "any") -> dict[str, str]:
    return {"src": assets.address(path), "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}

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
            _shortcut(assets, _("Today"), "/", "today"),
            _shortcut(assets, _("Log"), url_for("account.own_log"), "log"),
            _shortcut(assets, _("Help now"), url_for("pwa.help_now"), "help"),
        ],
        "screenshots": [
            _shot(assets, "shots/today.png", "390x844", "narrow", _("Today")),
            _shot(assets, "shots/help.png", "390x844", "narrow", _("Help now")),
            _shot(assets, "shots/wide.png", "1024x640", "wide", _("Today")),
        ],
    }


def _shortcut(assets: Assets, name: str, url: str, icon: str) -> dict[str, Any]:
    """What a long press on the icon offers. It leads to a page and changes nothing."""
    return {"name": name, "url": url, "icons": [_icon(assets, f"icons/shortcut-{icon}.png", 96)]}


def _shot(assets: Assets, path: str, sizes: str, form: str, label: str) -> dict[str, str]:
    """A picture for the page on which a phone asks whether to install; the person on it is made up."""
    return {
        "src": assets.address(path), "sizes": sizes, "type": "image/png", "form_factor": form, "label": label
    }  # fmt: skip


def _icon(assets: Assets, path: str, side: int, purpose: str = "any") -> dict[str, str]:
    return {"src": assets.address(path), "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}

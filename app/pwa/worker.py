"""The worker's text: what is in ``static/js/sw.js``, with this release and its addresses filled in."""

from __future__ import annotations

import json

from flask import url_for

from app.i18n import locale_tag
from app.web.assets import Assets

KEPT = ("css/patient.css", "icons/icons.svg", "icons/icon.svg", "icons/icon-192.png")
"""What the kept pages need, beside the scripts."""


def text(assets: Assets) -> str:
    """JavaScript. It differs between releases and languages, and so the phone notices a new one."""
    words = {
        "__RELEASE__": f"{assets.release}-{locale_tag()}",
        "__OFFLINE__": url_for("pwa.offline"),
        "__HELP__": url_for("pwa.help_now"),
        "__ICON__": assets.address("icons/icon-192.png"),
        "__BADGE__": assets.address("icons/badge-96.png"),
    }
    script = assets.files["js/sw.js"].decode()
    script = script.replace('["__FILES__"]', json.dumps(kept_files(assets)))
    for mark, word in words.items():
        script = script.replace(json.dumps(mark), json.dumps(word))
    return script


def kept_files(assets: Assets) -> list[str]:
    """Addresses of the static files that are there without a network."""
    scripts = [path for path in assets.files if path.startswith("js/") and path != "js/sw.js"]
    return [assets.address(path) for path in (*KEPT, *sorted(scripts))]

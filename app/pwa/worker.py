"""The worker's text: its parts one after the other, with this release and its addresses filled in."""

from __future__ import annotations

import json

from flask import url_for

from app.i18n import locale_tag
from app.web.assets import Assets

KEPT = ("css/patient.css", "icons/icons.svg", "icons/icon.svg", "icons/icon-192.png")
"""What the kept pages need, beside the scripts."""
PARTS = ("js/sw/pages.js", "js/sw/truth.js", "js/sw/push.js", "js/sw/outbox.js", "js/sw/badge.js")
"""What the worker is made of, in this order. What pages use too it loads by itself (``lib/kept.js``)."""


def text(assets: Assets) -> str:
    """JavaScript. It differs between releases and languages, and so the phone notices a new one."""
    words = {
        "__RELEASE__": f"{assets.release}-{locale_tag()}",
        "__OFFLINE__": url_for("pwa.offline"),
        "__HELP__": url_for("pwa.help_now"),
        "__WAITING__": url_for("pwa.waiting"),
        "__LEAVE__": url_for("pwa.leave"),
        "__OUTBOX__": assets.address("js/lib/kept.js"),
        "__COPY__": url_for("pwa.copy"),
        "__SEEN__": url_for("pwa.seen"),
        "__RENEW__": url_for("pwa.renew_device"),
        "__ICON__": assets.address("icons/icon-192.png"),
        "__BADGE__": assets.address("icons/badge-96.png"),
    }
    script = "\n".join(assets.files[path].decode() for path in PARTS)
    script = script.replace('["__FILES__"]', json.dumps(kept_files(assets)))
    for mark, word in words.items():
        script = script.replace(json.dumps(mark), json.dumps(word))
    return script


def kept_files(assets: Assets) -> list[str]:
    """Addresses of the static files that are there without a network."""
    scripts = [path for path in assets.files if path.startswith("js/") and not path.startswith("js/sw/")]
    return [assets.address(path) for path in (*KEPT, *sorted(scripts))]

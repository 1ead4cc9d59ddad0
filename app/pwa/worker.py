"""The worker's text: its parts one after the other, with this release and its addresses filled in.

Browsers of the age that we support cannot load modules in a worker, so what it shares with pages comes as text too.
"""

from __future__ import annotations

import json
import re

from flask import url_for

from app.i18n import locale_tag
from app.web.assets import Assets
from app.web.tight import tight

KEPT = ("css/patient.css", "icons/icons.svg", "icons/icon.svg", "icons/icon-192.png")
"""What the kept pages need, beside the scripts."""
PARTS = ("js/sw/pages.js", "js/sw/truth.js", "js/sw/push.js", "js/sw/outbox.js", "js/sw/badge.js")
"""What the worker is made of, in this order: modules that pages use too come first."""


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
    script = "\n".join(_part(assets.files[path].decode()) for path in PARTS)
    script = script.replace('["__FILES__"]', json.dumps(kept_files(assets)))
    for mark, word in words.items():
        script = script.replace(json.dumps(mark), json.dumps(word))
    return tight(script)


def kept_files(assets: Assets) -> list[str]:
    """Addresses of the static files that are there without a network."""
    scripts = [path for path in assets.files if path.startswith("js/") and not path.startswith("js/sw/")]
    return [assets.address(path) for path in (*KEPT, *sorted(scripts))]


def _part(module: str) -> str:
    """A module as plain script: its imports are beside it in the worker, so the lines that name them go."""
    lines = [line for line in module.splitlines() if not re.match(r"import\b(?!\()", line)]
    return re.sub(r"^export (default )?", "", "\n".join(lines), flags=re.M)

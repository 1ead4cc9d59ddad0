"""What sort of device asks, as coarse as can be: enough to know later on what somebody read their plan."""

from __future__ import annotations

from flask import request


def device() -> str:
    """ "phone", "tablet", "computer" or "unknown", from what the browser says of itself."""
    says = request.headers.get("User-Agent", "")
    if "iPad" in says or "Tablet" in says or ("Android" in says and "Mobile" not in says):
        return "tablet"
    hint = request.headers.get("Sec-CH-UA-Mobile", "")
    if hint == "?1" or "iPhone" in says or "Mobile" in says:
        return "phone"
    if hint == "?0" or any(name in says for name in ("Windows NT", "Macintosh", "X11")):
        return "computer"
    return "unknown"

"""Every component with its example, in any language, in one page; only where nobody is cared for."""

from __future__ import annotations

from pathlib import Path

from flask import request

from app.errors import NotFound
from app.i18n import LANGUAGES, PSEUDO, locale_tag, using_locale
from app.pwa.views import pages
from app.web.context import current
from app.web.needs import PUBLIC
from app.web.render import render

EXAMPLES = Path(__file__).resolve().parent.parent / "templates" / "components" / "examples"


@pages.get("/gallery", needs=PUBLIC)
def gallery() -> str:
    """All examples, or the one that ``?only=`` names; ``?language=`` speaks another language."""
    if current.config.production:
        raise NotFound()
    only = request.args.get("only")
    shown = [name for name in names() if only in (None, name)]
    with using_locale(request.args.get("language", locale_tag())):
        return render("pwa/gallery.html", shown=shown, names=names(), tags=[*LANGUAGES, PSEUDO])


def names() -> list[str]:
    """The components that have an example, in order."""
    return sorted(path.stem for path in EXAMPLES.glob("*.html"))

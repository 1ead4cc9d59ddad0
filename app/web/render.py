"""Turning a view's facts into a page: templates, addresses, one-time words."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, redirect, render_template, session, url_for
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from app import i18n
from app.access.permissions import Permission
from app.web import whose
from app.web.context import current
from app.web.headers import nonce
from app.web.pages import NEEDS


def render(template: str, **names: Any) -> str:
    """A page from a template, with the facts it shows."""
    return render_template(template, **names)


def see(endpoint: str, **values: Any) -> Response:
    """After a change: go and look at ``endpoint`` (status 303). Stays with the same person."""
    return redirect(url_for(endpoint, **values), 303)


MOST_KEPT = 5
"""Words that wait for a person's page to be opened again."""


def say(words: Any) -> None:
    """Words shown once on the next page, in a status region; kept back until the thing is stored."""
    g.setdefault("words_to_say", []).append(str(words))


def _csrf() -> Markup:
    token = Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())
    return token + whose.field()


def _messages() -> list[str]:
    """Words to show once on this page. What was said about one person waits while another one's page is shown.

    All of it waits behind a quick lock.
    """
    if g.get("resting") is not None:
        return []
    kept: list[tuple[str, str]] = []
    shown: list[tuple[str, str]] = []
    for about, words in session.pop("_flashes") if "_flashes" in session else ():
        (shown if about in ("", g.get("patient_id") or about) else kept).append((about, words))
    if kept:
        session["_flashes"] = kept[-MOST_KEPT:]
    return [words for _about, words in shown]


def _opens(endpoint: str) -> bool:
    """Whether this reader may open a page about this person, so that no link leads to a closed door."""
    need, grant = NEEDS.get(endpoint), g.get("grant")
    return isinstance(need, Permission) and grant is not None and grant.may(need)


def _own_lines(text: str) -> Markup:
    """Somebody's own words with their line breaks, escaped."""
    return Markup("<br>").join(escape(line) for line in str(text).splitlines())


def _in_fours(text: str) -> str:
    """A number that somebody copies by hand, four signs at a time."""
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def _starts(text: Any) -> str:
    """Text at the start of a sentence: some languages write weekdays small, but not there."""
    words = str(text)
    return words[:1].upper() + words[1:]


def install(app: Flask) -> None:
    env = app.jinja_env
    env.add_extension("jinja2.ext.i18n")
    env.policies["ext.i18n.trimmed"] = True
    env.trim_blocks = env.lstrip_blocks = True
    env.install_gettext_callables(i18n.gettext, i18n.ngettext, newstyle=False)  # type: ignore[attr-defined]
    env.globals.update(
        _=i18n.gettext,
        ngettext=i18n.ngettext,
        url=url_for,
        csrf=_csrf,
        csrf_token=generate_csrf,
        current=current,
        opens=_opens,
        messages=_messages,
        languages=i18n.LANGUAGES,
        config_practice=app.extensions["handrail.config"].practice,
        asset=lambda path: current.assets.address(path),
    )
    env.filters.update(
        day=i18n.format_day,
        birth=i18n.format_birth,
        starts=_starts,
        weekday=i18n.format_weekday,
        weekday_short=i18n.format_weekday_short,
        time=i18n.format_time,
        moment=i18n.format_moment,
        number=i18n.format_number,
        short=i18n.format_short,
        stamp=i18n.format_stamp,
        own_lines=_own_lines,
        in_fours=_in_fours,
    )
    app.context_processor(_page_facts)


def _page_facts() -> dict[str, Any]:
    """Facts that differ between two answers, for layouts."""
    return {"locale_tag": i18n.locale_tag(), "direction": i18n.direction(), "nonce": nonce()}

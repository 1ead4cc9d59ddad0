"""A reader with a browser's habits: signs in as a person, follows links, fills in forms, and is hard to please.

Every HTML page that comes back is checked (page_checks, headers, statements, untranslated words), so a test that
only wants to log a walk still finds the missing label.
"""

from __future__ import annotations

import hashlib
import logging
import re
import secrets
import traceback
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from app import i18n
from app.access import sessions
from app.db import Database
from app.models import Account
from tests.support import audited, page_checks, untranslated
from tests.support.html import Node, parse
from tests.support.statements import Statements, most


class Page:
    """One answer: `status`, `headers`, `html`, `text`, `tree`, `path` (after redirects), `statements`."""

    def __init__(self, response: TestResponse, path: str, statements: list[str]) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self.html = response.get_data(as_text=True) if response.mimetype != "application/octet-stream" else ""
        self.json: Any = response.get_json() if response.is_json else None
        self.is_html = response.mimetype == "text/html"
        self.path = path
        self.statements = statements
        self.tree: Node = parse(self.html) if self.is_html else parse("")

    @property
    def text(self) -> str:
        """The visible words, white space squeezed."""
        return self.tree.text

    @property
    def main(self) -> str:
        """The visible words inside <main>."""
        main = self.tree.first("main")
        return main.text if main else ""

    @property
    def h1(self) -> str:
        """The words of the heading."""
        heading = self.tree.first("h1")
        return heading.text if heading else ""

    def says(self, *words: str) -> bool:
        """Whether all these words are visible, in any order."""
        return all(w in self.text for w in words)

    def link(self, words: str) -> str:
        """The address of the first link with these words. AssertionError names the links there are."""
        links = [node for node in self.tree.all("a") if not node.inside("template")]
        for node in links:
            if words in node.text or words == node.attrs.get("aria-label"):
                return urljoin(self.path, node.attrs.get("href", ""))
        raise AssertionError(f"{self.path} has no link {words!r}; it has {[n.text for n in links]}")

    def form(self, to: str = "", button: str = "") -> Node:
        """The form whose address contains `to` and that has a button saying `button`."""
        forms = [f for f in self.tree.all("form") if f.attrs.get("method", "").lower() == "post"]
        for node in forms:
            says = [b.text for b in node.all("button")] + [b.attrs.get("value", "") for b in node.all("input")]
            if to in node.attrs.get("action", self.path) and (not button or any(button in s for s in says)):
                return node
        shown = [(f.attrs.get("action", ""), [b.text for b in f.all("button")]) for f in forms]
        raise AssertionError(f"{self.path} has no form to {to!r} with a button {button!r}; it has {shown}")


class Visitor:
    """Somebody with a browser. `get`, `post` and `submit` give a checked Page and assert its status."""

    def __init__(self, app: Flask, database: Database, account: Account | None = None, lang: str = "") -> None:
        self.app, self.database, self.account = app, database, account
        self.http = app.test_client()
        self.pseudo = lang == i18n.PSEUDO
        self._known: set[str] = set()
        self.lang = lang or (account.language if account else "en")
        if lang:
            self.http.set_cookie("lang", lang)
        if account:
            with database.write() as session:
                token = sessions.start(session, account, "Test phone", stay=True)
            with self.http.session_transaction() as cookie:
                cookie["_user_id"] = token
                cookie["_fresh"] = True

    def get(self, path: str, status: int | None = 200, **headers: str) -> Page:
        """Open an address, follow redirects, check the page. Status None takes any below 500."""
        return self._open("GET", path, status, headers=headers)

    def post(self, path: str, status: int = 200, json: Any = None, **fields: Any) -> Page:
        """Send fields (or JSON) with a valid token, follow the redirect, check the page."""
        token = self.token()
        if json is not None:
            return self._open("POST", path, status, json=json, headers={"X-CSRFToken": token})
        return self._open("POST", path, status, data={"csrf_token": token, **fields})

    def submit(self, page: Page, to: str = "", button: str = "", status: int = 200, **fields: Any) -> Page:
        """Fill in a form of the page and press its button, as a browser without scripts would."""
        form = page.form(to, button)
        data = defaults(form, button)
        for name, value in fields.items():
            known = any(n.attrs.get("name") == name for n in form.walk())
            assert known, f"The form to {form.attrs.get('action')} has no field {name!r}; it has {sorted(data)}"
            data[name] = value
        return self._open("POST", urljoin(page.path, form.attrs.get("action") or page.path), status, data=data)

    def token(self) -> str:
        """A CSRF token that fits this visitor's session."""
        with self.http.session_transaction() as cookie:
            raw = cookie.setdefault("csrf_token", hashlib.sha1(secrets.token_bytes(20)).hexdigest())
        return URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token").dumps(raw)

    def _open(self, method: str, path: str, status: int | None, **how: Any) -> Page:
        for _ in range(6):
            accepts = "application/json" if "json" in how else "text/html"
            how["headers"] = {"Accept": accepts, **how.get("headers", {})}
            with Statements(self.database.engine) as statements, _Faults() as faults:
                response = self.http.open(path, method=method, **how)
            is_page = response.mimetype == "text/html"
            missing = audited.advice(method, path, response.status_code, statements.seen, is_page)
            assert not missing, f"{method} {path} {missing}"
            if response.status_code not in (301, 302, 303, 307, 308) or status == response.status_code:
                break
            assert response.status_code in (303, 308) or method == "GET", (
                f"{method} {path} answers {response.status_code}: after a change redirect with 303 (web.render.see)"
            )
            path, method, how = _local(urljoin(path, response.headers["Location"])), "GET", {}
        page = Page(response, path, statements.seen)
        words = faults.shown or page.main[:600] or page.html[:600]
        fits = page.status == status if status else page.status < 500
        assert fits, f"{method} {path} answers {page.status}, not {status}: {words}"
        self._check(page, method)
        return page

    def _check(self, page: Page, method: str) -> None:
        advice = _header_advice(page, personal=self.account is not None)
        if page.is_html and not 300 <= page.status < 400:
            with i18n.using_locale(self.lang):
                direction = i18n.direction()
            advice += page_checks.check(page.tree, i18n.known(self.lang), direction)
            if self.pseudo and not page.path.startswith("/gallery"):  # for developers; shows made-up own words
                advice += self._untranslated(page)
            if method == "GET" and len(page.statements) > most(page.path):
                listed = "\n    ".join(s[:160] for s in page.statements)
                advice.append(f"asks the database {len(page.statements)} times; fetch rows together:\n    {listed}")
        assert not advice, f"{method} {page.path} ({page.status}):\n  " + "\n  ".join(advice)

    def _untranslated(self, page: Page) -> list[str]:
        found = list(untranslated.find(page.tree, self._known))
        if found:  # somebody may have written more since we last looked
            self._known = self._own_words()
            found = list(untranslated.find(page.tree, self._known))
        return found

    def _own_words(self) -> set[str]:
        practice = self.app.extensions["handrail.config"].practice
        lines = [practice.office, practice.emergency, practice.out_of_hours, *practice.crisis_lines]
        said = {part for line in lines if line for part in (line.name, line.number, line.note)}
        return untranslated.own_words(self.database) | said | {practice.time_zone}


class _Faults(logging.Handler):
    """Remembers where a view broke, since the page tells its reader nothing of it."""

    shown = ""

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info:
            self.shown = "\n" + "".join(traceback.format_exception(record.exc_info[1], limit=-4, chain=False))

    def __enter__(self) -> Self:
        logging.getLogger("handrail.web").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("handrail.web").removeHandler(self)


def _header_advice(page: Page, personal: bool) -> list[str]:
    policy = page.headers.get("Content-Security-Policy", "")
    advice = []
    if page.headers.get("X-Content-Type-Options") != "nosniff":
        advice.append("let web/headers.py add X-Content-Type-Options: nosniff")
    if page.is_html and "default-src 'none'" not in policy:
        advice.append("let web/headers.py add the Content-Security-Policy")
    if "unsafe-" in policy:
        advice.append(f"take the unsafe- words out of the Content-Security-Policy: {policy}")
    stored = re.search(r"no-store", page.headers.get("Cache-Control", ""))
    if personal and page.is_html and not stored:
        advice.append("answer with Cache-Control: no-store; personal pages stay on no shared device")
    return advice


def defaults(form: Node, button: str) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for node in form.all("input", "select", "textarea"):
        name, kind = node.attrs.get("name"), node.attrs.get("type", "text")
        if not name or kind in {"submit", "button", "image", "reset", "file"} or "disabled" in node.attrs:
            continue
        if kind == "radio":
            if "checked" in node.attrs:
                data[name] = node.attrs.get("value", "on")
        elif kind == "checkbox":
            if "checked" in node.attrs:
                before = data.get(name, [])  # an empty hidden field of the same name goes along
                data[name] = [*(before if isinstance(before, list) else [before]), node.attrs.get("value", "on")]
        elif node.tag == "select":
            options = node.all("option")
            chosen = [o for o in options if "selected" in o.attrs] or options[:1]
            data[name] = [o.attrs.get("value", o.text) for o in chosen]
        elif node.tag == "textarea":
            data[name] = "".join(c for c in node.children if isinstance(c, str)).removeprefix("\n")
        elif kind == "hidden" and name in data:  # several of one name are all sent
            data[name] = [
                *(data[name] if isinstance(data[name], list) else [data[name]]),
                node.attrs.get("value", ""),
            ]
        else:
            data[name] = node.attrs.get("value", "")
    for node in form.all("button"):
        if button and button in node.text and node.attrs.get("name"):
            data[node.attrs["name"]] = node.attrs.get("value", "")
    return data


def _local(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")

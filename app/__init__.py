"""Handrail: collaborative care planning on a person's own phone."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Flask
from flask_compress import Compress
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app.config import Config
from app.db import Database
from app.web import assets, guard, headers, incoming, language, problems, render, sessions, transaction, whose


def create_app(config: Config, database: Database | None = None) -> Flask:
    """The whole application, ready to serve. A table of contents: each line opens one chapter."""
    app = Flask("app", static_folder=None)
    app.jinja_options = {"cache_size": -1}  # there are more templates than the 400 that Jinja keeps compiled
    app.extensions["handrail.config"] = config
    database = database or Database(config.database_url)
    database.info["vault"] = database.info["vault"] or config.vault
    app.extensions["handrail.database"] = database
    _configure(app, config)
    incoming.install(app)
    transaction.install(app)
    language.install(app)
    sessions.install(app)
    guard.install(app)
    tokens = CSRFProtect(app)
    whose.install(app)
    headers.install(app)
    render.install(app)
    assets.install(app)
    problems.install(app)
    Compress(app)
    for pages in _pages(config):
        app.register_blueprint(pages)
    _without_form_tokens(tokens)
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _configure(app: Flask, config: Config) -> None:
    app.config.update(
        SECRET_KEY=config.secret_key,
        TESTING=config.env == "test",
        MAX_CONTENT_LENGTH=256 * 1024,
        PERMANENT_SESSION_LIFETIME=timedelta(days=365),
        SESSION_COOKIE_NAME="__Host-handrail" if config.secure else "handrail",
        SESSION_COOKIE_SECURE=config.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its session: a page left open still works
        WTF_I18N_ENABLED=False,
        COMPRESS_ALGORITHM=["br", "zstd", "gzip"],
        COMPRESS_MIN_SIZE=400,
        COMPRESS_BR_LEVEL=5,
        COMPRESS_MIMETYPES=[
            "text/html",
            "text/css",
            "text/javascript",
            "application/json",
            "application/manifest+json",
            "image/svg+xml",
        ],
    )


def _without_form_tokens(tokens: CSRFProtect) -> None:
    """What a worker sends: it has no page to take a form's token from. Each says why that is safe.

    Pages of guests check their tokens themselves.
    """
    from app.account import guest
    from app.pwa import told

    tokens.exempt(guest.pages)

    for view in told.EXEMPT:
        tokens.exempt(view)


def _pages(config: Config) -> list[Blueprint]:
    from app import account, patient, provider, pwa

    return [*account.pages(config), *patient.pages(config), *provider.pages(config), *pwa.pages(config)]

"""The application, built once in a process and put on each test's database.

Its four hundred addresses take a quarter of a second to bind and its templates as long to compile, and neither
differs between two tests. What may differ is given anew or put back to what it was when the application was built.
"""

from __future__ import annotations

from typing import Any

from flask import Flask

from app.config import Config
from app.db import Database

_built: dict[tuple, tuple[Flask, dict[str, Any]]] = {}


def on(config: Config, database: Database, use: str = "") -> Flask:
    """The whole application with these settings on this database. Two of one test need a `use` each.

    A test that adds pages of its own calls `create_app`: pages cannot be taken away.
    """
    key = (use, config.env, config.secure, config.trusted_proxies)  # what create_app itself reads of the settings
    if key not in _built:
        from app import create_app  # here, so that a fault in one page does not stop the tests of the rules

        app = create_app(config, database)
        _built[key] = app, _kept(app)
    app, kept = _built[key]
    _put_back(app, kept)
    app.extensions["handrail.config"] = config
    app.extensions["handrail.database"] = database
    database.info["vault"] = database.info["vault"] or config.vault
    app.config["SECRET_KEY"] = config.secret_key
    app.jinja_env.globals["config_practice"] = config.practice
    return app


def _kept(app: Flask) -> dict[str, Any]:
    assets = vars(app.extensions["handrail.assets"])
    return {
        "config": dict(app.config),
        "extensions": dict(app.extensions),
        "assets": {**assets, "files": dict(assets["files"])},
        "globals": dict(app.jinja_env.globals),
        "filters": dict(app.jinja_env.filters),
        "views": dict(app.view_functions),
        "wsgi_app": vars(app).get("wsgi_app"),
    }


def _put_back(app: Flask, kept: dict[str, Any]) -> None:
    places = {
        "config": app.config,
        "extensions": app.extensions,
        "globals": app.jinja_env.globals,
        "filters": app.jinja_env.filters,
        "views": app.view_functions,
    }
    for name, place in places.items():
        place.clear()
        place.update(kept[name])
    assets = app.extensions["handrail.assets"]
    vars(assets).update({**kept["assets"], "files": dict(kept["assets"]["files"])})
    if kept["wsgi_app"] is None:
        vars(app).pop("wsgi_app", None)
    else:
        vars(app)["wsgi_app"] = kept["wsgi_app"]

"""What the server under measurement serves: the product, beside a bare page in the same process.

The bare pages live in an application of their own under ``/bare``: plain Flask, one fixed template, the
same compression, as many bytes as the product's page.
"""

from __future__ import annotations

import os

from flask import Flask, render_template_string
from flask_compress import Compress
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from app import create_app
from app.config import Config

LINE = "<p class='line'>{{ n }} Walk to the corner shop and back, on Monday, Wednesday and Friday.</p>\n"
FIELD = "<form method='post'><label for='a'>Answer</label><input id='a' name='a'><button>Next</button></form>"
TEMPLATE = "<!doctype html><title>Bare</title>{% for n in range(lines) %}" + LINE + "{% endfor %}"


def bare() -> Flask:
    """A Flask with one page: ``/<size>`` renders about that many bytes from a fixed template."""
    page = Flask("bare")
    page.config.update(COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_BR_LEVEL=5, COMPRESS_MIN_SIZE=400)
    Compress(page)

    @page.get("/<int:size>")
    def show(size: int) -> str:
        return render_template_string(TEMPLATE, lines=max(1, size // 95))

    @page.get("/field/<int:size>")
    def field(size: int) -> str:
        return render_template_string(FIELD + TEMPLATE, lines=max(1, (size - len(FIELD)) // 95))

    return page


def build():  # type: ignore[no-untyped-def]
    product = create_app(Config.from_env(os.environ))
    product.wsgi_app = DispatcherMiddleware(product.wsgi_app, {"/bare": bare()})  # type: ignore[method-assign]
    return product


if os.environ.get("HANDRAIL_BENCH"):
    app = build()

"""The blueprint that every screen about an account belongs to."""

from app.web.pages import Pages

pages = Pages("account", __name__)

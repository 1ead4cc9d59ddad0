"""Signing in, invitations, own settings."""

from __future__ import annotations

from flask import Blueprint

from app.config import Config


def pages(config: Config) -> list[Blueprint]:
    """Every blueprint of this audience; demo sign-in links do not exist in production."""
    from app.account import demo, devices, home, invitation, sign_in
    from app.account.base import pages as account

    _screens = (devices, home, invitation, sign_in)
    return [account] if config.production else [account, demo.pages]

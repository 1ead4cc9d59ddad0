"""Signing in, invitations, own settings."""

from __future__ import annotations

from flask import Blueprint

from app.config import Config


def pages(config: Config) -> list[Blueprint]:
    """Every blueprint of this audience; demo sign-in links do not exist in production."""
    import app.account.back
    import app.account.card
    import app.account.close
    import app.account.demo
    import app.account.devices
    import app.account.emergency
    import app.account.guest
    import app.account.here
    import app.account.home
    import app.account.invitation
    import app.account.kept_codes
    import app.account.lock
    import app.account.passkeys
    import app.account.prove
    import app.account.second
    import app.account.set_up
    import app.account.sign_in
    import app.account.ways
    from app.account.base import pages as account

    always: list[Blueprint] = [account, app.account.guest.pages]
    return always if config.production else [*always, app.account.demo.pages]

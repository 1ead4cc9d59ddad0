"""``handrail push``: the keys that sign pushes."""

from __future__ import annotations

import os

import click
import sqlalchemy as sa

from app.cli import kit
from app.models import PushSubscription


@click.group("push")
def command() -> None:
    """The keys that sign pushes."""


@command.command("keys")
def keys() -> None:
    """How many devices subscribed under which key."""
    config = kit.settings()
    query = sa.select(PushSubscription.vapid_key_id, sa.func.count()).group_by(PushSubscription.vapid_key_id)
    with kit.database(config) as database, database.read() as session:
        counts = dict(session.execute(query).all())
    for pair, kind in ((config.vapid, "present"), *((old, "old") for old in config.old_vapid)):
        click.echo(f"{pair.key_id}  {kind:8} {counts.pop(pair.key_id, 0)}")
    for key_id, count in sorted(counts.items()):
        click.echo(f"{key_id}  unknown  {count}")


@command.command("rotate-keys")
def rotate_keys() -> None:
    """Make a new signing key. Devices keep arriving under the old one until each renews by itself.

    Start the server anew afterwards. `push keys` says how many devices still use the old key; when none does, its
    file may go.
    """
    from app.secrets import rotate_vapid

    config = kit.settings()
    if os.environ.get("HANDRAIL_VAPID_PRIVATE_KEY"):
        raise click.ClickException(
            "HANDRAIL_VAPID_PRIVATE_KEY names the key. Write the old key to a file, name that file in "
            "HANDRAIL_VAPID_OLD_KEYS, and set HANDRAIL_VAPID_PRIVATE_KEY to a new one."
        )
    fresh, kept = rotate_vapid(config.data, config.vapid.contact)
    click.echo(f"New key {fresh.key_id}. The old one goes on signing from {kept}. Start the server anew now.")

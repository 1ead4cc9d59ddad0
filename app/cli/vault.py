"""``handrail vault``: the keys under which the most private words and the secrets of devices are sealed at rest."""

from __future__ import annotations

import click

from app.cli import kit
from app.jobs import resealing
from app.secrets import VAULT, new_vault_key


@click.group("vault")
def command() -> None:
    """Keys that seal at rest."""


@command.command("status")
def status() -> None:
    """How much stands under which key. Changes nothing."""
    config = kit.settings()
    click.echo(f"Sealing now: {config.vault.key_id or 'v1 (worked out from the secret key)'}")
    with kit.database(config) as database:
        for name, keys in sorted(resealing.counts(database).items()):
            click.echo(f"{name}: " + ", ".join(f"{count} under {key}" for key, count in sorted(keys.items())))


@command.command("new-key")
def new_key() -> None:
    """Make a new key in the data folder; the one before goes on opening. Then restart, and rotate."""
    config = kit.settings()
    if (config.data / VAULT).exists() and config.vault_key != (config.data / VAULT).read_text().strip():
        raise click.ClickException(
            "The key comes from HANDRAIL_VAULT_KEY. Set a new one there, and name the old one in "
            "HANDRAIL_VAULT_OLD_KEYS."
        )
    kept = new_vault_key(config.data, config.vault_key)
    click.echo(f"A new key is in {VAULT}." + (f" The old one is kept in {kept.name}." if kept else ""))
    click.echo("Restart the server and the sender, then type: handrail vault rotate")


@command.command("rotate")
def rotate() -> None:
    """Seal everything anew under the key that seals now. Safe to stop and to run again."""
    config = kit.settings()
    with kit.database(config) as database:
        done = resealing.reseal(database, config.vault)
    for name in sorted({*done.resealed, *done.fresh, *done.unreadable}):
        click.echo(f"{name}: {done.resealed[name]} sealed anew, {done.fresh[name]} were, ", nl=False)
        click.echo(f"{done.unreadable[name]} cannot be opened")
    click.echo(f"Sealed anew: {sum(done.resealed.values())}. Under the key {config.vault.key_id or 'v1'} now.")
    if lost := sum(done.unreadable.values()):
        raise click.ClickException(
            f"{lost} values cannot be opened: their key is missing. Name it in HANDRAIL_VAULT_OLD_KEYS, and run this "
            "again before you throw any key away."
        )
    click.echo("Nothing needs the old keys any more.")

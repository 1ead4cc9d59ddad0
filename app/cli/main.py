"""All commands under one name. Each group has a file of its own and is only loaded when it is called."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = ("serve", "demo", "questionnaires", "reminders", "staff", "patients", "translations", "migrations")


class _Commands(click.Group):
    """Commands by the name of their file, so that one command does not pay for loading the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"app.cli.{name}").command
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="handrail")
def main() -> None:
    """Care planning together, on a person's own phone."""

"""All commands under one name. Each group has a file of its own and is only loaded when it is called."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from app.config import in_production

COMMANDS = (
    "serve",
    "demo",
    "questionnaires",
    "glossary",
    "reminders",
    "push",
    "staff",
    "patients",
    "audit",
    "vault",
    "facts",
    "export",
    "import",
    "translations",
    "migrations",
    "burden-list",
)
FILES = {"export": "plan_export", "import": "plan_import", "burden-list": "burden_list"}
"""Commands whose file has another name."""


class _Commands(click.Group):
    """Commands by the name of their file, so that one command does not pay for loading the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in COMMANDS if _exists(name)]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if not _exists(name):
            return None
        command: click.Command = import_module(f"app.cli.{FILES.get(name, name)}").command
        return command

    def main(self, *args: Any, standalone_mode: bool = True, **more: Any) -> Any:
        """Run, and end with a status: 0, 1 for what could not be done, 2 for a command that was called wrongly.

        Every error is one line; one about how to call a command says where to look that up.
        """
        if not standalone_mode:
            return super().main(*args, standalone_mode=False, **more)  # type: ignore[call-overload]
        try:
            status = super().main(*args, standalone_mode=False, **more)  # type: ignore[call-overload]
        except click.exceptions.NoArgsIsHelpError as question:
            question.show()
            sys.exit(question.exit_code)
        except click.UsageError as mistake:
            words = " ".join(mistake.format_message().split())
            where = mistake.ctx.command_path if mistake.ctx else "handrail"
            click.echo(f"Error: {words} To see how, type: {where} --help", err=True)
            sys.exit(mistake.exit_code)
        except click.ClickException as problem:
            problem.show()
            sys.exit(problem.exit_code)
        except click.Abort:
            click.echo("Stopped; nothing was changed.", err=True)
            sys.exit(1)
        sys.exit(status if isinstance(status, int) else 0)


def _exists(name: str) -> bool:
    """The demo is not there in production, by any spelling."""
    return name in COMMANDS and (name != "demo" or not in_production())


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="handrail")
def main() -> None:
    """Care planning together, on a person's own phone."""

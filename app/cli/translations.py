"""``handrail translations``: gather what is said, hand it to translators, and hold every language to it."""

from __future__ import annotations

import click

from app.cli import catalogue


@click.group("translations")
def command() -> None:
    """The words of the product in every language."""


@command.command("extract")
def extract() -> None:
    """Write translations/messages.pot anew from code and templates."""
    fresh = catalogue.extract()
    catalogue.TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.TEMPLATE.write_text(catalogue.as_text(fresh), encoding="utf-8")
    click.echo(f"{len(fresh)} messages.")


@command.command("update")
def update() -> None:
    """Bring every language's catalogue in line with messages.pot. New messages are left empty."""
    if not catalogue.TEMPLATE.exists():
        raise click.ClickException("There is no translations/messages.pot. Run: handrail translations extract")
    template = catalogue.load(catalogue.TEMPLATE)
    for tag in catalogue.offered():
        updated = catalogue.updated(tag, template)
        place = catalogue.place(tag)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(catalogue.as_text(updated), encoding="utf-8")
        missing = sum(1 for message in updated if message.id and not message.string)
        click.echo(f"{tag}: {len(updated)} messages, {missing} to translate.")


@command.command("check")
@click.option("--most", default=20, show_default=True, help="How many problems to list.")
def check(most: int) -> None:
    """Status 1 unless messages.pot is fresh and every offered language is complete and fits its placeholders."""
    fresh = catalogue.extract()
    stored = catalogue.TEMPLATE.read_text(encoding="utf-8") if catalogue.TEMPLATE.exists() else ""
    if stored != catalogue.as_text(fresh):
        raise click.ClickException(
            "translations/messages.pot is not what the code says. "
            "Run: handrail translations extract && handrail translations update"
        )
    found = [*catalogue.form_problems()]
    for tag in catalogue.offered():
        found += catalogue.problems(tag, fresh)
    for line in found[:most]:
        click.echo(line, err=True)
    if found:
        raise click.ClickException(f"{len(found)} things to translate or to mend; the first stand above.")
    click.echo(f"{len(fresh)} messages, complete in {', '.join(catalogue.offered())}.")

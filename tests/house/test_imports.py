"""Who may import whom: the table of the house, and a failure for any other arrow."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import APP, files, imports, name, tree

BELOW = frozenset({"access", "models", "foundation"})
PAGES = BELOW | {"web", "care", "fhir"}
EVERYTHING = PAGES | {"account", "jobs", "migrations", "patient", "provider", "push", "pwa"}
MAY_IMPORT = {
    "": EVERYTHING | {"cli"},
    "cli": EVERYTHING | {""},
    "jobs": BELOW | {"push", "care"},
    "account": PAGES,
    "patient": PAGES,
    "provider": PAGES,
    "pwa": PAGES,
    "fhir": BELOW | {"care"},
    "web": BELOW,
    "push": frozenset({"models", "foundation"}),
    "care": BELOW,
    "access": frozenset({"models", "foundation"}),
    "models": frozenset({"foundation"}),
    "foundation": frozenset({"foundation"}),
    "migrations": frozenset({"models", "foundation"}),  # env.py alone; a version names nothing of app
}
NO_PYTHON = {"content", "static", "templates"}
OF_THE_WEB = {"flask", "flask_login", "flask_wtf", "flask_compress", "wtforms", "jinja2", "werkzeug"}
KNOWS_NO_WEB = {"care", "access", "models", "push", "jobs", "fhir"}


def layer(path: Path) -> str:
    parts = path.relative_to(APP).parts
    if len(parts) > 1:
        return parts[0]
    return "" if parts[0] == "__init__.py" else "foundation"


def layer_of_name(dotted: str) -> str | None:
    """The layer that an imported name belongs to; None when it is not ours."""
    parts = dotted.split(".")
    if parts[0] != "app":
        return None
    if len(parts) == 1:
        return ""
    if (APP / parts[1]).is_dir():
        return parts[1]
    return "foundation" if (APP / f"{parts[1]}.py").exists() else ""


def arrows() -> Iterator[tuple[Path, int, str]]:
    """Everything that a module of ours imports: the module, the line, the dotted name."""
    for path in files("app", ".py"):
        for line, dotted in imports(path):
            yield path, line, dotted


def test_every_folder_is_in_the_table():
    folders = {p.relative_to(APP).parts[0] for p in files("app", ".py") if p.parent != APP}
    unknown = folders - set(MAY_IMPORT) - NO_PYTHON
    assert not unknown, (
        f"app/{', app/'.join(sorted(unknown))}: a new folder. Put the code into an existing one, or name the "
        "folder and what it may import in MAY_IMPORT here and in the README's table."
    )


def test_data_folders_hold_no_python():
    found = [
        name(p)
        for p in files("app", ".py")
        if layer(p) in NO_PYTHON and (p.name != "__init__.py" or len(tree(p).body) > 1)
    ]
    assert not found, f"{found}: these folders hold data. Write the code in app/care or app/web instead."


def test_imports_follow_the_table():
    wrong = []
    for path, line, dotted in arrows():
        mine, theirs = layer(path), layer_of_name(dotted)
        if theirs is None or theirs == mine or theirs in MAY_IMPORT.get(mine, ()):
            continue
        allowed = ", ".join(sorted(MAY_IMPORT.get(mine, ()))) or "nothing of app"
        wrong.append(f"{name(path)}:{line} imports {dotted}; {mine or 'app/__init__'} may import {allowed}")
    assert not wrong, "Move the shared part down to a layer both may import:\n" + "\n".join(wrong)


def test_rules_know_nothing_of_the_web():
    wrong = [
        f"{name(path)}:{line} imports {dotted}"
        for path, line, dotted in arrows()
        if layer(path) in KNOWS_NO_WEB and dotted.split(".")[0] in OF_THE_WEB
    ]
    assert not wrong, "Take plain arguments and return plain things; the view does the rest:\n" + "\n".join(wrong)


def test_pages_reach_rows_only_through_care_and_access():
    wrong = [
        f"{name(path)}:{line} imports {dotted}"
        for path, line, dotted in arrows()
        if layer(path) in {"patient", "provider", "pwa"} and dotted.split(".")[0] == "sqlalchemy"
    ]
    assert not wrong, (
        "A page builds no query. Write a function in app/care that takes the grant and uses access.records, "
        "and call that instead:\n" + "\n".join(wrong)
    )


def test_a_migration_names_nothing_of_app():
    wrong = [
        f"{name(path)}:{line} imports {dotted}"
        for path, line, dotted in arrows()
        if path.is_relative_to(APP / "migrations" / "versions") and dotted.split(".")[0] == "app"
    ]
    assert not wrong, (
        "A migration must still run when the app has moved on. Write the types out with sqlalchemy instead:\n"
        + "\n".join(wrong)
    )


@pytest.mark.parametrize("folder", ["care", "models"])
def test_the_walk_sees_files(folder: str):
    """A rule over no files holds for ever: make sure there is something to read."""
    assert files(f"app/{folder}", ".py")

"""How style sheets are written: logical directions, relative sizes, meanings instead of colours, few bytes."""

import re

import pytest

from tests.house.source import ROOT, name

CSS = ROOT / "app/static/css"
SHEETS = sorted(CSS.rglob("*.css"))
SIDES = "top|right|bottom|left"
FORBIDDEN = [
    (rf"(?<![\w-])(margin|padding|border)-({SIDES})\b", "write -block-start, -inline-end … instead"),
    (rf"(?<![\w-])({SIDES})\s*:", "write inset-block-start, inset-inline-end … instead"),
    (r"(?<![\w-])(min-|max-)?(width|height)\s*:", "write inline-size or block-size instead"),
    (r"(text-align|float|clear)\s*:\s*(left|right)\b", "write start, end, inline-start or inline-end instead"),
    (r"border-(top|bottom)-(left|right)-radius", "write border-start-start-radius … instead"),
    (r"font(-size)?\s*:[^;]*\d(px|vw|vh)\b", "write rem or em, so that text grows with the reader's setting"),
    (r"(margin|padding|gap)[\w-]*\s*:[^;]*\d{2,}px\b", "write rem, so that space grows with the text"),
    (r"!important", "put the rule into the layer where it belongs instead"),
    (r"@import|url\((?!data:)", "list the sheet in patient.list or provider.list; nothing is loaded from a sheet"),
    (r"outline\s*:\s*(none|0)\b", "keep the focus ring, or draw another on the parent"),
    (r"animation\s*:", "let things stand still; a transition of var(--quick) shows where something went"),
]
ALLOWED = {  # each with its reason
    ("base.css", "!important"),  # hidden wins over any display
    ("base.css", "outline: none"),  # headings and main take focus by script and link, and are no controls
    ("components/choices.css", "outline: none"),  # the whole row shows the ring instead
}
COLOURS = {
    "tokens.css": "raw values",
    "components/person.css": "the bands, the same in light and dark",
    "components/invite.css": "a sheet of paper, which a camera reads: dark on white also in the dark",
    "components/paper.css": "what comes out of a printer: black on white also in the dark",
}


def without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group().count("\n"), text, flags=re.S)


def rules(path) -> str:
    """The text without comments and without the conditions of @media and @container."""
    return re.sub(r"@(media|container|supports)[^{]*", "@media ", without_comments(path.read_text()))


@pytest.mark.parametrize("path", SHEETS, ids=name)
def test_nothing_forbidden(path):
    text = rules(path)
    inside = path.relative_to(CSS).as_posix()
    wrong = []
    for pattern, advice in FORBIDDEN:
        for found in re.finditer(pattern, text):
            if (inside, re.sub(r"\s+", " ", found.group())) not in ALLOWED:
                line = text.count("\n", 0, found.start()) + 1
                wrong.append(f"{name(path)}:{line} has {found.group().strip()!r}: {advice}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", SHEETS, ids=name)
def test_colours_are_meanings(path):
    if path.relative_to(CSS).as_posix() in COLOURS:
        return
    found = re.findall(r"(?<![\w-])#[0-9a-fA-F]{3,8}\b(?=[^{}]*;)|\brgba?\(|\bhsla?\(", rules(path))
    assert not found, f"{name(path)} has {found}: use a meaning from tokens.css, such as var(--ink)"


@pytest.mark.parametrize("path", SHEETS, ids=name)
def test_every_rule_is_in_a_layer(path):
    depth, outside = 0, []
    for piece in re.findall(r"[^{};]+[{;]|[{}]", without_comments(path.read_text())):
        if depth == 0 and not piece.strip().startswith(("@layer", "}")):
            outside.append(piece.strip())
        depth += piece.count("{") - piece.count("}")
    assert not outside, f"{name(path)} has rules outside a layer: wrap them in @layer components {{ … }}: {outside}"


@pytest.mark.parametrize("path", SHEETS, ids=name)
def test_every_sheet_is_listed(path):
    listed = {line for each in CSS.glob("*.list") for line in each.read_text().split()}
    inside = path.relative_to(CSS).as_posix()
    assert inside in listed, f"add {inside} to patient.list or provider.list, or delete it"


@pytest.mark.parametrize("path", SHEETS, ids=name)
def test_meanings_exist(path):
    known = set(re.findall(r"(--[\w-]+)\s*:", "".join(sheet.read_text() for sheet in SHEETS)))
    unknown = set(re.findall(r"var\((--[\w-]+)", path.read_text())) - known
    assert not unknown, f"{name(path)} uses {unknown}, which tokens.css does not give a value"

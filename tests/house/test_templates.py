"""What no template holds: inline script or style, unescaped text, a form that posts without its token."""

import re

import pytest

from tests.house.source import APP, files, name

TEMPLATES = files("app/templates", ".html")
FORBIDDEN = [
    (r"""\sstyle\s*=\s*["'{]""", "write a class and put the rule into static/css/components instead"),
    (r"""\son[a-z]+\s*=\s*["'{]""", "write data-module and put the handler into static/js/modules instead"),
    (r"<style\b", "put the rules into static/css instead"),
    (r"\|\s*safe\b", "build the markup in the template, or hand over markupsafe.Markup from tested code"),
    (r"autoescape\s+false", "leave escaping on and build the markup in the template"),
    (r"""(href|src|action)\s*=\s*["']\s*javascript:""", "write a form or a link to a page instead"),
    (
        r"""(src|href)\s*=\s*["'](https?:)?//""",
        "serve the file from static/ instead: no third party sees our readers",
    ),
    (r"user-scalable\s*=\s*no|maximum-scale", "leave zooming to the reader: take it out"),
    (r"\sautofocus\b(?![^>]*data-ok)", "let the reader start at the top of the page: take it out"),
    (r"\btarget\s*=\s*[\"']_blank", "open pages in the same tab: the back button must work"),
    (r"\bdraggable\s*=", "use buttons: no drag anywhere"),
]


def without_comments(text: str) -> str:
    return re.sub(r"\{#.*?#\}", lambda m: "\n" * m.group().count("\n"), text, flags=re.S)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_nothing_forbidden(path):
    text = without_comments(path.read_text(encoding="utf-8"))
    wrong = []
    for pattern, advice in FORBIDDEN:
        for found in re.finditer(pattern, text, flags=re.I):
            line = text.count("\n", 0, found.start()) + 1
            wrong.append(f"{name(path)}:{line} has {found.group().strip()!r}: {advice}")
    for found in re.finditer(r"<script\b[^>]*>", text, flags=re.I):
        tag = found.group()
        if "src=" in tag or ('type="importmap"' in tag and "nonce=" in tag):
            continue
        line = text.count("\n", 0, found.start()) + 1
        wrong.append(f"{name(path)}:{line} has an inline script: write a module in static/js/modules instead")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_posting_form_has_its_token(path):
    text = without_comments(path.read_text(encoding="utf-8"))
    wrong = []
    for form in re.finditer(r"<form\b(?P<attributes>[^>]*)>(?P<body>.*?)(</form>|\Z)", text, flags=re.S | re.I):
        posts = re.search(r"""method\s*=\s*["']?post""", form["attributes"], flags=re.I)
        if posts and not re.search(r"csrf\(\)", form["body"]):
            line = text.count("\n", 0, form.start()) + 1
            wrong.append(f"{name(path)}:{line} posts without a token: write {{{{ csrf() }}}} inside the form")
        if not posts and "csrf()" in form["body"]:
            line = text.count("\n", 0, form.start()) + 1
            wrong.append(f'{name(path)}:{line} puts a token into the address: write method="post" or take it out')
    assert not wrong, "\n".join(wrong)


NO_WORDS = {"app/templates/provider/paper/find.html": "the number of a version, or a code that is printed on a page"}


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_what_is_typed_stands_in_no_address(path):
    text = without_comments(path.read_text(encoding="utf-8"))
    for form in re.finditer(r"<form\b[^>]*\bget\b[^>]*>.*?</form>", text, flags=re.I | re.S):
        typed = re.search(r"\{\{ *(field|textarea)\(|<textarea|<input[^>]*type=.(text|search)", form.group())
        assert name(path) in NO_WORDS or not typed, (
            f"{name(path)}: a form that is sent by GET puts what is typed into the address, which stands in "
            "histories and logs: post it and keep it with web/looked_for.py"
        )


def test_there_are_templates():
    assert TEMPLATES


ICON = re.compile(r"""\bicon(?:=|\()["']([a-z0-9-]+)["'](?! ~)""")


def test_every_icon_that_is_named_is_drawn():
    drawn = set(
        re.findall(r'<symbol id="([a-z0-9-]+)"', (APP / "static/icons/icons.svg").read_text(encoding="utf-8"))
    )
    assert len(drawn) > 50
    missing = [
        f"{name(path)} names the icon {found!r}"
        for path in TEMPLATES
        for found in ICON.findall(path.read_text(encoding="utf-8"))
        if found not in drawn
    ]
    assert not missing, "Draw it in static/icons/icons.svg, or take one that is there:\n" + "\n".join(missing)

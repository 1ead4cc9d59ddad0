"""The page checks themselves: a good page passes, and each fault is found with its advice."""

import pytest

from tests.support import page_checks, untranslated
from tests.support.html import parse

GOOD = """<!doctype html><html lang="en" dir="ltr"><head><title>Today</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head><body><main><h1>Today</h1>
<form method="post" action="/x"><input type="hidden" name="csrf_token" value="t">
<label for="a">Note</label><input id="a" name="a" aria-describedby="h"><p id="h">Short</p>
<fieldset><legend>How?</legend><label><input type="radio" name="r" value="1"> One</label></fieldset>
<button>Save</button></form><h2>Later</h2><svg aria-hidden="true"><path d="M0 0"/></svg></main></body></html>"""


def advice(html: str) -> str:
    return "\n".join(page_checks.check(parse(html), "en", "ltr"))


def test_a_good_page_passes():
    assert advice(GOOD) == ""


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        ("<!doctype html>", "", "doctype"),
        ('lang="en"', 'lang="es"', 'lang="en"'),
        ('dir="ltr"', 'dir="rtl"', 'dir="ltr"'),
        ("<title>Today</title>", "<title></title>", "title"),
        ("<h1>Today</h1>", "<h2>Today</h2>", "exactly one <h1>"),
        ("<h2>Later</h2>", "<h1>Later</h1>", "exactly one <h1>"),
        ("<h2>Later</h2>", "<h4>Later</h4>", "<h2> instead of <h4>"),
        ("<h2>Later</h2>", '<h2 id="a">Later</h2>', "stands 2 times"),
        ("<h2>Later</h2>", '<h2 style="color: red">Later</h2>', "has style="),
        ("<h2>Later</h2>", '<h2 onclick="x()">Later</h2>', "has onclick="),
        ("<h2>Later</h2>", "<script>x()</script>", "inline script"),
        ("<h2>Later</h2>", "<style>a {}</style>", "static/css"),
        ("<h2>Later</h2>", '<a href="javascript:x()">Later</a>', "runs a script"),
        ("<h2>Later</h2>", '<a href="/later"></a>', "has no name"),
        ("<h2>Later</h2>", '<img src="/i.png">', "has no alt"),
        ("<h2>Later</h2>", '<script src="https://cdn.example/x.js"></script>', "no third party"),
        ("<h2>Later</h2>", "<div><h2>Later</h2>", "is not closed"),
        ('<label for="a">Note</label>', "", "has no label"),
        ('<p id="h">', "<p>", "at nothing"),
        ("<legend>How?</legend>", "", "have no question"),
        ('<input type="hidden" name="csrf_token" value="t">', "", "has 0 tokens"),
        ('method="post"', 'method="get"', "into the address"),
        ("<button>Save</button>", "", "cannot be sent"),
        ("initial-scale=1", "initial-scale=1, user-scalable=no", "zoom"),
        (' aria-hidden="true"', "", "speaks to nobody"),
    ],
)
def test_each_fault_is_found(good: str, bad: str, words: str):
    assert good in GOOD
    assert words in advice(GOOD.replace(good, bad))


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("<p>⟦Töday ~~⟧</p>", ""),
        ("<p>Today</p>", "Today"),
        ("<p>⟦Hëllö, Rosa ~~⟧ 12</p>", ""),
        ("<p>Walk to the lake</p>", ""),
        ("<p>⟦Wälk ~~⟧: Walk to the lake, more</p>", "more"),
        ("<p>Saturday 21 November</p>", ""),
        ('<p translate="no">Handrail code</p>', ""),
        ('<p lang="es">Español</p>', ""),
        ('<p aria-label="Close">⟦x ~⟧</p>', "Close"),
    ],
)
def test_untranslated_words_are_found(body: str, left: str):
    page = parse(f'<!doctype html><html lang="en-XA"><head><title>⟦x ~⟧</title></head><body>{body}</body></html>')
    found = "\n".join(untranslated.find(page, {"Rosa", "Walk to the lake"}))
    assert bool(found) == bool(left)
    assert left in found

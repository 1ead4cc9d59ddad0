"""What holds on every page. Each check yields advice; a good page yields none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tests.support.html import Node

UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-errormessage", "form", "list")


def check(page: Node, lang: str, direction: str) -> list[str]:
    """All advice for one page in one language."""
    return [
        *_document(page, lang, direction),
        *_headings(page),
        *_ids(page),
        *_names(page),
        *_groups(page),
        *_nothing_inline(page),
        *_forms(page),
        *_own_files(page),
    ]


def _document(page: Node, lang: str, direction: str) -> Iterator[str]:
    if page.attrs["doctype"].lower() != "doctype html":
        yield "write <!doctype html> first (extend one of the layouts)"
    yield from filter(None, page.attrs["unclosed"].split("\n"))
    html = page.first("html")
    if html is None:
        yield "extend one of the layouts: there is no <html>"
        return
    if html.attrs.get("lang") != lang:
        yield f'write <html lang="{lang}"> instead of {html.attrs.get("lang")!r}'
    if html.attrs.get("dir", "ltr") != direction:
        yield f'write <html dir="{direction}"> instead of {html.attrs.get("dir")!r}'
    title = page.first("title")
    if title is None or not title.text:
        yield "fill the block title: say where the reader is"
    if len(page.all("main")) != 1:
        yield f"write one <main>, not {len(page.all('main'))}"
    viewport = page.first("meta", name="viewport")
    if viewport is None:
        yield 'write <meta name="viewport" content="width=device-width, initial-scale=1">'
    elif re.search(r"user-scalable|maximum-scale", viewport.attrs.get("content", "")):
        yield "take user-scalable and maximum-scale out of the viewport: readers zoom"


def _headings(page: Node) -> Iterator[str]:
    headings = [n for n in page.all("h1", "h2", "h3", "h4", "h5", "h6") if not _apart(n)]
    first = [h for h in headings if h.tag == "h1"]
    if len(first) != 1:
        yield f"write exactly one <h1>, not {len(first)}"
    before = 0
    for heading in headings:
        level = int(heading.tag[1])
        if level > before + 1 and before:
            yield f"write <h{before + 1}> instead of <{heading.tag}> for {heading.text!r}: no level is left out"
        if not heading.text:
            yield f"{heading} is empty: write its words or take it out"
        before = level
    if headings and headings[0].tag != "h1":
        yield f"let <h1> come before {headings[0]} ({headings[0].text!r})"


def _apart(node: Node) -> bool:
    """Dialogs have headings of their own; a list of what to put right comes before the page's heading."""
    alerts = any(above.attrs.get("role") == "alert" for above in node.ancestors())
    return alerts or node.inside("dialog", "template") is not None


def _ids(page: Node) -> Iterator[str]:
    ids = Counter(n.attrs["id"] for n in page.walk() if "id" in n.attrs)
    for name, times in ids.items():
        if times > 1:
            yield f'id="{name}" stands {times} times: make it unique, for example with the row\'s key'
    for node in page.walk():
        for attribute in REFERENCES:
            for name in node.attrs.get(attribute, "").split():
                if name not in ids:
                    yield f'{node} points with {attribute}="{name}" at nothing: write that id or take it out'


def _names(page: Node) -> Iterator[str]:
    labels = {n.attrs["for"] for n in page.all("label") if "for" in n.attrs and n.text}
    for node in page.all("input", "select", "textarea"):
        if node.attrs.get("type") in UNLABELLED:
            continue
        wrapped = node.inside("label")
        if not (node.attrs.get("id") in labels or (wrapped and wrapped.text) or _aria_name(node)):
            yield f"{node} has no label: write <label for=…> with words"
    for node in page.all("button", "a", "summary"):
        if node.tag == "a" and "href" not in node.attrs:
            continue
        pictures = any(i.attrs.get("alt") for i in node.all("img")) or any(t.text for t in node.all("title"))
        if not (node.text or pictures or _aria_name(node)):
            yield f"{node} has no name: write words inside it, or aria-label"
    for node in page.all("img"):
        if "alt" not in node.attrs:
            yield f'{node} has no alt: describe it, or write alt="" when it only decorates'
    for node in page.all("svg"):
        if not (node.attrs.get("aria-hidden") == "true" or _aria_name(node) or node.first("title")):
            yield f'{node} speaks to nobody: write aria-hidden="true", or role="img" and aria-label'
    for node in page.all("table"):
        if not (node.first("caption") or _aria_name(node)):
            yield f"{node} has no caption: write <caption>"


def _aria_name(node: Node) -> bool:
    return bool(node.attrs.get("aria-label", "").strip() or node.attrs.get("aria-labelledby"))


def _groups(page: Node) -> Iterator[str]:
    radios: dict[tuple[int, str], list[Node]] = {}
    for node in page.all("input", type="radio"):
        radios.setdefault((id(node.inside("form")), node.attrs.get("name", "")), []).append(node)
    for (_, name), group in radios.items():
        fieldset = group[0].inside("fieldset")
        named = fieldset and fieldset.first("legend") and fieldset.first("legend").text
        roles = [a for a in group[0].ancestors() if a.attrs.get("role") in {"radiogroup", "group"}]
        if not named and not any(_aria_name(a) for a in roles):
            yield f'the choices named "{name}" have no question: put them into <fieldset><legend>…'


def _nothing_inline(page: Node) -> Iterator[str]:
    for node in page.walk():
        if "style" in node.attrs:
            yield f"{node} has style=: write a class and put the rule into static/css instead"
        for attribute in node.attrs:
            if attribute.startswith("on"):
                yield f"{node} has {attribute}=: write data-module and a file in static/js/modules instead"
        for attribute in ("href", "src", "action", "formaction"):
            if node.attrs.get(attribute, "").strip().lower().startswith("javascript:"):
                yield f"{node} runs a script from {attribute}: write a form or a link to a page instead"
    for node in page.all("style"):
        yield f"{node}: put the rules into static/css instead"
    for node in page.all("script"):
        is_map = node.attrs.get("type") == "importmap" and node.attrs.get("nonce")
        if "src" not in node.attrs and not is_map:
            yield f"{node} is an inline script: write a module in static/js/modules instead"


def _forms(page: Node) -> Iterator[str]:
    for form in page.all("form"):
        tokens = [n for n in form.all("input", name="csrf_token") if n.attrs.get("value")]
        posts = form.attrs.get("method", "get").lower() == "post"
        if posts and len(tokens) != 1:
            where = form.attrs.get("action", "here")
            yield f"{form} to {where} has {len(tokens)} tokens: write {{{{ csrf() }}}} once"
        if not posts and tokens:
            yield f"{form} would put its token into the address: write method=post, or take {{{{ csrf() }}}} out"
        if form.inside("form"):
            yield f"{form} stands inside another form: browsers drop it"
        sends = (
            form.all("button") + form.all("input", type="submit") + page.all("button", form=form.attrs.get("id", "-"))
        )
        if not any(n.attrs.get("type", "submit") in {"submit", "image"} for n in sends):
            yield f"{form} cannot be sent without a script: write a <button>"
    for button in page.all("button"):
        if button.inside("a") or any(n.tag in {"a", "button"} for n in button.walk() if n is not button):
            yield f"{button}: a button inside a link (or the other way round) is neither"


def _own_files(page: Node) -> Iterator[str]:
    for node in page.all("script", "link", "img", "source", "iframe", "audio", "video"):
        for attribute in ("src", "href"):
            address = node.attrs.get(attribute, "")
            if re.match(r"(https?:)?//", address) and node.attrs.get("rel") != "canonical":
                yield f"{node} loads {address}: serve it from static/ instead, no third party sees our readers"

"""A small reading of HTML: elements, attributes and text, with nothing but the standard library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
UNSEEN = frozenset({"script", "style", "template", "head", "noscript"})


@dataclass
class Node:
    """One element. Children are elements and strings, in order."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    parent: Node | None = None
    children: list[Node | str] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """This element and everything below it, in document order."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def all(self, *tags: str, **attrs: str) -> list[Node]:
        """Elements below with one of the tags (any when none is named) and all the attributes."""
        return [
            node
            for node in self.walk()
            if (not tags or node.tag in tags) and all(node.attrs.get(k) == v for k, v in attrs.items())
        ]

    def first(self, *tags: str, **attrs: str) -> Node | None:
        """The first of `all`, or None."""
        return next(iter(self.all(*tags, **attrs)), None)

    def ancestors(self) -> Iterator[Node]:
        """Parent, its parent and so on."""
        if self.parent:
            yield self.parent
            yield from self.parent.ancestors()

    def inside(self, *tags: str) -> Node | None:
        """The nearest ancestor with one of the tags."""
        return next((node for node in self.ancestors() if node.tag in tags), None)

    @property
    def text(self) -> str:
        """The text inside, white space squeezed."""
        return re.sub(r"\s+", " ", "".join(self._texts())).strip()

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in UNSEEN:
                gap = "" if child.tag in {"a", "abbr", "b", "bdi", "em", "i", "span", "strong", "time"} else " "
                yield gap
                yield from child._texts()
                yield gap

    def strings(self) -> Iterator[tuple[Node, str]]:
        """Every piece of visible text with the element it stands in."""
        for child in self.children:
            if isinstance(child, str):
                if child.strip():
                    yield self, child.strip()
            elif child.tag not in UNSEEN:
                yield from child.strings()

    def __str__(self) -> str:
        shown = "".join(f' {k}="{v}"' for k, v in self.attrs.items() if k in {"id", "name", "class", "type", "href"})
        return f"<{self.tag}{shown}>"


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Node("#document")
        self.doctype = ""
        self.unclosed: list[str] = []

    def handle_decl(self, decl: str) -> None:
        self.doctype = decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {k: v or "" for k, v in attrs}, self.here)
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:  # <path/> in a drawing
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        found = self.here
        while found.parent and found.tag != tag:
            found = found.parent
        if not found.parent:
            self.unclosed.append(f"</{tag}> closes nothing")
            return
        if found is not self.here and self.here.tag not in {"li", "p", "option", "dt", "dd", "td", "tr", "th"}:
            self.unclosed.append(f"{self.here} is not closed before </{tag}>")
        self.here = found.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def parse(text: str) -> Node:
    """The document's tree. `attrs` of the root hold `doctype` and `unclosed` (complaints, newline between)."""
    builder = _Builder()
    builder.feed(text)
    builder.close()
    builder.root.attrs = {"doctype": builder.doctype, "unclosed": "\n".join(builder.unclosed)}
    return builder.root

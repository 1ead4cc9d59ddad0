"""What a form says without asking: texts, answers of its own, and questions that cannot be answered here."""

from __future__ import annotations

from app.care.questionnaires.conditions import equal
from app.care.questionnaires.parts import Item, Text, Value
from app.care.questionnaires.state import Node, State
from app.care.questionnaires.totals import is_total
from app.i18n import _, format_number, locale_tag


def _why_not(why: str) -> str:
    """The reason why a question is shown and not asked, for the person."""
    if why == "file":
        return _("You cannot send a file here. Bring it to the visit, or show it to us then.")
    if why == "list":
        return _("The list of answers is not here. Tell us the answer at the visit.")
    return _("This cannot be answered here. Tell us at the visit.")


def to_read(state: State, node: Node) -> list[Text]:
    """The texts of an item that asks nothing here."""
    item = node.item
    if item.kind == "display":
        return [item.text] if item.text else []
    if item.is_given and is_total(item):
        return []  # nobody reads a bare score of themselves
    texts = [item.text] if item.text else []
    if item.is_given:
        values = state.counted.get(node.place, ())
        texts += [said(item, value) for value in values]
        if item.calculated is not None and not values:
            unknown = node.place in state.worked.calculated and state.worked.calculated[node.place] is None
            texts.append(_own(_("Not calculated") if unknown else _("Nothing to calculate yet")))
        return texts
    return [*texts, _own(_why_not(item.unanswerable))]


def said(item: Item, value: Value) -> Text:
    """An answer that the form gives itself, in words."""
    chosen = next((option.text for option in item.options if equal(option.value, value)), None)
    content = next(iter(value.values()))
    if chosen:
        return chosen
    if "valueBoolean" in value:
        return _own(_("Yes") if content else _("No"))
    if "valueQuantity" in value:
        number = format_number(content["value"]) if "value" in content else ""
        return _own(f"{number} {content.get('unit') or content.get('code') or ''}".strip())
    if isinstance(content, dict):
        return Text(str(content.get("display") or content.get("code") or content.get("reference") or ""))
    if isinstance(content, int | float):
        return _own(f"{format_number(content)} {item.unit}".strip())
    return Text(str(content))


def _own(words: str) -> Text:
    """Words of ours, which are in the reader's language already."""
    return Text(words, locale_tag())

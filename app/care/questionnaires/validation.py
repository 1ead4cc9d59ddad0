"""One answer as a form sends it, checked and turned into FHIR values; what is wrong is said in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from app.care.questionnaires import typed
from app.care.questionnaires.parts import Item, Option, Value
from app.care.questionnaires.typed import cleaned, wrong
from app.i18n import _, ngettext

OTHER = "other"
LISTED = ("autocomplete", "lookup", "combo-box")
"""Controls in which somebody types and picks from the list: the words come, not a key."""


def read_answer(item: Item, given: Sequence[str], other: str = "", unit: str = "", zone: str = "UTC") -> list[Value]:
    """The FHIR values of what was typed or chosen; an empty list when nothing was.

    ``given`` holds option keys for questions with options, ``true``/``false`` for yes and no, else the
    typed texts. ``other`` is the own text of an open choice, ``unit`` the key of the chosen unit, ``zone`` where
    the person lives, for moments. Raises :class:`Invalid` on the field ``answer``.
    """
    entries = [entry for raw in given if (entry := cleaned(raw, item))]
    if item.options and item.control in LISTED:
        values = [_picked(item, entry) for entry in entries]
    elif item.options:
        values = _chosen(item, entries, cleaned(other, item))
    else:
        values = [typed.read(item, entry, unit, zone) for entry in entries]
    _count(item, values)
    return values


def _picked(item: Item, entry: str) -> Value:
    """What was typed into a list with suggestions: one of its answers, in any language, or an own one."""
    wanted = entry.casefold()
    for option in item.options:
        if wanted in {words.casefold() for words in (option.text.source, *option.text.translations.values())}:
            return option.value
    if item.kind == "open-choice":
        return {"valueString": typed.text(item, entry)}
    raise wrong(_("Choose one of the answers that the list shows."))


def _chosen(item: Item, keys: list[str], other: str) -> list[Value]:
    by_key = {option.key: option for option in item.options}
    if any(key not in by_key and key != OTHER for key in keys):
        raise wrong(_("Choose one of the answers on this page."))
    chosen: list[Option] = [by_key[key] for key in dict.fromkeys(keys) if key != OTHER]
    values = [option.value for option in chosen]
    if item.kind == "open-choice":
        if OTHER in keys and not other:
            raise wrong(_("Write your own answer in the box, or choose another one."))
        if other and (OTHER in keys or not keys or item.repeats):
            values.append({"valueString": typed.text(item, other)})
    elif OTHER in keys:
        raise wrong(_("Choose one of the answers on this page."))
    if len(values) > 1 and any(option.exclusive for option in chosen):
        alone = next(option.text for option in chosen if option.exclusive)
        raise wrong(_("“%(answer)s” stands alone. Choose it, or choose others.", answer=alone))
    return values


def _count(item: Item, values: list[Value]) -> None:
    most = (item.max_answers or len(values)) if item.repeats and not item.multiplies else 1
    if len(values) > most:
        raise wrong(ngettext("Choose one answer only.", "Choose at most %(n)s answers.", most))
    if values and item.repeats and not item.multiplies and item.min_answers and len(values) < item.min_answers:
        raise wrong(ngettext("Choose at least %(n)s answer.", "Choose at least %(n)s answers.", item.min_answers))

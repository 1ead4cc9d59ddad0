"""Words on their ground: 7 to 1 where people read, 3 to 1 for the edges of controls, in light and in dark."""

import re

import pytest

from tests.house.source import ROOT

TOKENS = (ROOT / "app/static/css/tokens.css").read_text()
GROUNDS = ("page", "card")
WORDS = [
    *((ink, ground) for ink in ("ink", "soft", "act", "alarm", "self", "well") for ground in GROUNDS),
    ("ink", "act-wash"), ("soft", "act-wash"), ("act", "act-wash"),
    ("ink", "self-wash"), ("self", "self-wash"),
    ("ink", "well-wash"), ("ink", "alarm-wash"), ("alarm", "alarm-wash"),
    ("on-act", "act"),
]  # fmt: skip
EDGES = [(edge, ground) for edge in ("edge", "act", "alarm") for ground in GROUNDS]


def scheme(which: str) -> dict[str, str]:
    """Every meaning's colour. In the dark, meanings that are not named again stay as they are."""
    start = TOKENS.index("prefers-color-scheme: dark")
    light, dark = TOKENS[: TOKENS.index(".staff {")], TOKENS[start : TOKENS.index("@media", start)]
    names = dict(re.findall(r"--([\w-]+):\s*([^;]+);", light))
    if which == "dark":
        names |= dict(re.findall(r"--([\w-]+):\s*([^;]+);", dark))
    return names


def colour(names: dict[str, str], name: str) -> str:
    value = names[name]
    inner = re.match(r"var\(--([\w-]+)\)", value)
    return colour(names, inner.group(1)) if inner else value


def light(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((light(one), light(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("which", ["light", "dark"])
@pytest.mark.parametrize(("needed", "pairs"), [(7, WORDS), (3, EDGES)], ids=["words", "edges"])
def test_contrast(which, needed, pairs):
    names = scheme(which)
    weak = []
    for front, back in pairs:
        ratio = contrast(colour(names, front), colour(names, back))
        if ratio < needed:
            weak.append(
                f"--{front} on --{back} is {ratio:.1f} to 1 in the {which}: change a raw value until it is {needed}"
            )
    assert not weak, "\n".join(weak)


@pytest.mark.parametrize("which", ["light", "dark"])
def test_bands_carry_their_words(which):
    light_ones, _, rest = (
        (ROOT / "app/static/css/components/person.css").read_text().partition("prefers-color-scheme")
    )
    bands = [_long(one) for one in re.findall(r"--band: (#\w{3});", {"light": light_ones, "dark": rest}[which])]
    words = _long(colour(scheme(which), "on-look"))
    assert len(set(bands)) == len(bands) == 6
    assert all(contrast(band, words) >= 7 for band in bands), bands


def _long(colour):
    return colour if len(colour) == 7 else "#" + "".join(2 * letter for letter in colour[1:])

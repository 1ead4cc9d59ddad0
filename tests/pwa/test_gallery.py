"""Every component's example is a good page of its own, in every language and direction."""

import re

import pytest

from app.i18n import LANGUAGES, PSEUDO
from app.pwa import gallery

NO_EXAMPLE = {"field_parts"}  # pieces that only other components use


def components() -> set[str]:
    return {path.stem for path in gallery.EXAMPLES.parent.glob("*.html")}


def test_every_component_has_an_example():
    missing = components() - set(gallery.names()) - NO_EXAMPLE
    assert not missing, f"write templates/components/examples/{{{','.join(sorted(missing))}}}.html"
    assert set(gallery.names()) <= components()


@pytest.mark.parametrize("lang", [*LANGUAGES, PSEUDO])
def test_every_example_is_a_good_page(client_as, lang):
    reader = client_as(lang=lang)
    for name in gallery.names():
        page = reader.get(f"/gallery?only={name}")
        assert f'id="c-{name}"' in page.html


@pytest.mark.parametrize("name", sorted(components()))
def test_drawings_exist(name):
    sprite = (gallery.EXAMPLES.parents[2] / "static/icons/icons.svg").read_text()
    drawn = set(re.findall(r'symbol id="([\w-]+)"', sprite))
    text = (gallery.EXAMPLES.parent / f"{name}.html").read_text()
    used = set(re.findall(r'(?:draw|icon)\(\s*"([\w-]+)"', text)) | set(re.findall(r'icon="([\w-]+)"', text))
    used -= {start for start in used if start.endswith("-") and any(name.startswith(start) for name in drawn)}
    assert used <= drawn, f"draw {used - drawn} in static/icons/icons.svg"


def test_not_in_production(app, client_as, config):
    app.extensions["handrail.config"] = config.with_(env="production")
    client_as().get("/gallery", status=404)

"""The plan on paper: every line with its code and four boxes, whose answers and words, one page in short, a card."""

import re

import pytest
import sqlalchemy as sa

from app.care.plan import codes, decisions, notes, questions, reading
from app.models import ProxyGrant
from app.web import pdf
from tests.care.plan import plans
from tests.patient.offered import may_decide


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        return plans.offered(session, world.grant(session, world.nurse))


@pytest.fixture
def home(world):
    return f"/patients/{world.rosa_patient.id}/plan/paper"


def lines_of(database, world):
    with database.read() as session:
        items = [line.item for line in reading.current(session, world.grant(session, world.rosa)).items]
    return codes.of(world.rosa_patient.id, items)


def test_it_is_reached_from_the_plan_the_whole_plan_and_the_profile(client_as, world, home, keys):
    rosa, plan = client_as(world.rosa), home.removesuffix("/paper")
    for start, words in ((plan, "On paper"), (f"{plan}/whole", "Large print to mark")):
        assert rosa.get(rosa.get(start).link(words)).h1 == "On paper"
    profile = client_as(world.nurse).get(f"/team/patients/{world.rosa_patient.id}/")
    assert profile.link("On paper").endswith(home)


def test_each_line_has_its_code_and_four_equal_boxes(client_as, world, home, keys, database):
    page = client_as(world.rosa).get(f"{home}/booklet")
    made = lines_of(database, world)
    articles = [a for a in page.tree.all("article") if "paper-line" in a.attrs.get("class", "")]
    assert len(articles) == len(keys) == len(made)
    for article in articles:
        assert [li.text for li in article.all("li")][-4:] == ["Yes", "Not now", "No", "Let’s talk about it"]
        assert "My words:" in article.text
    assert all(page.says(code) for code in made.values())
    assert page.says("Your care goes on, whatever you answer here.", "Rosa Vega", "1948-05-04", "555 0100")
    assert not page.tree.first("main").all("input")


@pytest.mark.parametrize("size", ["16", "20", "24"])
def test_the_size_can_be_chosen(client_as, world, home, keys, size):
    page = client_as(world.rosa).get(f"{home}/booklet?size={size}")
    assert f"paper-{size}" in page.html
    assert "paper-16" in client_as(world.rosa).get(f"{home}/booklet?size=7").html


def test_own_words_answers_and_both_names_are_printed(client_as, world, home, keys, database):
    with database.write() as session:
        rosa = world.grant(session, world.rosa)
        decisions.decide(session, rosa, keys["activity"], 1, "no", "My knee  hurts <b>, see?")
        session.execute(sa.update(ProxyGrant).values(scopes=["see", "ask"]))
    with database.write() as session:
        questions.ask(session, world.grant(session, world.otto), keys["goal"], "Is the church too far?")
    own = client_as(world.rosa).get(f"{home}/booklet")
    assert own.says("You said no on", "My knee hurts <b>, see?", "Walk to church again.", "Otto, for Rosa")
    for reader in (world.otto, world.nurse):
        page = client_as(reader).get(f"{home}/booklet")
        assert page.says("Rosa said no on", "Is the church too far?")
    assert client_as(world.nurse).get(f"{home}/booklet").says("Otto, for Rosa")


def test_the_team_prints_in_the_persons_language(client_as, world, home, keys, database):
    with database.write() as session:
        session.merge(world.rosa_patient).language = "es"
    page = client_as(world.nurse).get(f"{home}/booklet")
    frame = next(n for n in page.tree.all("div") if "paper-frame" in n.attrs.get("class", ""))
    assert frame.attrs["lang"] == "es"
    assert "Sí" in frame.text


def test_the_card_names_whom_to_ring(client_as, world, home, keys):
    card = client_as(world.rosa).get(f"{home}/card")
    assert card.says("Rosa Vega", "1948-05-04", "911", "555 0100", "555 0111", "Otto Vega", "Whom to ring")
    otto = client_as(world.otto).get(f"{home}/card")
    assert otto.says("Rosa Vega", "911")
    assert not otto.says("1948-05-04")
    assert not otto.says("555 0142")


def test_before_the_first_version_the_pages_say_what_will_come(client_as, world, home):
    for path in ("", "/booklet", "/summary", "/card"):
        assert client_as(world.rosa).get(home + path).says("Your plan is not here yet")


def test_who_sees_the_paper(client_as, world, home, keys):
    for path in ("", "/booklet", "/summary", "/card"):
        client_as(world.stranger).get(home + path, status=404)
        client_as(world.ruben).get(home + path, status=404)
        client_as(world.clerk).get(home + path, status=403)
    client_as(world.rosa).get(f"{home}/other", status=404)


@pytest.mark.parametrize("sheet", ["", "/booklet", "/summary", "/card"])
def test_every_sheet_speaks_the_readers_language(client_as, world, home, keys, sheet):
    client_as(world.rosa, lang="en-XA").get(home + sheet)


def test_without_the_pdf_library_the_page_says_how_to_print(client_as, world, home, keys, monkeypatch):
    monkeypatch.setattr(pdf, "available", lambda: False)
    page = client_as(world.rosa).get(home)
    assert page.says("Pick “Save as PDF” as the printer.")
    assert "/file" not in page.html
    client_as(world.rosa).get(f"{home}/booklet/file", status=404)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://localhost/x.png", "data:image/png;base64,aa", "x.png"])
def test_a_file_fetches_nothing(url):
    with pytest.raises(ValueError, match="nothing is fetched"):
        pdf.refuse(url)


def test_the_file_is_a_pdf_where_it_can_be_made_and_absent_elsewhere(client_as, world, home, keys):
    rosa = client_as(world.rosa)
    if not pdf.available():  # this installation has no WeasyPrint: then no address makes a file
        rosa.get(f"{home}/summary/file", status=404)
        return
    for sheet in ("booklet", "summary", "card"):
        for paper in ("a4", "letter"):
            answer = rosa.http.get(f"{home}/{sheet}/file?page={paper}")
            assert answer.status_code == 200
            assert answer.data.startswith(b"%PDF-")
            assert answer.headers["Content-Disposition"] == f'attachment; filename="{sheet}.pdf"'
            assert answer.headers["Cache-Control"] == "no-store"
    rosa.get(f"{home}/summary/file?page=a0", status=404)


def test_a_real_file_holds_nothing_from_elsewhere():
    html = '<p>x</p><img src="file:///etc/hostname"><link rel="stylesheet" href="file:///etc/passwd">'
    sheets = ["@import 'file:///etc/passwd'; p { background: url(file:///etc/hostname) }"]
    if not pdf.available():  # not installed here: making a file is refused outright, nothing is fetched
        with pytest.raises(ImportError):
            pdf.from_html(html, sheets, "a4")
        return
    made = pdf.from_html(html, sheets, "a4")
    assert made.startswith(b"%PDF-")
    assert not re.search(rb"/Subtype\s*/Image", made)


def test_my_note_stands_beside_the_line_on_paper_and_in_the_text_file(client_as, world, home, keys, database):
    with database.write() as session:
        notes.write(session, world.grant(session, world.rosa), keys["goal"], "I see it another way.")
        notes.write(session, world.grant(session, world.nurse), keys["goal"], "Let us talk on Friday.")
    rosa, plan = client_as(world.rosa), home.removesuffix("/paper")
    assert rosa.get(f"{home}/booklet").says(
        "I see it another way.", "Note from You", "Let us talk on Friday.", "Nora"
    )
    assert rosa.get(f"{plan}/answers").says("Walk to church again.")
    text = rosa.http.post(f"{plan}/answers/file", data={"csrf_token": rosa.token()}).get_data(as_text=True)
    assert "I see it another way." in text
    assert "Let us talk on Friday." in text


def test_the_hours_stand_beside_each_number(client_as, world, home, database):
    with database.write() as session:
        phones = [
            {"name": "Night line", "number": "555 0199", "days": "all", "from_time": "17:00", "until_time": "08:00"}
        ]
        nurse = world.grant(session, world.nurse)
        plans.put(session, nurse, "before_hospital", phones=phones)
        plans.offered(session, nurse, ("goal",))
    assert client_as(world.rosa).get(f"{home}/card").says("555 0199", "17:00")


def test_a_helpers_answer_is_never_printed_as_the_persons_own(client_as, world, home, keys, database):
    with database.write() as session:
        session.execute(sa.update(ProxyGrant).values(scopes=["see", "decide"]))
    may_decide(database, world, world.otto)
    with database.write() as session:
        decisions.decide(session, world.grant(session, world.otto), keys["activity"], 1, "yes", "She likes it.")
    booklet = client_as(world.rosa).get(f"{home}/booklet")
    assert booklet.says("She likes it.", "Otto, for Rosa")
    assert not booklet.says("Your words with it")
    assert client_as(world.rosa).get(f"{home}/summary").says("Yes (Otto, for Rosa)")
    assert client_as(world.otto).get(f"{home}/booklet").says("Your words with it")

"""The most private words are sealed at rest, keys change while all goes on, and a lost key is said plainly."""

from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from app import clock
from app.access.private import PRIVATE_KINDS
from app.care.attachments import keeping
from app.care.plan.kinds import KINDS
from app.db import Base, new_id
from app.jobs import resealing
from app.models import (
    Answer,
    Assignment,
    Attachment,
    AttachmentData,
    ItemChange,
    ItemNote,
    NotRight,
    PlanItem,
    PushedReport,
    Question,
    Questionnaire,
    Response,
    Totp,
)
from app.models.plan import SEALED_KINDS
from app.sealing import COLUMNS, NO_KEY, NotOpen, is_sealed_value
from app.secrets import new_vault_key, vault_keys
from app.vault import KeyMissing, Unreadable, Vault, is_sealed, key_id
from tests import factories
from tests.care.progress import plans
from tests.push.test_vault import HERE
from tests.support.statements import Statements

pytestmark = pytest.mark.usefixtures("frozen_clock")
SECRET, OLD, NEW = "s" * 32, "o" * 32, "n" * 32
HUSH = "zzhush"
FORM = {"item": [{"linkId": "safe", "extension": [{"url": "https://handrail.example/extensions/alone",
        "valueBoolean": True}], "item": [{"linkId": "home"}]}, {"linkId": "walk"}]}  # fmt: skip


def fill(database):
    """Everything that is sealed, with words that are easy to find again; ids by name."""
    with database.write() as session:
        world = factories.world(session)
        rosa, patient = world.rosa.id, world.rosa_patient.id
        version = plans.version(session, world.rosa_patient, world.nurse)
        wish = plans.item(session, version, "advance_wish", sort="matters", words=f"{HUSH} at home", who=["Ana"])
        wish.reason = f"{HUSH} asked"
        walk = plans.item(session, version, "activity", what="An open walk")
        draft = ItemChange(
            plan_id=version.plan_id, patient_id=patient, base_number=1, action="change", state="draft", key=wish.key,
            kind="advance_wish", content={"words": f"{HUSH} é draft"}, author_id=rosa, capacity="self",
            drafter_id=rosa, created_at=clock.now(), updated_at=clock.now(),
        )  # fmt: skip
        pushed = PushedReport(patient_id=patient, words=f"{HUSH} pushed", actor_id=rosa, to_id=world.admin.id,
                              sent_at=clock.now())  # fmt: skip
        said = NotRight(patient_id=patient, seq=1, what="other", words=f"{HUSH} not right", actor_id=rosa,
                        capacity="self", at=clock.now())  # fmt: skip
        form = Questionnaire(url="urn:f", version="1", title="F", digest="d", document=FORM, imported_at=clock.now())
        note = ItemNote(patient_id=patient, key=wish.key, number=1, words=f"{HUSH} beside it", actor_id=rosa,
                        capacity="self", at=clock.now())  # fmt: skip
        question = Question(patient_id=patient, key=wish.key, number=1, words=f"{HUSH} who?", asked_by_id=rosa,
                            capacity="self", asked_at=clock.now(), promised_by=clock.now(),
                            answer=f"{HUSH} you")  # fmt: skip
        session.add_all([draft, pushed, said, form, note, question])
        session.flush()
        day = clock.today(factories.ZONE)
        asked = Assignment(patient_id=patient, questionnaire_id=form.id, reader_id=world.nurse.id, opens_on=day,
                           closes_on=day, assigned_by_id=world.nurse.id, assigned_at=clock.now())  # fmt: skip
        session.add(asked)
        session.flush()
        response = Response(patient_id=patient, questionnaire_id=form.id, assignment_id=asked.id,
                            started_at=clock.now(), started_by_id=rosa,
                            frozen={"active": [f"{HUSH} home"], "calculated": {}})  # fmt: skip
        session.add(response)
        session.flush()
        for link, words, private in (("home", f"{HUSH} home", True), ("walk", "An open answer", False)):
            session.add(Answer(patient_id=patient, response_id=response.id, link_id=link, values=[words],
                               private=private, actor_id=rosa, capacity="self", answered_at=clock.now()))  # fmt: skip
        session.flush()
        return SimpleNamespace(
            wish=wish.id,
            walk=walk.id,
            note=note.id,
            question=question.id,
            draft=draft.id,
            pushed=pushed.id,
            said=said.id,
            world=world,
        )


def raw(database) -> str:
    """All that lies in the database, as somebody reads it who has a copy of it."""
    with database.engine.connect() as connection:
        return repr([connection.execute(sa.text(f'SELECT * FROM "{name}"')).all() for name in Base.metadata.tables])


def keys(database):
    return {key for found in resealing.counts(database).values() for key in found}


def test_sealed_at_rest_and_clear_in_the_program(each_database):
    each_database.info["vault"] = Vault(SECRET, OLD)
    made = fill(each_database)
    lies = raw(each_database)
    assert HUSH not in lies
    assert "An open walk" in lies
    assert "An open answer" in lies
    with each_database.write() as session:
        wish, said = session.get_one(PlanItem, made.wish), session.get_one(NotRight, made.said)
        assert wish.content == {"sort": "matters", "words": f"{HUSH} at home", "who": ["Ana"]}
        assert wish.reason == f"{HUSH} asked"
        assert session.get_one(ItemChange, made.draft).content["words"] == f"{HUSH} é draft"
        assert session.scalar(sa.select(Answer).where(Answer.link_id == "home")).values == [f"{HUSH} home"]
        assert session.get_one(ItemNote, made.note).words == f"{HUSH} beside it"
        question = session.get_one(Question, made.question)
        assert (question.words, question.answer) == (f"{HUSH} who?", f"{HUSH} you")
        assert session.scalars(sa.select(Response)).one().frozen["active"] == [f"{HUSH} home"]
        said.words = f"{HUSH} changed"
        session.flush()
        assert said.words == f"{HUSH} changed", "clear again after it was stored"
        wish.position = 7  # what is not touched is not sealed anew
    with each_database.read() as session:
        assert session.get_one(NotRight, made.said).words == f"{HUSH} changed"
    assert HUSH not in raw(each_database)
    with each_database.write() as session:  # swapped: of no use in another row
        table = PushedReport.__table__
        words = session.scalar(sa.select(NotRight.words).where(NotRight.id == made.said))
        assert is_sealed_value(words)
        session.execute(sa.update(table).values(words=words).where(table.c.id == made.pushed))
    with each_database.read() as session:
        assert session.get_one(PushedReport, made.pushed).words == str(NO_KEY)


def test_a_new_key_while_all_goes_on(each_database, monkeypatch):
    fill(each_database)  # from before: in clear
    assert HUSH in raw(each_database)
    with each_database.write() as session:
        session.execute(sa.update(Answer).values(private=False))
    resealing.reseal(each_database, Vault(SECRET))
    assert HUSH not in raw(each_database), "also the answer that only its form says is private"
    assert keys(each_database) == {"v1"}, "under the secret key, as before there was a ring"
    monkeypatch.setattr(resealing, "BATCH", 1)
    ring = Vault(SECRET, NEW, [OLD])
    first = resealing.reseal(each_database, ring, most=3)
    assert sum(first.resealed.values()) == 3
    assert keys(each_database) == {"v1", key_id(NEW)}
    each_database.info["vault"] = ring
    with each_database.read() as session:
        assert session.scalars(sa.select(NotRight)).one().words == f"{HUSH} not right", "half way, all is readable"
    rest = resealing.reseal(each_database, ring)
    assert sum(rest.fresh.values()) == 3
    assert keys(each_database) == {key_id(NEW)}
    assert not resealing.reseal(each_database, ring).resealed, "a third time there is nothing to do"
    assert HUSH not in raw(each_database)


def test_a_lost_key_is_said_and_nothing_is_lost(client_as, database, app):
    database.info["vault"] = Vault(SECRET, OLD)
    made = fill(database)
    world = made.world
    database.info["vault"] = other = Vault(SECRET, NEW)
    done = resealing.reseal(database, other)
    assert sum(done.unreadable.values()) >= 6
    assert not done.resealed
    page = client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/plan/pushed")
    assert page.says("its key is missing", "It is not lost")
    with database.write() as session:
        lost = session.get_one(PlanItem, made.wish)
        assert lost.content["status"] == ""
        copied = {name: getattr(lost, name) for name in ("version_id", "patient_id", "number", "kind", "owner")}
        copied |= {name: getattr(lost, name) for name in ("starts_on", "ends_on", "substance", "author_id")}
        session.add(PlanItem(key=new_id(), content=dict(lost.content), **copied))
        with pytest.raises(NotOpen):
            session.flush()
        session.rollback()
    database.info["vault"] = Vault(SECRET, NEW, [OLD])
    with database.read() as session:
        assert session.get_one(PlanItem, made.wish).content["words"] == f"{HUSH} at home"


def test_photos_and_files_are_sealed_whole_and_sealed_anew(each_database, monkeypatch):
    paper, digest = f"%PDF {HUSH}".encode() + bytes(range(256)) * 40, "d" * 64
    with each_database.write() as session:  # from before, in clear
        world = factories.world(session)
        for n in range(3):
            row = Attachment(patient_id=world.rosa_patient.id, key=f"k{n}", words="A paper", media_type="a/b",
                             size=len(paper), sha256=digest, by_id=world.rosa.id, capacity="self",
                             at=clock.now())  # fmt: skip
            session.add(row)
            session.flush()
            session.add(AttachmentData(attachment_id=row.id, patient_id=row.patient_id, data=paper + bytes([n])))
    assert HUSH in raw(each_database)
    monkeypatch.setattr(resealing, "FILES", 2)
    bounded = resealing.reseal(each_database, Vault(SECRET), most=resealing.A_FILE + 1)
    assert bounded.resealed["attachment_data.data"] == 2, "files weigh more than texts, where a pass is bounded"
    for vault in (Vault(SECRET), Vault(SECRET, OLD), Vault(SECRET, NEW, [OLD])):
        done = resealing.reseal(each_database, vault)
        assert done.resealed["attachment_data.data"] + done.fresh["attachment_data.data"] == 3
        with Statements(each_database.engine) as looks:
            resealing.reseal(each_database, vault)
        whole = [sql for sql in looks.seen if "attachment_data.data" in sql and "substr" not in sql]
        assert not whole, "where nothing waits no file is read"
        assert HUSH not in raw(each_database)
        assert resealing.counts(each_database)["attachment_data.data"] == {vault.key_id or "v1": 3}
        each_database.info["vault"] = vault
        with each_database.write() as session:
            found = {one.data for one in session.scalars(sa.select(AttachmentData))}
            assert found == {paper + bytes([n]) for n in range(3)}
    with each_database.write() as session:
        rosa = world.grant(session, world.rosa)
        one = session.scalars(sa.select(AttachmentData)).first()
        assert keeping.opened(session, rosa, one.attachment_id)[1] == one.data
        one.data = paper
        session.flush()
        assert one.data == paper, "clear again after it was stored"
    assert HUSH not in raw(each_database)
    each_database.info["vault"] = Vault(SECRET, "x" * 32)
    with each_database.write() as session:
        with pytest.raises(NotOpen):
            keeping.opened(session, world.grant(session, world.rosa), one.attachment_id)
        lost = session.get_one(AttachmentData, one.attachment_id)
        session.add(AttachmentData(attachment_id=new_id(), patient_id=lost.patient_id, data=lost.data))
        with pytest.raises(NotOpen):
            session.flush()
        session.rollback()


def test_the_ring_and_its_files(tmp_path):
    vault = Vault(SECRET, NEW, [OLD])
    assert vault.open(Vault(SECRET).seal("x", *HERE), *HERE) == "x", "from before there was a ring"
    assert vault.open(Vault(SECRET, OLD).seal("x", *HERE), *HERE) == "x"
    assert Vault("t" * 32, NEW, [SECRET]).open(Vault(SECRET).seal("x", *HERE), *HERE) == "x", "a former secret key"
    with pytest.raises(KeyMissing) as missing:
        Vault(SECRET, OLD).open(vault.seal("x", *HERE), *HERE)
    assert missing.value.key_id == key_id(NEW)
    with pytest.raises(Unreadable):
        vault.open(vault.seal("x", *HERE), "push_subscription", "auth", "row2")
    for words in (
        "v2. of what I want, with more words than a mark has",
        "v1. of my wishes",
        "v1.2 of the sheet, " * 9,
    ):
        assert not is_sealed(words)
        assert vault.open(words, *HERE) == words
    first, none = vault_keys(tmp_path, "", "")
    assert (len(first), none) == (64, ())
    assert (tmp_path / "vault.key").stat().st_mode & 0o777 == 0o600
    kept = new_vault_key(tmp_path, first)
    second, old = vault_keys(tmp_path, "", "")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert (second != first, old) == (True, (first,))
    assert vault_keys(tmp_path, NEW, f"{OLD},{kept}") == (NEW, (OLD, first, second))
    assert vault_keys(tmp_path / "none", "", "", make=False) == ("", ())


def test_what_is_private_is_what_is_sealed():
    assert set(SEALED_KINDS) == set(PRIVATE_KINDS) == {name for name, kind in KINDS.items() if kind.is_private}
    assert {column.table.name for column in COLUMNS} == {
        "plan_item", "item_change", "pushed_report", "not_right", "answer", "response", "item_note", "question",
        "attachment_data",
    }  # fmt: skip


def test_the_second_step_of_staff_is_sealed_anew(database, world):
    old, both = Vault(SECRET, OLD), Vault(SECRET, NEW, (OLD,))
    with database.write() as session:
        sealed = old.seal("A SEED", "totp", "seed", world.nurse.id)
        session.add(Totp(account_id=world.nurse.id, seed=sealed, created_at=clock.now()))
    assert resealing.reseal(database, both).resealed["totp.seed"] == 1
    with database.read() as session:
        seed = session.scalars(sa.select(Totp.seed)).one()
    assert Vault(SECRET, NEW).open(seed, "totp", "seed", world.nurse.id) == "A SEED"

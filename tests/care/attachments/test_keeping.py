"""Photos and files beside a line: stored once, read through the grant, taken away by their own side."""

import pytest
import sqlalchemy as sa

from app.care.attachments import files, keeping
from app.db import new_id
from app.errors import Forbidden, Gone, Invalid, NotFound
from app.models import Attachment, AttachmentData, AuditEvent
from tests.care.attachments import pictures
from tests.care.plan.plans import offered, put
from tests.support.statements import Statements

MOST = files.MEGABYTE


@pytest.fixture
def key(room):
    return offered(room.session, room.nurse)["goal"]


def add(room, key, grant=None, data=None, words="My directive"):
    return keeping.add(room.session, grant or room.rosa, key, words=words, data=data or pictures.png(), most=MOST)


def count(room, model):
    return room.session.scalar(sa.select(sa.func.count()).select_from(model))


def test_what_is_kept_says_who_when_and_what_and_only_the_picture(room, key):
    row = add(room, key, data=pictures.jpeg(), words=" My directive ")
    assert (row.key, row.words, row.media_type, row.by_id) == (key, "My directive", "image/jpeg", room.world.rosa.id)
    found, data = keeping.opened(room.session, room.nurse, row.id)
    assert found is row
    assert (len(data), data[:3]) == (row.size, b"\xff\xd8\xff")
    assert pictures.SECRET not in data
    acts = list(room.session.scalars(sa.select(AuditEvent.act).where(AuditEvent.object_id == row.id)))
    assert acts == ["attach"]


def test_the_same_file_is_stored_once_beside_one_line(room, key):
    first = add(room, key)
    assert add(room, key, words="Sent again") is first
    assert add(room, key, data=pictures.jpeg()) is not first
    assert (count(room, Attachment), count(room, AttachmentData)) == (2, 2)


def test_taking_away_leaves_the_row_and_no_bytes(room, key):
    row = add(room, key)
    keeping.remove(room.session, room.rosa, row.id)
    keeping.remove(room.session, room.rosa, row.id)
    assert count(room, AttachmentData) == 0
    assert [found.removed_by_id for found in keeping.beside(room.session, room.otto, key)] == [room.world.rosa.id]
    with pytest.raises(Gone):
        keeping.opened(room.session, room.rosa, row.id)
    acts = list(room.session.scalars(sa.select(AuditEvent.act).where(AuditEvent.object_id == row.id)))
    assert acts == ["attach", "take away"]
    assert add(room, key).id != row.id  # it may come back


def test_each_side_takes_away_its_own(room, key):
    hers, ours = add(room, key), add(room, key, room.nurse, pictures.jpeg())
    for grant, row in ((room.nurse, hers), (room.rosa, ours)):
        assert not keeping.may_remove(grant, row)
        with pytest.raises(Forbidden):
            keeping.remove(room.session, grant, row.id)
    keeping.remove(room.session, room.world.grant(room.session, room.world.physician), ours.id)
    assert count(room, AttachmentData) == 1


def test_a_list_loads_no_bytes(room, key):
    add(room, key)
    room.session.flush()
    room.session.expunge_all()
    with Statements(room.session.get_bind()) as statements:
        keeping.beside(room.session, room.rosa, key)
    assert statements.seen
    assert not [statement for statement in statements.seen if "attachment_data" in statement]


def test_it_belongs_to_a_line_of_this_plan(room, key):
    drafted = put(room.session, room.nurse, what="A new line").key
    assert add(room, drafted, room.nurse)
    for grant, wrong in ((room.rosa, drafted), (room.rosa, new_id()), (room.ruben, key), (room.nurse, "")):
        with pytest.raises(NotFound):
            add(room, wrong, grant)


def test_who_may_add_and_open(room, key):
    row = add(room, key)
    assert keeping.opened(room.session, room.otto, row.id)
    with pytest.raises(Forbidden):
        add(room, key, room.otto)
    with pytest.raises(Forbidden):
        keeping.remove(room.session, room.otto, row.id)
    clerk = room.world.grant(room.session, room.world.clerk)
    for attempt in (keeping.opened, keeping.beside, keeping.remove):
        with pytest.raises(Forbidden):
            attempt(room.session, clerk, row.id)
    for attempt in (keeping.opened, keeping.remove):
        with pytest.raises(NotFound):
            attempt(room.session, room.ruben, row.id)
    assert keeping.beside(room.session, room.ruben, key) == []


@pytest.mark.parametrize(
    ("more", "field"), [({"words": " "}, "what"), ({"words": "x" * 201}, "what"), ({"data": b"x"}, "file")]
)
def test_what_does_not_fit_is_refused_and_not_stored(room, key, more, field):
    with pytest.raises(Invalid) as refused:
        add(room, key, **more)
    assert field in refused.value.fields
    assert count(room, Attachment) == 0


def test_there_is_an_end_to_how_many(room, key):
    for n in range(keeping.MOST_BESIDE_ONE):
        add(room, key, data=pictures.png(width=n + 1))
    with pytest.raises(Invalid):
        add(room, key, data=pictures.png(width=99))
    assert add(room, key, data=pictures.png(width=1))  # one that is there already is no more
    assert count(room, Attachment) == keeping.MOST_BESIDE_ONE

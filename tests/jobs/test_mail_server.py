"""How e-mail is handed over: sealed, signed in where the server wants it, never to one that nobody vouches for."""

import pytest

from app.smtp import MailServer, NotSent, send
from tests.support.certificates import self_signed
from tests.support.mail_server import MailBox

ACCOUNT = ("care", "long and secret")


@pytest.fixture
def certificate(tmp_path):
    return self_signed(tmp_path)


@pytest.fixture
def vouched_for(certificate, monkeypatch):
    """As if an authority that this machine trusts had signed it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def hand_over(box, tls, user="", password="", host="127.0.0.1"):
    server = MailServer(host, box.port, "care@practice.example", tls, user, password)
    send(server, "rosa@example.org", "A note", "Please look.\n.\nYes.")


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_it_goes_sealed(certificate, vouched_for, tls):
    with MailBox(certificate, at_once=tls == "tls") as box:
        hand_over(box, tls)
    (letter,) = box.letters
    assert (box.heard, box.recipients, letter["To"]) == (["sealed"], ["rosa@example.org"], "rosa@example.org")
    assert letter.get_content().split() == ["Please", "look.", ".", "Yes."]


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_it_signs_in_where_the_server_wants_it(certificate, vouched_for, tls):
    with MailBox(certificate, at_once=tls == "tls", account=ACCOUNT) as box:
        hand_over(box, tls, *ACCOUNT)
        assert box.heard == ["sealed known"]
        for user, password in ((ACCOUNT[0], "wrong"), ("", "")):
            with pytest.raises(NotSent) as problem:
                hand_over(box, tls, user, password)
            assert not problem.value.for_good, "the office puts it right; the address is sound"
            assert not [word for word in ("rosa", "wrong", *ACCOUNT) if word in str(problem.value)]
    assert len(box.letters) == 1


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_gets_nothing(certificate, tls):
    with MailBox(certificate, at_once=tls == "tls", account=ACCOUNT) as box, pytest.raises(NotSent) as problem:
        hand_over(box, tls, *ACCOUNT)
    assert not problem.value.for_good
    assert (box.letters, box.recipients) == ([], [])


def test_a_certificate_of_another_name_gets_nothing(certificate, vouched_for):
    with MailBox(certificate) as box, pytest.raises(NotSent):
        hand_over(box, "starttls", host="localhost")
    assert box.letters == []


def test_a_password_is_never_said_in_clear():
    with MailBox(account=ACCOUNT) as box, pytest.raises(NotSent):
        hand_over(box, "starttls", *ACCOUNT)
    assert box.letters == []

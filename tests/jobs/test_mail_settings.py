"""The practice's own mail server: what is set, what is refused, and what is never said in clear."""

import pytest

from app.config import ConfigError
from app.smtp import MailServer, NotSent, mail_server, send
from tests.support.mail_server import MailBox


def test_a_mail_server_that_is_not_there():
    with pytest.raises(NotSent) as problem:
        send(MailServer("127.0.0.1", 1, "care@practice.example", "none"), "a@example.org", "s", "b")
    assert not problem.value.for_good
    with MailBox() as box, pytest.raises(NotSent):  # it offers no encryption, so nothing is said in clear
        send(MailServer("127.0.0.1", box.port, "care@practice.example", "starttls"), "a@example.org", "s", "b")
    assert box.letters == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"HANDRAIL_SMTP_HOST": "mail.example.org"}, "HANDRAIL_SMTP_FROM"),
        ({"HANDRAIL_SMTP_HOST": "mail.example.org", "HANDRAIL_SMTP_TLS": "none"}, "on this machine"),
        ({"HANDRAIL_SMTP_HOST": "localhost", "HANDRAIL_SMTP_TLS": "ssl"}, "starttls, tls or none"),
        ({"HANDRAIL_SMTP_HOST": "localhost", "HANDRAIL_SMTP_PORT": "mail"}, "whole number"),
        ({"HANDRAIL_SMTP_HOST": "localhost", "HANDRAIL_SMTP_FROM": "a@b.example\nBcc: x@y.example"}, "SMTP_FROM"),
    ],
)
def test_settings_that_cannot_work_say_so(given, says):
    with pytest.raises(ConfigError, match=says):
        mail_server(given)


def test_without_a_host_there_is_no_mail():
    assert mail_server({}) is None
    whole = mail_server({"HANDRAIL_SMTP_HOST": "mail.example.org", "HANDRAIL_SMTP_FROM": "care@practice.example"})
    assert (whole.port, whole.tls) == (587, "starttls")

"""E-mail, by the server that the operator names: optional, and only ever neutral words."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from app.config import ConfigError

SECONDS = 15.0
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class NotSent(Exception):
    """The mail server did not take it. `for_good`: it never will (the address is refused)."""

    def __init__(self, why: str, *, for_good: bool) -> None:
        super().__init__(why)
        self.for_good = for_good


@dataclass(frozen=True)
class MailServer:
    """Where e-mail is handed over. `tls`: "starttls", "tls", or "none", which is for this machine only."""

    host: str
    port: int
    sender: str
    tls: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)


def mail_server(given: Mapping[str, str]) -> MailServer | None:
    """The mail server of the settings, or None when none is named. Raises `ConfigError` in one line."""
    host = given.get("HANDRAIL_SMTP_HOST", "").strip()
    if not host:
        return None
    tls = given.get("HANDRAIL_SMTP_TLS", "starttls").strip().lower()
    if tls not in ("starttls", "tls", "none"):
        raise ConfigError("HANDRAIL_SMTP_TLS is starttls, tls or none.")
    if tls == "none" and host not in LOOPBACK:
        raise ConfigError("HANDRAIL_SMTP_TLS=none is only for a mail server on this machine.")
    port = given.get("HANDRAIL_SMTP_PORT", "").strip() or {"tls": "465", "starttls": "587", "none": "25"}[tls]
    if not (port.isascii() and port.isdecimal() and 0 < int(port) < 65_536):
        raise ConfigError("HANDRAIL_SMTP_PORT must be a whole number from 1 to 65535.")
    sender = given.get("HANDRAIL_SMTP_FROM", "").strip()
    if not is_address(sender):
        raise ConfigError("HANDRAIL_SMTP_FROM must be the address mail comes from, such as care@practice.example.")
    user, password = given.get("HANDRAIL_SMTP_USER", ""), given.get("HANDRAIL_SMTP_PASSWORD", "")
    return MailServer(host, int(port), sender, tls, user, password)


def is_address(text: str) -> bool:
    """Whether this can be an e-mail address: plain, one line, one @, a domain with a dot."""
    name, at, domain = text.rpartition("@")
    plain = text.isascii() and text.isprintable() and not any(c in text for c in ' <>()[],;:\\"')
    labels = domain.split(".")
    return bool(plain and at and name and "@" not in name and len(text) <= 254 and len(labels) > 1 and all(labels))


def send(server: MailServer, to: str, subject: str, body: str) -> None:
    """Hand one message over. Raises `NotSent`; what it says holds no address."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = server.sender, to, subject
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=server.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    context = ssl.create_default_context()
    try:
        with (
            smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
            if server.tls == "tls"
            else smtplib.SMTP(server.host, server.port, timeout=SECONDS)
        ) as line:
            if server.tls == "starttls":
                line.starttls(context=context)
            if server.user:
                line.login(server.user, server.password)
            line.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _words in error.recipients.values()]
        raise NotSent(f"the address was refused ({codes})", for_good=all(code >= 500 for code in codes)) from None
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent(type(error).__name__, for_good=False) from None

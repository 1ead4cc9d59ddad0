"""Settings, from the environment and from files in the data folder. Nothing else reads ``os.environ``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from app.smtp import MailServer
    from app.vault import Vault

ENVIRONMENTS = ("development", "test", "production")


class ConfigError(Exception):
    """The settings cannot work; the message says in one line how to mend them."""


def in_production() -> bool:
    """Whether this is an installation for real people, before any other setting is read."""
    return os.environ.get("HANDRAIL_ENV") == "production"


@dataclass(frozen=True)
class Line:
    """A telephone line: what it is called, its number, and when or whom it serves."""

    name: str
    number: str
    note: str = ""

    @property
    def dial(self) -> str:
        """The number as a ``tel:`` link wants it."""
        return "".join(c for c in self.number if c.isdigit() or c in "+#*")


@dataclass(frozen=True)
class Practice:
    """What the site says of itself. Emergency and crisis contacts are required in production."""

    name: str
    phone: str
    hours: str
    time_zone: str
    emergency_number: str
    crisis_lines: tuple[Line, ...]
    out_of_hours: Line | None = None
    open_at: tuple[dict[str, str], ...] = ()
    """``hours`` again, as days and times that a machine can read; empty: nobody said."""
    answer_days: int = 3
    red_minutes: int = 60
    questions_a_month: int = 60
    consider_days: int = 7
    """Days to think about an offered plan, in which nobody looks at the answers."""
    erase_days: int = 30
    keep_years: int = 10
    pushed_to: str = ""
    """Sign-in of the account that reads "I felt pushed"; empty for whoever runs the office."""

    @property
    def emergency(self) -> Line:
        return Line("", self.emergency_number)

    @property
    def office(self) -> Line:
        return Line(self.name, self.phone, self.hours)


@dataclass(frozen=True)
class VapidKeys:
    """The pair that signs pushes. ``private_pem`` never leaves the data folder or the setting."""

    private_pem: str = field(repr=False)
    public_pem: str
    public_b64: str
    contact: str

    @property
    def key_id(self) -> str:
        return self.public_b64[:16]


DEMO_PRACTICE = Practice(
    name="Willow Street Practice",
    phone="555 0100",
    hours="Monday to Friday, 8:00 to 17:00",
    time_zone="America/Edmonton",
    emergency_number="911",
    crisis_lines=(Line("Demo crisis line", "555 0188", "Day and night"),),
    out_of_hours=Line("Demo nurse line", "555 0111", "Evenings, nights and weekends"),
    open_at=({"days": "weekdays", "from_time": "08:00", "until_time": "17:00"},),
)


@dataclass(frozen=True)
class Config:
    """Everything that can differ between two installations."""

    env: str
    data: Path
    database_url: str
    public_url: str
    port: int
    secret_key: str = field(repr=False)
    vapid: VapidKeys
    practice: Practice
    vault_key: str = field(default="", repr=False)
    """The key that seals at rest; empty: the secret key does."""
    old_vault_keys: tuple[str, ...] = field(default=(), repr=False)
    """Keys from before a rotation: they open what is not sealed anew yet."""
    push_origins: tuple[str, ...] = ()
    old_vapid: tuple[VapidKeys, ...] = ()
    """Pairs from before a rotation: they sign for browsers that subscribed under them, until those renew."""
    mail: MailServer | None = None
    """Where e-mail is handed over; None: this installation sends none."""
    trusted_proxies: int = 0
    attachment_mb: int = 10
    """How large one photo or file may be, in megabytes."""
    staff_second_factor: str = "offered"
    """Whether staff need a second step after the passphrase ("required") or may have one."""
    host: str = "127.0.0.1"
    workers: int = 2
    threads: int = 2

    @property
    def production(self) -> bool:
        return self.env == "production"

    @property
    def secure(self) -> bool:
        return self.public_url.startswith("https://")

    @cached_property
    def vault(self) -> Vault:
        """What seals at rest: secrets of devices, and the words that are the most private."""
        from app.vault import Vault

        return Vault(self.secret_key, self.vault_key, self.old_vault_keys)

    def vapid_for(self, key_id: str) -> VapidKeys:
        """The pair under which a browser subscribed; the present one when nobody knows the other any more."""
        return next((keys for keys in self.old_vapid if keys.key_id == key_id), self.vapid)

    def with_(self, **changes: object) -> Config:
        """A copy with some settings changed (for tests and commands)."""
        return replace(self, **changes)  # type: ignore[arg-type]

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Config:
        """Read the settings. Development makes its own secrets once; production refuses to guess.

        Raises :class:`ConfigError` with one line that says what to set.
        """
        from app import secrets  # needs cryptography; readers of Config do not
        from app.smtp import mail_server

        given = os.environ if environ is None else environ
        env = given.get("HANDRAIL_ENV", "development")
        if env not in ENVIRONMENTS:
            raise ConfigError(f"HANDRAIL_ENV is {env!r}; set it to one of {', '.join(ENVIRONMENTS)}.")
        data = Path(given.get("HANDRAIL_DATA", "var")).resolve()
        port = _number(given, "PORT", 8000, most=65_535)
        public_url = given.get("HANDRAIL_URL", f"http://localhost:{port}").rstrip("/")
        if env == "production":
            _require_production(given, public_url)
        data.mkdir(mode=0o700, parents=True, exist_ok=True)  # a database of people lies here
        contact = given.get("HANDRAIL_PUSH_CONTACT", "mailto:reminders@handrail.example")
        key, old_keys = secrets.vault_keys(
            data, given.get("HANDRAIL_VAULT_KEY", ""), given.get("HANDRAIL_VAULT_OLD_KEYS", ""),
            make="HANDRAIL_SECRET_KEY" not in given,
        )  # fmt: skip
        return cls(
            env=env,
            data=data,
            database_url=given.get("HANDRAIL_DATABASE", f"sqlite:///{data / 'handrail.db'}"),
            public_url=public_url,
            port=port,
            secret_key=given.get("HANDRAIL_SECRET_KEY") or secrets.secret_key(data),
            vapid=secrets.vapid_keys(data, given.get("HANDRAIL_VAPID_PRIVATE_KEY"), contact),
            practice=_practice(given, env),
            vault_key=key,
            old_vault_keys=old_keys,
            push_origins=_origins(given, env),
            old_vapid=secrets.old_vapid_keys(data, given.get("HANDRAIL_VAPID_OLD_KEYS", ""), contact),
            mail=mail_server(given),
            trusted_proxies=_number(given, "HANDRAIL_TRUSTED_PROXIES", 0),
            attachment_mb=_number(given, "HANDRAIL_ATTACHMENT_MB", 10, least=1, most=50),
            staff_second_factor=secrets.second_factor(given, env),
            host=given.get("HANDRAIL_HOST", "").strip() or "127.0.0.1",
            workers=max(1, _number(given, "HANDRAIL_WORKERS", 2)),
            threads=max(1, _number(given, "HANDRAIL_THREADS", 2)),
        )


_PRODUCTION_NEEDS = {
    "HANDRAIL_SECRET_KEY": "a long random text, for example from: openssl rand -hex 32",
    "HANDRAIL_VAPID_PRIVATE_KEY": "the PEM of a P-256 private key, or the path of its file",
    "HANDRAIL_PUSH_CONTACT": "an address that reaches you, such as mailto:it@practice.example.org",
    "HANDRAIL_URL": "the https address that people type",
    "HANDRAIL_PRACTICE_NAME": "the name that people know",
    "HANDRAIL_PRACTICE_PHONE": "the number that people ring",
    "HANDRAIL_PRACTICE_HOURS": "when somebody answers that number",
    "HANDRAIL_TIME_ZONE": "the practice's zone, such as America/Edmonton",
    "HANDRAIL_EMERGENCY_NUMBER": "the emergency number of your country",
    "HANDRAIL_CRISIS_LINES": "one or more «name=number=when», separated by semicolons",
}


def _require_production(given: Mapping[str, str], public_url: str) -> None:
    missing = [name for name in _PRODUCTION_NEEDS if not given.get(name, "").strip()]
    if missing:
        hints = "; ".join(f"{name} ({_PRODUCTION_NEEDS[name]})" for name in missing)
        raise ConfigError(f"HANDRAIL_ENV=production will not start without: {hints}.")
    address = urlsplit(public_url)
    if address.scheme != "https" or not address.hostname:
        raise ConfigError("HANDRAIL_URL must be an address that starts with https:// in production.")
    if len(given["HANDRAIL_SECRET_KEY"]) < 32:
        raise ConfigError("HANDRAIL_SECRET_KEY is short; use at least 32 random characters.")


def _practice(given: Mapping[str, str], env: str) -> Practice:
    from app.hours import open_at

    demo = DEMO_PRACTICE
    lines = _lines(given.get("HANDRAIL_CRISIS_LINES", ""))
    out_of_hours = _lines(given.get("HANDRAIL_OUT_OF_HOURS", ""))
    if env == "production" and not lines:
        raise ConfigError("HANDRAIL_CRISIS_LINES has no «name=number=when» in it.")
    _must_dial("HANDRAIL_EMERGENCY_NUMBER", given.get("HANDRAIL_EMERGENCY_NUMBER", demo.emergency_number))
    for line in (*lines, *out_of_hours):
        _must_dial("HANDRAIL_CRISIS_LINES" if line in lines else "HANDRAIL_OUT_OF_HOURS", line.number)
    after_hours = out_of_hours[0] if out_of_hours else (demo.out_of_hours if env != "production" else None)
    return Practice(
        name=given.get("HANDRAIL_PRACTICE_NAME", demo.name),
        phone=given.get("HANDRAIL_PRACTICE_PHONE", demo.phone),
        hours=given.get("HANDRAIL_PRACTICE_HOURS", demo.hours),
        time_zone=_zone(given.get("HANDRAIL_TIME_ZONE", demo.time_zone)),
        emergency_number=given.get("HANDRAIL_EMERGENCY_NUMBER", demo.emergency_number),
        crisis_lines=lines or demo.crisis_lines,
        out_of_hours=after_hours,
        open_at=open_at(
            given.get("HANDRAIL_PRACTICE_OPEN", ""),
            demo.open_at if env != "production" and "HANDRAIL_PRACTICE_HOURS" not in given else (),
        ),
        answer_days=_number(given, "HANDRAIL_ANSWER_DAYS", demo.answer_days, least=1, most=60),
        questions_a_month=_number(given, "HANDRAIL_QUESTIONS_A_MONTH", demo.questions_a_month, least=1, most=1000),
        consider_days=_number(given, "HANDRAIL_CONSIDER_DAYS", demo.consider_days, most=60),
        erase_days=_number(given, "HANDRAIL_ERASE_DAYS", demo.erase_days, most=365),
        keep_years=_number(given, "HANDRAIL_KEEP_YEARS", demo.keep_years, most=100),
        pushed_to=given.get("HANDRAIL_PUSHED_TO", demo.pushed_to).strip().lower(),
        red_minutes=_number(given, "HANDRAIL_RED_MINUTES", demo.red_minutes, least=5, most=1440),
    )


def _must_dial(name: str, number: str) -> None:
    """In need nobody may press a number that rings nowhere."""
    if not any(letter.isdigit() for letter in number):
        raise ConfigError(f"{name} has no number to ring in {number!r}; write the digits, such as 911.")


def _lines(text: str) -> tuple[Line, ...]:
    rows = [[part.strip() for part in row.split("=")] for row in text.split(";") if row.strip()]
    if any(len(row) not in (2, 3) or not row[1] for row in rows):
        raise ConfigError("Telephone lines are written «name=number=when», separated by semicolons.")
    return tuple(Line(*row) for row in rows)


def _zone(name: str) -> str:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (ValueError, KeyError, OSError) as error:
        raise ConfigError(f"HANDRAIL_TIME_ZONE {name!r} is not a zone; try America/Edmonton.") from error
    return name


def _origins(given: Mapping[str, str], env: str) -> tuple[str, ...]:
    origins = tuple(o.strip() for o in given.get("HANDRAIL_PUSH_ORIGINS", "").split(",") if o.strip())
    if env == "production" and any(not o.startswith("https://") for o in origins):
        raise ConfigError("HANDRAIL_PUSH_ORIGINS may only name https origins in production.")
    return origins


def _number(given: Mapping[str, str], name: str, default: int, *, least: int = 0, most: int = 1_000) -> int:
    try:
        number = int(given.get(name, "") or default)
    except ValueError as error:
        raise ConfigError(f"{name} must be a whole number.") from error
    if not least <= number <= most:
        raise ConfigError(f"{name} must be a whole number from {least} to {most}.")
    return number

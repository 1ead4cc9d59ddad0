"""The part of the data map that is made from the tables: what is kept, why, who reads it, how long.

``python -m app.care.leaving.data_map`` writes it into app/access/README.md anew; a test fails when it is stale.
"""

from __future__ import annotations

from pathlib import Path

from app.access import policy, scopes
from app.access.permissions import Permission
from app.care.leaving.export.tables import SECTIONS
from app.care.leaving.retention import RULES, Goes
from app.db import Base

README = Path(__file__).resolve().parents[2] / "access" / "README.md"
BEGIN, END = "<!-- made from the tables: begin -->", "<!-- made from the tables: end -->"
READERS: dict[str, str] = {
    "account": "who it is; name and role by everybody who meets them",
    "login_session": "who it is",
    "sign_in_link": "nobody",
    "throttle": "nobody",
    "push_subscription": "who it is; the sender",
    "removed_device": "nobody",
    "mail_address": "who it is; the sender",
    "audit_seal": "whoever runs the service",
    "erasure_receipt": "whoever runs the service",
    "attachment_data": "as attachment",
    "care_plan": "as plan_version",
    "delivery": "the sender; the person, as a sentence",
    "pushed_report": "the person; one account outside of their team",
    "alone_check": "the person; the team, that it was asked",
    "unlock": "the person",
    "talk": "the team; others as it says which were shared",
    "concern": "nurse, physician; the person in their file",
    "call_attempt": "nurse, physician; the person in their file",
    "item_change": "whoever drafted or suggested it; offered, as plan_item",
    "audit_event": "the person",
    "emergency_card": "the person; a helper with card; whoever holds a code of it; nurse, physician in the file",
}
"""Where one permission does not say it."""
GUARDED = {
    "account": "passphrase as Argon2id",
    "login_session": "token as a digest",
    "invitation": "code as a digest",
    "throttle": "keys as digests",
    "removed_device": "address as a digest",
    "push_subscription": "address and keys sealed (AES-GCM)",
    "mail_address": "address sealed (AES-GCM)",
    "delivery": "token as a digest",
    "audit_event": "the database refuses changes; chain of seals",
    "audit_seal": "the database refuses changes",
    "plan_item": "wishes for later behind a second step",
    "decision": "of wishes: behind a second step",
    "attachment_data": "sealed (AES-GCM); handed out as a sandboxed download",
    "sign_in_link": "token as a digest; not in production",
}
"""What guards a table beyond the three locks."""


def made() -> str:
    """The table, in the order of the list of rules."""
    needs = {name: section.needs for section in SECTIONS for name, _title in section.tables}
    lines = [
        "| table | what for | on what ground | who reads it | how long | when erased | guarded by |",
        "|" + "---|" * 7,
    ]
    for name, rule in RULES.items():
        who = READERS.get(name) or _readers(needs.get(name), rule.goes)
        columns = (
            f"`{name}`",
            rule.why,
            rule.ground,
            who,
            rule.how_long,
            rule.goes,
            GUARDED.get(name, "the three locks"),
        )
        lines.append("| " + " | ".join(columns) + " |")
    return "\n".join(lines)


def _readers(needs: Permission | None, goes: Goes) -> str:
    if goes is Goes.NOBODYS or needs is None:
        return "the practice"
    found = ["the person"] if needs in policy.for_self() else []
    found += [
        f"a helper with {section}"
        for section, verbs in scopes.SECTIONS.items()
        if needs in scopes.permissions({section: verbs}) and needs is not Permission.OWN_REMINDERS
    ]
    found += [role for role, may in policy.TEAM.items() if needs in may]
    return ", ".join(found)


def stored() -> str:
    """The same as it stands in the document; empty when its marks are gone."""
    text = README.read_text(encoding="utf-8")
    return text.partition(BEGIN)[2].partition(END)[0].strip()


def write() -> None:
    """Put it into the document."""
    text = README.read_text(encoding="utf-8")
    before, _begin, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    README.write_text(f"{before}{BEGIN}\n{made()}\n{END}{after}", encoding="utf-8")


def unknown() -> set[str]:
    """Names in the lists above that are no tables."""
    return (READERS.keys() | GUARDED.keys()) - Base.metadata.tables.keys()


if __name__ == "__main__":
    write()

"""The people of a plan: the person, who works with them, who helps them."""

from __future__ import annotations

from app.care.people.names import ROLES
from app.fhir.parts import Parts, Resource, ours
from app.i18n import _
from app.models import Account, CareTeamMember, ProxyGrant


def write(parts: Parts, team: list[CareTeamMember], helpers: list[ProxyGrant]) -> Resource:
    """Everybody's resources; gives the reference to the CareTeam. Helpers of the past have no role in it."""
    person = parts.patient
    parts.add(
        {
            "resourceType": "Patient",
            "id": person.id,
            "name": [
                {"use": "official", "text": person.full_name},
                {"use": "usual", "text": person.preferred_name},
            ],
            "telecom": [{"system": "phone", "value": person.phone}] if person.phone else [],
            "birthDate": person.birth_date.isoformat(),
            "communication": [{"language": {"coding": [_tongue(person.language)]}, "preferred": True}],
        }
    )
    relations = {grant.account_id: grant for grant in helpers}
    for account in parts.accounts.values():
        if account.id == person.account_id:
            continue
        if account.is_staff:
            _staff(parts, account)
        else:
            _helper(parts, account, relations.get(account.id))
    return parts.add(
        {
            "resourceType": "CareTeam",
            "id": parts.version.plan_id,
            "status": "active",
            "name": _("Your team"),
            "subject": parts.subject,
            "participant": [
                {"role": [{"text": _("Person of this plan")}], "member": parts.subject},
                *(_member(parts, member) for member in team),
                *(_member(parts, grant) for grant in helpers),
            ],
        }
    )


def _tongue(tag: str) -> Resource:
    return {"system": "urn:ietf:bcp:47", "code": tag}


def _staff(parts: Parts, account: Account) -> None:
    name = {"text": account.name}
    parts.add({"resourceType": "Practitioner", "id": account.id, "active": account.closed_at is None, "name": [name]})
    role = ours("role", account.role or "", str(ROLES.get(account.role or "", account.role)))
    me = {"reference": f"Practitioner/{account.id}", "display": account.name}
    parts.add({"resourceType": "PractitionerRole", "id": account.id, "practitioner": me, "code": [role]})


def _helper(parts: Parts, account: Account, grant: ProxyGrant | None) -> None:
    parts.add(
        {
            "resourceType": "RelatedPerson",
            "id": account.id,
            "active": grant is not None,
            "patient": parts.subject,
            "relationship": [{"text": grant.relation}] if grant and grant.relation else [],
            "name": [{"text": account.name}],
            "period": _period(grant) if grant else {},
        }
    )


def _member(parts: Parts, row: CareTeamMember | ProxyGrant) -> Resource:
    account = parts.accounts[row.account_id]
    words = row.relation if isinstance(row, ProxyGrant) else str(ROLES.get(account.role or "", account.role or ""))
    return {"role": [{"text": words}] if words else [], "member": parts.who(account.id), "period": _period(row)}


def _period(row: CareTeamMember | ProxyGrant) -> Resource:
    since, until = (row.starts_at, row.ends_at) if isinstance(row, ProxyGrant) else (row.since, row.until)
    ends = {"end": until.isoformat(timespec="seconds")} if until else {}
    return {"start": since.isoformat(timespec="seconds"), **ends}

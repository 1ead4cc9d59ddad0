"""access by section and verb, how it came about, and broken glass"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

UTC = sa.DateTime(timezone=True)
LINES = ("goals", "health", "actions", "medicines", "worse", "around")
VERBS = {
    **dict.fromkeys(LINES, ("ask", "decide")),
    **dict.fromkeys(("goals", "actions", "medicines", "around"), ("log", "ask", "decide")),
    "diary": ("log",),
}


def upgrade() -> None:
    op.create_table(
        "broken_glass",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("patient_id", sa.String(16), sa.ForeignKey("patient.id"), nullable=False),
        sa.Column("account_id", sa.String(16), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", UTC, nullable=False),
        sa.Column("until", UTC, nullable=False),
        sa.Column("told_at", UTC),
        sa.Column("reviewed_by_id", sa.String(16), sa.ForeignKey("account.id")),
        sa.Column("reviewed_at", UTC),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("review_words", sa.Text(), nullable=False),
        sa.CheckConstraint("verdict in ('right', 'wrong', '')", name="verdict"),
    )
    op.create_index("ix_broken_glass_patient_id_account_id", "broken_glass", ["patient_id", "account_id"])
    op.create_table(
        "proxy_change",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("patient_id", sa.String(16), sa.ForeignKey("patient.id"), nullable=False),
        sa.Column("grant_id", sa.String(16), sa.ForeignKey("proxy_grant.id"), nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("ends_at", UTC),
        sa.Column("actor_id", sa.String(16), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("capacity", sa.String(10), nullable=False),
        sa.Column("at", UTC, nullable=False),
        sa.CheckConstraint(
            "what in ('accepted', 'changed', 'paused', 'went_on', 'ended', 'stepped_back')", name="what"
        ),
    )
    op.create_index("ix_proxy_change_patient_id_grant_id", "proxy_change", ["patient_id", "grant_id"])
    op.create_table(
        "withheld",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("patient_id", sa.String(16), sa.ForeignKey("patient.id"), nullable=False),
        sa.Column("grant_id", sa.String(16), sa.ForeignKey("proxy_grant.id"), nullable=False),
        sa.Column("section", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.String(16), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("since", UTC, nullable=False),
        sa.Column("ended_by_id", sa.String(16), sa.ForeignKey("account.id")),
        sa.Column("ended_at", UTC),
    )
    op.create_index("ix_withheld_patient_id_grant_id", "withheld", ["patient_id", "grant_id"])
    op.create_table(
        "safety_talk",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("patient_id", sa.String(16), sa.ForeignKey("patient.id"), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.String(16), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("at", UTC, nullable=False),
    )
    op.create_index("ix_safety_talk_patient_id", "safety_talk", ["patient_id"])
    op.add_column("proxy_grant", sa.Column("withheld", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("proxy_grant", sa.Column("document", sa.Text(), nullable=False, server_default=""))
    op.add_column("proxy_grant", sa.Column("paused_at", UTC))
    op.add_column("invitation", sa.Column("basis", sa.String(40), nullable=False, server_default="consent"))
    op.add_column("invitation", sa.Column("document", sa.Text(), nullable=False, server_default=""))
    op.add_column("invitation", sa.Column("starts_on", sa.Date()))
    op.add_column("invitation", sa.Column("ends_on", sa.Date()))
    op.add_column("care_team_member", sa.Column("call_for", sa.String(200), nullable=False, server_default=""))
    for table in ("proxy_grant", "invitation"):
        _by_section(table)


def _by_section(table: str) -> None:
    """Lists of verbs become verbs by section; what was opened stays the same, nothing is opened besides."""
    rows = sa.table(table, sa.column("id", sa.String), sa.column("scopes", sa.JSON))
    for id_, scopes in op.get_bind().execute(sa.select(rows.c.id, rows.c.scopes)).all():
        verbs = json.loads(scopes) if isinstance(scopes, str) else scopes
        if isinstance(verbs, list):
            op.get_bind().execute(sa.update(rows).where(rows.c.id == id_).values(scopes=_sections(verbs)))


def _sections(verbs: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    if "see" in verbs:
        for section in (*LINES, "diary"):
            there = VERBS.get(section, ())
            found[section] = ["see", *(verb for verb in there if verb in verbs)]
    if "fill_in" in verbs:
        found["answers"] = found["known"] = ["see", "fill_in"]
    return found

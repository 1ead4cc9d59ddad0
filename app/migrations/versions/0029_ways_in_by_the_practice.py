"""cards, ways back after a lost phone, and the quick lock"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_card",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("seen", sa.String(length=20), nullable=False),
        sa.Column("created_by_id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_access_card_account_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_access_card_created_by_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["account.id"], name=op.f("fk_access_card_ended_by_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_access_card_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_card")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_access_card_code_hash")),
    )
    op.create_index(op.f("ix_access_card_account_id"), "access_card", ["account_id"])
    op.create_index(op.f("ix_access_card_patient_id"), "access_card", ["patient_id"])
    op.create_table(
        "way_back",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_way_back_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_way_back")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_way_back_code_hash")),
    )
    op.create_index(op.f("ix_way_back_account_id"), "way_back", ["account_id"])
    op.create_table(
        "recovery",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("way_back_id", sa.String(length=16), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("seen", sa.String(length=20), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("by_id", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_account_id")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_recovery_by_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_recovery_patient_id")),
        sa.ForeignKeyConstraint(["way_back_id"], ["way_back.id"], name=op.f("fk_recovery_way_back_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery")),
        sa.UniqueConstraint("way_back_id", name=op.f("uq_recovery_way_back_id")),
    )
    op.create_index(op.f("ix_recovery_patient_id"), "recovery", ["patient_id"])
    op.add_column("account", sa.Column("new_way_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("login_session", sa.Column("card_id", sa.String(length=16), nullable=True))
    op.add_column("login_session", sa.Column("rest_minutes", sa.Integer(), nullable=True))
    op.add_column("login_session", sa.Column("pin_hash", sa.String(length=200), nullable=True))
    op.add_column("login_session", sa.Column("pin_tries", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("login_session", sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True))

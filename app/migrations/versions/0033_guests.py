"""guests by a link or code, what they wrote back, and the emergency card"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guest_pass",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("organisation", sa.String(length=100), nullable=False),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.Column("may_write", sa.Boolean(), nullable=False),
        sa.Column("by_code", sa.Boolean(), nullable=False),
        sa.Column("way_hash", sa.String(length=64), nullable=False),
        sa.Column("passcode_hash", sa.String(length=200), nullable=False),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["ended_by_id"], ["account.id"], name=op.f("fk_guest_pass_ended_by_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_guest_pass_made_by_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_guest_pass_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_pass")),
    )
    op.create_index("ix_guest_pass_patient_id_ends_at", "guest_pass", ["patient_id", "ends_at"])
    op.create_index("uq_guest_pass_way_hash", "guest_pass", ["way_hash"], unique=True)

    op.create_table(
        "guest_visit",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("pass_id", sa.String(length=16), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["pass_id"], ["guest_pass.id"], name=op.f("fk_guest_visit_pass_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_guest_visit_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_visit")),
    )
    op.create_index("ix_guest_visit_pass_id", "guest_visit", ["pass_id"])
    op.create_index("ix_guest_visit_patient_id_at", "guest_visit", ["patient_id", "at"])
    op.create_index("uq_guest_visit_token_hash", "guest_visit", ["token_hash"], unique=True)

    op.create_table(
        "guest_word",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("pass_id", sa.String(length=16), nullable=False),
        sa.Column("visit_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sort", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("answered_by_id", sa.String(length=16), nullable=True),
        sa.Column("answered_capacity", sa.String(length=10), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("outcome in ('taken', 'declined', '')", name=op.f("ck_guest_word_outcome")),
        sa.CheckConstraint("sort in ('word', 'change')", name=op.f("ck_guest_word_sort")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["account.id"], name=op.f("fk_guest_word_answered_by_id")),
        sa.ForeignKeyConstraint(["pass_id"], ["guest_pass.id"], name=op.f("fk_guest_word_pass_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_guest_word_patient_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["guest_visit.id"], name=op.f("fk_guest_word_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_word")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_guest_word_visit_id")),
    )
    op.create_index("ix_guest_word_pass_id", "guest_word", ["pass_id"])
    op.create_index("ix_guest_word_patient_id_at", "guest_word", ["patient_id", "at"])

    op.create_table(
        "emergency_card",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("contacts", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_emergency_card_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency_card")),
        sa.UniqueConstraint("patient_id", name=op.f("uq_emergency_card_patient_id")),
    )

    op.create_table(
        "emergency_code",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.String(length=100), nullable=False),
        sa.Column("device", sa.String(length=10), nullable=False),
        sa.Column("view_hash", sa.String(length=64), nullable=True),
        sa.Column("view_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_emergency_code_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency_code")),
        sa.UniqueConstraint("view_hash", name=op.f("uq_emergency_code_view_hash")),
    )
    op.create_index("ix_emergency_code_code_hash", "emergency_code", ["code_hash"])
    op.create_index("ix_emergency_code_patient_id_made_at", "emergency_code", ["patient_id", "made_at"])

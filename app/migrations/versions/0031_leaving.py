"""leaving, erasing, and the receipt of it"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

NOW = sa.text("back_at IS NULL")
OPEN = sa.text("taken_back_at IS NULL")


def upgrade() -> None:
    op.add_column("patient", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("patient", sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "departure",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("back_by_id", sa.String(length=16), nullable=True),
        sa.Column("back_capacity", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_departure_actor_id")),
        sa.ForeignKeyConstraint(["back_by_id"], ["account.id"], name=op.f("fk_departure_back_by_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_departure_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departure")),
    )
    op.create_index(
        "uq_departure_patient_id_open",
        "departure",
        ["patient_id"],
        unique=True,
        sqlite_where=NOW,
        postgresql_where=NOW,
    )
    op.create_index("ix_departure_patient_id_at", "departure", ["patient_id", "at"])
    op.create_table(
        "erasure",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("actor_id", sa.String(length=16), nullable=True),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("keeps", sa.String(length=10), nullable=False),
        sa.Column("keeps_said_by_id", sa.String(length=16), nullable=True),
        sa.Column("keeps_said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by_id", sa.String(length=16), nullable=True),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.CheckConstraint("keeps in ('keep', 'nothing', '')", name=op.f("ck_erasure_keeps")),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_erasure_actor_id")),
        sa.ForeignKeyConstraint(["keeps_said_by_id"], ["account.id"], name=op.f("fk_erasure_keeps_said_by_id")),
        sa.ForeignKeyConstraint(["taken_back_by_id"], ["account.id"], name=op.f("fk_erasure_taken_back_by_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_erasure_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_index(
        "uq_erasure_patient_id_open", "erasure", ["patient_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index("ix_erasure_patient_id_at", "erasure", ["patient_id", "at"])
    op.create_table(
        "erasure_receipt",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("sealed_on", sa.Date(), nullable=True),
        sa.Column("kept_until", sa.Date(), nullable=True),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_erasure_receipt")),
    )

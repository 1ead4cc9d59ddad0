"""what matters most, and which parts of a version somebody opened"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "starred",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_starred_actor_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_starred_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_starred")),
    )
    op.create_index("ix_starred_patient_id_at", "starred", ["patient_id", "at"])
    op.create_table(
        "part_opened",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_part_opened_actor_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_part_opened_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part_opened")),
        sa.UniqueConstraint(
            "patient_id", "number", "part", "actor_id", name=op.f("uq_part_opened_patient_id_number_part_actor_id")
        ),
    )

"""talks and countersigning"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "talk",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("with_whom", sa.String(length=400), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("shared", sa.String(length=10), nullable=False),
        sa.Column("follows_id", sa.String(length=16), nullable=True),
        sa.Column("author_id", sa.String(length=16), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("shared in ('team', 'person', 'helpers')", name=op.f("ck_talk_shared")),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_talk_author_id")),
        sa.ForeignKeyConstraint(["follows_id"], ["talk.id"], name=op.f("fk_talk_follows_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_talk_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk")),
    )
    op.create_index("ix_talk_patient_id_happened_on", "talk", ["patient_id", "happened_on"])
    op.create_table(
        "countersign",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_countersign_by_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_countersign_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_countersign")),
    )
    op.create_index("ix_countersign_patient_id_number", "countersign", ["patient_id", "number"])

"""words about treatments, and installed lists of scores"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "treatment_word",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=60), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_key", sa.String(length=64), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind in ('side_effect', 'too_much', 'sort', 'lean', 'mark', 'kept', 'check', 'result')",
            name=op.f("ck_treatment_word_kind"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_treatment_word_actor_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_treatment_word_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_treatment_word")),
    )
    with op.batch_alter_table("treatment_word", schema=None) as batch_op:
        batch_op.create_index("uq_treatment_word_patient_id_client_key", ["patient_id", "client_key"], unique=True)
        batch_op.create_index("ix_treatment_word_patient_id_key_at", ["patient_id", "key", "at"], unique=False)
    op.create_table(
        "burden_list",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.String(length=60), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_burden_list")),
        sa.UniqueConstraint("name", "version", name=op.f("uq_burden_list_name_version")),
    )

"""what was read, what helped, and what was explained well"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "explained",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("answer in ('clear', 'partly', 'no')", name=op.f("ck_explained_answer")),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_explained_actor_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_explained_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_explained")),
    )
    with op.batch_alter_table("explained", schema=None) as batch_op:
        batch_op.create_index("ix_explained_patient_id_subject_at", ["patient_id", "subject", "at"], unique=False)

    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.add_column(sa.Column("follows_id", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("read_by_id", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("read_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("outcome", sa.String(length=10), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("outcome_by_id", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("outcome_capacity", sa.String(length=10), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("outcome_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(batch_op.f("ck_question_outcome"), "outcome in ('helped', 'unclear', '')")
        batch_op.create_unique_constraint(batch_op.f("uq_question_follows_id"), ["follows_id"])
        batch_op.create_foreign_key(batch_op.f("fk_question_follows_id"), "question", ["follows_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_question_read_by_id"), "account", ["read_by_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_question_outcome_by_id"), "account", ["outcome_by_id"], ["id"])

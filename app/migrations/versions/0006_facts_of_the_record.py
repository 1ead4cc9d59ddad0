"""facts of the record, and what the person says about them"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "record_fact",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("line", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("source_words", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("client_key", sa.String(length=64), nullable=False),
        sa.Column("replaces_id", sa.String(length=16), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.String(length=16), nullable=True),
        sa.Column("confirmed_capacity", sa.String(length=10), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.String(length=16), nullable=True),
        sa.Column("ended_capacity", sa.String(length=10), nullable=False),
        sa.Column("ended_reason", sa.String(length=20), nullable=False),
        sa.Column("ended_words", sa.Text(), nullable=False),
        sa.CheckConstraint("source in ('person', 'team', 'import', 'letter')", name=op.f("ck_record_fact_source")),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_record_fact_actor_id")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["account.id"], name=op.f("fk_record_fact_confirmed_by_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["account.id"], name=op.f("fk_record_fact_ended_by_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_record_fact_patient_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["record_fact.id"], name=op.f("fk_record_fact_replaces_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_fact")),
    )
    with op.batch_alter_table("record_fact", schema=None) as batch_op:
        batch_op.create_index("uq_record_fact_patient_id_client_key", ["patient_id", "client_key"], unique=True)
        batch_op.create_index(
            "ix_record_fact_patient_id_kind_ended_at", ["patient_id", "kind", "ended_at"], unique=False
        )
        batch_op.create_index("ix_record_fact_line", ["line"], unique=False)
        batch_op.create_index(
            "uq_record_fact_current",
            ["patient_id", "line"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "fact_statement",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("fact_id", sa.String(length=16), nullable=False),
        sa.Column("line", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("use", sa.String(length=20), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by_id", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("client_key", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("answer_words", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["answered_by_id"], ["account.id"], name=op.f("fk_fact_statement_answered_by_id")),
        sa.ForeignKeyConstraint(["fact_id"], ["record_fact.id"], name=op.f("fk_fact_statement_fact_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_fact_statement_patient_id")),
        sa.ForeignKeyConstraint(["said_by_id"], ["account.id"], name=op.f("fk_fact_statement_said_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_statement")),
    )
    with op.batch_alter_table("fact_statement", schema=None) as batch_op:
        batch_op.create_index("uq_fact_statement_patient_id_client_key", ["patient_id", "client_key"], unique=True)
        batch_op.create_index("ix_fact_statement_patient_id_answered_at", ["patient_id", "answered_at"], unique=False)
        batch_op.create_index("ix_fact_statement_fact_id", ["fact_id"], unique=False)

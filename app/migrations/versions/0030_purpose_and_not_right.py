"""why somebody looked, and what a person says was not right"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # added in place: a table made anew would lose its triggers, and rows of the log are never rewritten
    op.add_column("audit_event", sa.Column("purpose", sa.String(length=20), nullable=False, server_default=""))
    op.create_table(
        "not_right",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("about_id", sa.String(length=16), nullable=True),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("client_key", sa.String(length=64), nullable=True),
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.String(length=16), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint("what in ('unknown', 'should_not', 'not_said', 'other')", name=op.f("ck_not_right_what")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_not_right_patient_id_patient")),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_not_right_actor_id_account")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["account.id"], name=op.f("fk_not_right_answered_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_not_right")),
    )
    op.create_index("ix_not_right_patient_id_seq", "not_right", ["patient_id", "seq"])
    op.create_index("uq_not_right_patient_id_client_key", "not_right", ["patient_id", "client_key"], unique=True)
    # the privacy officer reads the log by who acted, newest first
    op.create_index("ix_audit_event_actor_id_seq", "audit_event", ["actor_id", "seq"])
    with op.batch_alter_table("answer") as batch_op:
        batch_op.add_column(sa.Column("private", sa.Boolean(), nullable=False, server_default=sa.false()))

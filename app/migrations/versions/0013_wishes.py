"""wishes for later, behind a second step"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("login_session") as table:
        table.add_column(sa.Column("unlocked_until", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "unlock",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_unlock_account_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_unlock_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unlock")),
    )
    op.create_index("ix_unlock_patient_id_account_id", "unlock", ["patient_id", "account_id"])
    op.create_table(
        "shown_to_helpers",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("since_number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_shown_to_helpers_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shown_to_helpers")),
        sa.UniqueConstraint("patient_id", "key", name=op.f("uq_shown_to_helpers_patient_id_key")),
    )
    op.create_table(
        "wish_talk",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("again_on", sa.Date(), nullable=True),
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("answer in ('offered', 'not_now', 'later', 'talk')", name=op.f("ck_wish_talk_answer")),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_wish_talk_actor_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_wish_talk_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish_talk")),
    )
    op.create_index("ix_wish_talk_patient_id_at", "wish_talk", ["patient_id", "at"])

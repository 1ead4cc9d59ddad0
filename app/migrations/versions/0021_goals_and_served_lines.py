"""how near a goal is, and which line of the plan an arrangement serves"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "goal_near",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_key", sa.String(length=64), nullable=False),
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("rung between 0 and 10", name=op.f("ck_goal_near_rung")),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_goal_near_actor_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_goal_near_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_near")),
    )
    with op.batch_alter_table("goal_near", schema=None) as batch_op:
        batch_op.create_index("ix_goal_near_patient_id_happened_on", ["patient_id", "happened_on"], unique=False)
        batch_op.create_index("uq_goal_near_patient_id_client_key", ["patient_id", "client_key"], unique=True)
    with op.batch_alter_table("arrangement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("item_key", sa.String(length=16), nullable=True))

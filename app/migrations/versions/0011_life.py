"""the person's own week: folded lines, order of goals, what is possible, who takes what on"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "folded",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("folded", sa.Boolean(), nullable=False),
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_folded_actor_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_folded_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_folded")),
    )
    with op.batch_alter_table("folded", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_folded_patient_id_key_at"), ["patient_id", "key", "at"], unique=False)

    op.create_table(
        "goal_order",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_goal_order_actor_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_goal_order_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_order")),
    )
    with op.batch_alter_table("goal_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goal_order_patient_id_at"), ["patient_id", "at"], unique=False)

    op.create_table(
        "possible",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("money", sa.Float(), nullable=True),
        sa.Column("trips", sa.Integer(), nullable=True),
        sa.Column("fits", sa.String(length=10), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("fits in ('yes', 'partly', 'no')", name=op.f("ck_possible_fits")),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_possible_actor_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_possible_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_possible")),
    )
    with op.batch_alter_table("possible", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_possible_patient_id_at"), ["patient_id", "at"], unique=False)

    op.create_table(
        "responsibility",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("owner", sa.String(length=16), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("answer in ('takes', 'cannot')", name=op.f("ck_responsibility_answer")),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_responsibility_actor_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_responsibility_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responsibility")),
    )
    with op.batch_alter_table("responsibility", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_responsibility_patient_id_key_at"), ["patient_id", "key", "at"], unique=False
        )

    op.create_table(
        "not_theirs",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("owner", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_not_theirs_actor_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["account.id"], name=op.f("fk_not_theirs_ended_by_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_not_theirs_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_not_theirs")),
    )
    with op.batch_alter_table("not_theirs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_not_theirs_patient_id"), ["patient_id"], unique=False)

    op.create_table(
        "pulls_apart",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("other_key", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_pulls_apart_actor_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["account.id"], name=op.f("fk_pulls_apart_ended_by_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_pulls_apart_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulls_apart")),
    )
    with op.batch_alter_table("pulls_apart", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pulls_apart_patient_id"), ["patient_id"], unique=False)

    op.create_table(
        "sureness",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("confidence", sa.Integer(), nullable=False),
        sa.Column("by_faces", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_sureness_actor_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_sureness_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sureness")),
    )
    with op.batch_alter_table("sureness", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sureness_patient_id_key_at"), ["patient_id", "key", "at"], unique=False)

"""looks at the plan, calls, arrangements, changes of setting, absences"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("stands_in_id", sa.String(length=16), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_absence_ends_after_it_begins")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_absence_account_id")),
        sa.ForeignKeyConstraint(["stands_in_id"], ["account.id"], name=op.f("fk_absence_stands_in_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index("ix_absence_account_id_last_on", ["account_id", "last_on"], unique=False)

    op.create_table(
        "arrangement",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("sort", sa.String(length=10), nullable=False),
        sa.Column("what", sa.String(length=400), nullable=False),
        sa.Column("with_whom", sa.String(length=400), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("place", sa.String(length=400), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("bring", sa.Text(), nullable=False),
        sa.Column("condition", sa.String(length=400), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("happens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("owner_id", sa.String(length=16), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("told_how", sa.String(length=10), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_by_id", sa.String(length=16), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("client_key", sa.String(length=64), nullable=False),
        sa.Column("created_by_id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("sort in ('visit', 'referral', 'test', 'return')", name=op.f("ck_arrangement_sort")),
        sa.CheckConstraint("state != 'closed' or told_how != ''", name=op.f("ck_arrangement_told_before_closed")),
        sa.CheckConstraint("told_how in ('here', 'phone', '')", name=op.f("ck_arrangement_told_how")),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_arrangement_created_by_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_arrangement_owner_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_arrangement_patient_id")),
        sa.ForeignKeyConstraint(["told_by_id"], ["account.id"], name=op.f("fk_arrangement_told_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrangement")),
        sa.UniqueConstraint("patient_id", "client_key", name=op.f("uq_arrangement_patient_id_client_key")),
    )
    with op.batch_alter_table("arrangement", schema=None) as batch_op:
        batch_op.create_index("ix_arrangement_closed_at_due_on", ["closed_at", "due_on"], unique=False)
        batch_op.create_index("ix_arrangement_patient_id_closed_at", ["patient_id", "closed_at"], unique=False)

    op.create_table(
        "call_attempt",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("client_key", sa.String(length=64), nullable=False),
        sa.Column("by_id", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome != 'later' or again_at is not null", name=op.f("ck_call_attempt_later_has_a_time")
        ),
        sa.CheckConstraint("outcome in ('reached', 'not_reached', 'later')", name=op.f("ck_call_attempt_outcome")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_call_attempt_by_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_call_attempt_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_attempt")),
        sa.UniqueConstraint("patient_id", "client_key", name=op.f("uq_call_attempt_patient_id_client_key")),
    )
    with op.batch_alter_table("call_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_call_attempt_patient_id_at", ["patient_id", "at"], unique=False)

    op.create_table(
        "plan_look",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_plan_look_by_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_plan_look_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_look")),
    )
    with op.batch_alter_table("plan_look", schema=None) as batch_op:
        batch_op.create_index("ix_plan_look_patient_id_at", ["patient_id", "at"], unique=False)

    op.create_table(
        "setting_change",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("client_key", sa.String(length=64), nullable=False),
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "what in ('admission', 'discharge', 'new_carer', 'moving')", name=op.f("ck_setting_change_what")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_setting_change_actor_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_setting_change_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting_change")),
        sa.UniqueConstraint("patient_id", "client_key", name=op.f("uq_setting_change_patient_id_client_key")),
    )
    op.create_table(
        "arrangement_step",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("arrangement_id", sa.String(length=16), nullable=False),
        sa.Column("sort", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("sort in ('state', 'prep')", name=op.f("ck_arrangement_step_sort")),
        sa.ForeignKeyConstraint(
            ["arrangement_id"], ["arrangement.id"], name=op.f("fk_arrangement_step_arrangement_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_arrangement_step_by_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_arrangement_step_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrangement_step")),
    )
    with op.batch_alter_table("arrangement_step", schema=None) as batch_op:
        batch_op.create_index(
            "ix_arrangement_step_patient_id_arrangement_id", ["patient_id", "arrangement_id"], unique=False
        )

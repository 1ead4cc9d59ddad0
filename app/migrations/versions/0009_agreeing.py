"""time to think, notes, who decides for whom, what an answer stood on"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "confirmed",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_confirmed_actor_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_confirmed_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmed")),
    )
    with op.batch_alter_table("confirmed", schema=None) as batch_op:
        batch_op.create_index("ix_confirmed_patient_id_key", ["patient_id", "key"], unique=False)

    op.create_table(
        "item_note",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("client_key", sa.String(length=64), nullable=True),
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_item_note_actor_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_item_note_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_note")),
    )
    with op.batch_alter_table("item_note", schema=None) as batch_op:
        batch_op.create_index("ix_item_note_patient_id_key", ["patient_id", "key"], unique=False)
        batch_op.create_index("uq_item_note_patient_id_client_key", ["patient_id", "client_key"], unique=True)

    op.create_table(
        "label_dispute",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_label_dispute_actor_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_label_dispute_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label_dispute")),
        sa.UniqueConstraint("patient_id", "key", "number", name=op.f("uq_label_dispute_patient_id_key_number")),
    )
    op.create_table(
        "more_time",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_more_time_actor_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_more_time_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_more_time")),
    )
    with op.batch_alter_table("more_time", schema=None) as batch_op:
        batch_op.create_index("ix_more_time_patient_id_number", ["patient_id", "number"], unique=False)

    op.create_table(
        "pushed_report",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("client_key", sa.String(length=64), nullable=True),
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("to_id", sa.String(length=16), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.String(length=16), nullable=True),
        sa.Column("done", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_pushed_report_actor_id")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["account.id"], name=op.f("fk_pushed_report_closed_by_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_pushed_report_patient_id")),
        sa.ForeignKeyConstraint(["to_id"], ["account.id"], name=op.f("fk_pushed_report_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pushed_report")),
    )
    with op.batch_alter_table("pushed_report", schema=None) as batch_op:
        batch_op.create_index("ix_pushed_report_to_id_sent_at", ["to_id", "sent_at"], unique=False)
        batch_op.create_index("uq_pushed_report_patient_id_client_key", ["patient_id", "client_key"], unique=True)

    op.create_table(
        "soft_note",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_soft_note_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_soft_note")),
        sa.UniqueConstraint("patient_id", "number", name=op.f("uq_soft_note_patient_id_number")),
    )
    op.create_table(
        "alone_check",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("decision_id", sa.String(length=16), nullable=False),
        sa.Column("answer", sa.String(length=12), nullable=False),
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("answer in ('yes', 'change', 'talk', 'spoke_alone')", name=op.f("ck_alone_check_answer")),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_alone_check_actor_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_alone_check_decision_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_alone_check_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alone_check")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_alone_check_decision_id")),
    )
    with op.batch_alter_table("alone_check", schema=None) as batch_op:
        batch_op.create_index("ix_alone_check_patient_id", ["patient_id"], unique=False)

    op.create_table(
        "proxy_basis",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("grant_id", sa.String(length=16), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.String(length=16), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by_id", sa.String(length=16), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "basis in ('consent', 'legal_authority', 'best_interests')", name=op.f("ck_proxy_basis_basis")
        ),
        sa.ForeignKeyConstraint(["ended_by_id"], ["account.id"], name=op.f("fk_proxy_basis_ended_by_id")),
        sa.ForeignKeyConstraint(["grant_id"], ["proxy_grant.id"], name=op.f("fk_proxy_basis_grant_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_proxy_basis_patient_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["account.id"], name=op.f("fk_proxy_basis_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proxy_basis")),
    )
    with op.batch_alter_table("proxy_basis", schema=None) as batch_op:
        batch_op.create_index("ix_proxy_basis_patient_id_grant_id", ["patient_id", "grant_id"], unique=False)

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("device", sa.String(length=10), nullable=False, server_default="unknown"))
        batch_op.add_column(sa.Column("helper", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("helped", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("with_team", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("unclear", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("open_questions", sa.JSON(), nullable=False, server_default="[]"))

    with op.batch_alter_table("item_change", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason_code", sa.String(length=20), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("at_once", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("saved_by_id", sa.String(length=16), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_item_change_saved_by_id"), "account", ["saved_by_id"], ["id"])

    with op.batch_alter_table("plan_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason_code", sa.String(length=20), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("change_label", sa.String(length=10), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("said_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("changed_by_id", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("at_once", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_foreign_key(batch_op.f("fk_plan_item_changed_by_id"), "account", ["changed_by_id"], ["id"])

    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("consider_until", sa.Date(), nullable=True))

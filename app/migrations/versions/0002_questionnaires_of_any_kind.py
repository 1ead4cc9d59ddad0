"""questionnaires of any kind"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assignment_rule",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("questionnaire_url", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("days_open", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("reader_id", sa.String(length=16), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.String(length=16), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_assignment_rule_made_by_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_assignment_rule_patient_id")),
        sa.ForeignKeyConstraint(["reader_id"], ["account.id"], name=op.f("fk_assignment_rule_reader_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_rule")),
    )
    with op.batch_alter_table("assignment_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_rule_patient_id"), ["patient_id"], unique=False)

    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("occurrence", sa.String(length=100), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("confirms_id", sa.String(length=16), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_answer_response_id_link_id"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_answer_response_id_link_id_occurrence"), ["response_id", "link_id", "occurrence"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_answer_confirms_id"), "answer", ["confirms_id"], ["id"])

    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("origin", sa.String(length=20), nullable=False, server_default="hand"))
        batch_op.add_column(sa.Column("rule_id", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("order_", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("for_account_id", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("nothing_to_tell_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("nothing_to_tell_by_id", sa.String(length=16), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_assignment_for_account_id"), "account", ["for_account_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_assignment_nothing_to_tell_by_id"), "account", ["nothing_to_tell_by_id"], ["id"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_assignment_rule_id"), "assignment_rule", ["rule_id"], ["id"])

    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.add_column(sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("handed_on_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("patient", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contact_confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("contact_confirmed_by_id", sa.String(length=16), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_patient_contact_confirmed_by_id"), "account", ["contact_confirmed_by_id"], ["id"]
        )

    with op.batch_alter_table("questionnaire", schema=None) as batch_op:
        batch_op.add_column(sa.Column("right_to_use", sa.Text(), nullable=False, server_default=""))

    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("is_latest", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("follows_id", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("follows_why", sa.String(length=20), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("frozen", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("reported", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.alter_column(
            "at_link_id", existing_type=sa.VARCHAR(length=255), type_=sa.String(length=400), existing_nullable=False
        )
        batch_op.drop_constraint(batch_op.f("uq_response_assignment_id"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_response_assignment_id_number"), ["assignment_id", "number"])
        batch_op.create_index(
            "uq_response_latest",
            ["assignment_id"],
            unique=True,
            sqlite_where=sa.text("is_latest"),
            postgresql_where=sa.text("is_latest"),
        )
        batch_op.create_foreign_key(batch_op.f("fk_response_follows_id"), "response", ["follows_id"], ["id"])

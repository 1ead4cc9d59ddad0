"""lines set aside, handed over and told of; own points for rules"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.add_column(sa.Column("handed_on_times", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("handed_by_id", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("handed_words", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("snoozed_by_id", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("told_how", sa.String(length=10), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("told", sa.Text(), nullable=False, server_default=""))
        batch_op.create_foreign_key(batch_op.f("fk_concern_handed_by_id"), "account", ["handed_by_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_concern_snoozed_by_id"), "account", ["snoozed_by_id"], ["id"])
    op.create_table("practice_rule_limit", *_limit("practice_rule_limit"))
    with op.batch_alter_table("practice_rule_limit", schema=None) as batch_op:
        batch_op.create_index("uq_practice_rule_limit_open", ["name"], unique=True, **_open())
    op.create_table(
        "person_rule_limit",
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        *_limit("person_rule_limit"),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_person_rule_limit_patient_id")),
    )
    with op.batch_alter_table("person_rule_limit", schema=None) as batch_op:
        batch_op.create_index("uq_person_rule_limit_open", ["patient_id", "name"], unique=True, **_open())


def _limit(table: str) -> list:
    return [
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("set_by_id", sa.String(length=16), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["ended_by_id"], ["account.id"], name=op.f(f"fk_{table}_ended_by_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["account.id"], name=op.f(f"fk_{table}_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _open() -> dict:
    return {"sqlite_where": sa.text("ended_at IS NULL"), "postgresql_where": sa.text("ended_at IS NULL")}

"""limits of readings that a practice sets for everybody"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "practice_reading_limit",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("set_by_id", sa.String(length=16), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["ended_by_id"], ["account.id"], name=op.f("fk_practice_reading_limit_ended_by_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["account.id"], name=op.f("fk_practice_reading_limit_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_reading_limit")),
    )
    with op.batch_alter_table("practice_reading_limit", schema=None) as batch_op:
        batch_op.create_index(
            "uq_practice_reading_limit_open", ["name"], unique=True,
            sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL"),
        )  # fmt: skip

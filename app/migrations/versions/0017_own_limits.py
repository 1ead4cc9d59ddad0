"""a person's own limits, and readings that wait for a second one"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("measurement") as table:
        table.add_column(sa.Column("because", sa.JSON(), nullable=True))
        table.add_column(sa.Column("again_by", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_measurement_again_by",
        "measurement",
        ["again_by"],
        sqlite_where=sa.text("again_by IS NOT NULL"),
        postgresql_where=sa.text("again_by IS NOT NULL"),
    )
    op.create_table(
        "personal_limit",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("set_by_id", sa.String(length=16), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_personal_limit_patient_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["account.id"], name=op.f("fk_personal_limit_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_limit")),
    )
    op.create_index("ix_personal_limit_patient_id_set_at", "personal_limit", ["patient_id", "set_at"])

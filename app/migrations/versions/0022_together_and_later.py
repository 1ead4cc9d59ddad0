"""reminders that join, say what they are about, and come again later"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reminder", sa.Column("joins", sa.String(length=120), nullable=False, server_default=""))
    op.add_column("reminder_setting", sa.Column("named", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "reminder_snooze",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=120), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_reminder_snooze_account_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_reminder_snooze_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_snooze")),
    )
    op.create_index("ix_reminder_snooze_patient_id_until", "reminder_snooze", ["patient_id", "until"])

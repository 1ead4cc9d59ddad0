"""numbers about treatments, kept for everybody"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "known_chances",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("for_whom", sa.String(length=400), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("saved_by_id", sa.String(length=16), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["saved_by_id"], ["account.id"], name=op.f("fk_known_chances_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_chances")),
    )

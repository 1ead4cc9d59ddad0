"""a draft for each author, and proposals of the team"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATES = "state in ('open', 'draft', 'proposal', 'declined', 'withdrawn', 'applied')"


def upgrade() -> None:
    with op.batch_alter_table("item_change", schema=None) as batch_op:
        batch_op.drop_index("uq_item_change_draft")
        batch_op.add_column(sa.Column("drafter_id", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("source", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("expires_on", sa.Date(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_item_change_drafter_id"), "account", ["drafter_id"], ["id"])
        batch_op.drop_constraint(batch_op.f("ck_item_change_state"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_item_change_state"), STATES)
    # There was one draft for everybody: it stays with whoever wrote the line, or took the suggestion up.
    op.execute(
        "UPDATE item_change SET drafter_id = COALESCE(answered_by_id, author_id) "
        "WHERE state = 'draft' OR (state = 'applied' AND applied_number IS NULL)"
    )
    with op.batch_alter_table("item_change", schema=None) as batch_op:
        batch_op.create_index(
            "uq_item_change_draft",
            ["plan_id", "key", "drafter_id"],
            unique=True,
            sqlite_where=sa.text("state = 'draft'"),
            postgresql_where=sa.text("state = 'draft'"),
        )

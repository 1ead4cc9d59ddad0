"""one e-mail address for each account"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

ADDRESS = sa.table("mail_address", sa.column("id"), sa.column("account_id"), sa.column("given_at"))


def upgrade() -> None:
    place = sa.func.row_number().over(
        partition_by=ADDRESS.c.account_id, order_by=(ADDRESS.c.given_at.desc(), ADDRESS.c.id)
    )
    placed = sa.select(ADDRESS.c.id, place.label("place")).subquery()
    older = sa.select(placed.c.id).where(placed.c.place > 1)
    op.execute(sa.delete(ADDRESS).where(ADDRESS.c.id.in_(older)))  # the newest counted
    with op.batch_alter_table("mail_address", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mail_address_account_id"))
        batch_op.create_unique_constraint(batch_op.f("uq_mail_address_account_id"), ["account_id"])

"""a colour and a pattern for each person of a helper, and what was put right after it went to the wrong person"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("proxy_grant") as table:
        table.add_column(sa.Column("look", sa.Integer(), nullable=True))
    _number()
    with op.batch_alter_table("proxy_grant") as table:
        table.alter_column("look", existing_type=sa.Integer(), nullable=False)


def _number() -> None:
    """Each helper's people in the order in which they came; somebody who came twice has one number."""
    grants = sa.table("proxy_grant", *map(sa.column, ("account_id", "patient_id", "starts_at", "look")))
    order = sa.select(grants.c.account_id, grants.c.patient_id).order_by(grants.c.starts_at, grants.c.patient_id)
    given: dict[str, dict[str, int]] = {}
    for account_id, patient_id in op.get_bind().execute(order).all():
        mine = given.setdefault(account_id, {})
        mine.setdefault(patient_id, len(mine))
    for account_id, mine in given.items():
        for patient_id, look in mine.items():
            op.execute(
                sa.update(grants)
                .where(grants.c.account_id == account_id, grants.c.patient_id == patient_id)
                .values(look=look)
            )

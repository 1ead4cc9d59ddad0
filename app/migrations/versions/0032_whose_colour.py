"""a colour and a pattern for each person of a helper, and what was put right after it went to the wrong person"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("proxy_grant") as table:
        table.add_column(sa.Column("look", sa.Integer(), nullable=True))
    _number()
    op.create_table(
        "set_right",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("patient_id", sa.String(length=16), nullable=False),
        sa.Column("side", sa.String(length=4), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("object_id", sa.String(length=16), nullable=False),
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("side in ('gone', 'came')", name=op.f("ck_set_right_side")),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_set_right_actor_id_account")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_set_right_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_right")),
    )
    op.create_index("ix_set_right_patient_id_at", "set_right", ["patient_id", "at"])
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

"""a question can be taken back before it is answered"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("question", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))

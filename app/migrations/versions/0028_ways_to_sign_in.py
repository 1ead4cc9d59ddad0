"""passkeys, a second factor, and when somebody last proved who they are"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("login_session") as table:
        table.add_column(sa.Column("how", sa.String(length=12), nullable=False, server_default=""))
        table.add_column(sa.Column("passkey_id", sa.String(length=16), nullable=True))
        table.add_column(sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("login_session") as table:
        table.alter_column("how", existing_type=sa.String(length=12), server_default=None)
    op.create_table(
        "passkey",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("credential", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_passkey_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential", name=op.f("uq_passkey_credential")),
    )
    op.create_index("ix_passkey_account_id", "passkey", ["account_id"])
    op.create_table(
        "ceremony",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=True),
        sa.Column("challenge", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_ceremony_account_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_ceremony")),
    )
    op.create_index("ix_ceremony_expires_at", "ceremony", ["expires_at"])
    op.create_table(
        "half_sign_in",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_half_sign_in_account_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_half_sign_in")),
    )
    op.create_index("ix_half_sign_in_account_id", "half_sign_in", ["account_id"])
    op.create_index("ix_half_sign_in_expires_at", "half_sign_in", ["expires_at"])
    op.create_table(
        "totp",
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("seed", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_totp_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_totp")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_code")),
    )
    op.create_index("ix_recovery_code_account_id", "recovery_code", ["account_id"])

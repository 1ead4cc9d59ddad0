"""A new key from the command line: old values open, all is sealed anew, and a missing key is said in one line."""

import sqlalchemy as sa

from app import clock
from app.config import Config
from app.models import NotRight
from tests.cli.commands import advice, run


def test_a_new_key_and_all_sealed_anew(config, database, app, world):
    with database.write() as session:
        session.add(
            NotRight(
                patient_id=world.rosa_patient.id, seq=1, what="other", words="Who was this?", actor_id=world.rosa.id,
                capacity="self", at=clock.now(),
            )
        )  # fmt: skip
    where = {"HANDRAIL_DATABASE": config.database_url}
    first = config.vault.key_id
    assert f"not_right.words: 1 under {first}" in run(config.data, "vault", "status", **where).stdout
    made = run(config.data, "vault", "new-key", **where)
    assert f"vault-{first}.key" in made.stdout, made.stderr
    done = run(config.data, "vault", "rotate", **where)
    assert "not_right.words: 1 sealed anew" in done.stdout, done.stderr
    assert "Nothing needs the old keys any more." in done.stdout
    environ = {"HANDRAIL_ENV": "test", "HANDRAIL_DATA": str(config.data)}
    now = Config.from_env(environ)
    assert now.vault.key_id != first
    database.info["vault"] = now.vault
    with database.read() as session:
        assert session.scalars(sa.select(NotRight)).one().words == "Who was this?"
    (config.data / "vault.key").unlink()
    assert "their key is missing" in advice(run(config.data, "vault", "rotate", **where))
    given = run(config.data, "vault", "new-key", HANDRAIL_VAULT_KEY="k" * 40, **where)
    assert "HANDRAIL_VAULT_OLD_KEYS" in advice(given)

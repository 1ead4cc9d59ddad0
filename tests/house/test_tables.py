"""Every row about a person says whose it is, so that `access.records` can stand before it."""

import sqlalchemy as sa

import app.models  # noqa: F401  registers every table
from app.db import Base

WITHOUT_PATIENT = {
    "account": "somebody who signs in; may be a patient, a proxy of several people, or staff",
    "login_session": "a device of an account",
    "passkey": "a way into an account, which may help several people",
    "ceremony": "a question to sign for one browser; names an account at most, for minutes",
    "half_sign_in": "an account between its passphrase and its second step, for minutes",
    "totp": "the second factor of a member of staff",
    "recovery_code": "a way back for a member of staff, by a digest",
    "sign_in_link": "a way into an account, for the demo",
    "way_back": "a way into an account that is there; whose page it was made on is in recovery",
    "throttle": "counts tries by a digest; names nobody",
    "push_subscription": "a browser of an account; what it is told is in reminder and delivery",
    "audit_seal": "a digest over rows of the log; names nobody",
    "removed_device": "a browser that gets nothing any more, by a digest; names nobody",
    "mail_address": "where an account may be written to; it may help several people",
    "burden_list": "a published list of scores of ingredients, the same for everybody",
    "questionnaire": "a published form, the same for everybody",
    "practice_rule_limit": "from when on the team hears of something, the same for everybody",
    "practice_reading_limit": "the practice's own limits of readings, the same for everybody",
    "local_service": "a service nearby, the same for everybody",
    "known_chances": "numbers about treatments, the same for everybody",
    "erasure_receipt": "how many rows were erased, by a number that leads to nobody",
    "absence": "days on which somebody of the practice is away, for all of their people",
    "patient": "the person: its id is the patient_id of all others",
}
MAY_BE_EMPTY = {"audit_event": "signing in and out is about no patient"}
TABLES = Base.metadata.tables


def test_every_personal_table_names_its_patient():
    missing = [name for name, table in TABLES.items() if "patient_id" not in table.c]
    new = sorted(set(missing) - set(WITHOUT_PATIENT))
    assert not new, (
        f"{new}: add patient_id (a foreign key to patient.id, indexed), so that records.of() can limit it; "
        "if no row of it is about one person, add it to WITHOUT_PATIENT with the reason."
    )


def test_the_exceptions_are_still_needed():
    stale = [name for name in WITHOUT_PATIENT if name not in TABLES or "patient_id" in TABLES[name].c]
    assert not stale, f"{stale}: gone, or has a patient_id now. Take the line out of WITHOUT_PATIENT."


def test_a_patient_id_is_always_there_and_real():
    wrong = []
    for name, table in TABLES.items():
        column = table.c.get("patient_id")
        if column is None or name in MAY_BE_EMPTY:
            continue
        if column.nullable or {key.target_fullname for key in column.foreign_keys} != {"patient.id"}:
            wrong.append(name)
    assert not wrong, f'{wrong}: write patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))'


def test_a_patient_id_is_indexed():
    wrong = [name for name, table in TABLES.items() if "patient_id" in table.c and not _leads_an_index(table)]
    assert not wrong, f"{wrong}: every page asks by person. Give patient_id an index, or let it lead one."


def _leads_an_index(table: sa.Table) -> bool:
    indexes = [list(index.columns) for index in table.indexes]
    constraints = [c for c in table.constraints if isinstance(c, (sa.UniqueConstraint, sa.PrimaryKeyConstraint))]
    leading = [columns[0].name for columns in (*indexes, *(list(c.columns) for c in constraints)) if columns]
    return "patient_id" in leading or any(c.unique for c in table.c if c.name == "patient_id")


def test_moments_are_kept_with_their_zone():
    wrong = [
        f"{name}.{column.name}"
        for name, table in TABLES.items()
        for column in table.c
        if type(column.type) is sa.DateTime
    ]
    assert not wrong, f"{wrong}: write mapped_column(UTC) from app.db, which refuses moments without a zone"

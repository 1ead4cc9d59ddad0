"""``handrail serve``: the application and its reminder sender, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from typing import Any

import click

from app.cli import demo, kit, sender
from app.config import Config


@click.command("serve")
def command() -> None:
    """Serve the app, with its reminder sender.

    Settings come from the environment: PORT, HANDRAIL_HOST, HANDRAIL_DATA and the others in the README.
    Outside production an empty database gets the demo practice.
    """
    config = kit.settings()
    _check_port(config)
    with kit.database(config) as database:
        if config.production:
            demo.refuse(database)
        elif kit.is_empty(database):
            demo.load(config, database)
        if not config.production:
            demo.print_welcome(config, database)
    click.echo(f"Handrail is at {config.public_url}")
    click.echo("Stop it with Ctrl-C.")
    sys.stdout.flush()
    sys.exit(_serve(config))


def application() -> Any:
    """The WSGI application, made once in each worker."""
    from app import create_app

    return create_app(Config.from_env())


def _serve(config: Config) -> int:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        "app.cli.serve:application",
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        workers=config.workers,
        blocking_threads=config.threads,
        factory=True,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
        websockets=False,
    )
    with sender.beside():
        _hear_ctrl_c_alone()
        try:
            server.serve()
        except SystemExit as end:
            if not server.interrupt_signal:
                return end.code if isinstance(end.code, int) else 1
    return 0


def _hear_ctrl_c_alone() -> None:
    """A terminal sends Ctrl-C to every process of its group. Workers inherit that it is blocked; the one thread
    that waits for it tells the server, which then stops them in order."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

    def wait() -> None:
        signal.sigwait({signal.SIGINT})
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


def _check_port(config: Config) -> None:
    try:
        found = socket.getaddrinfo(config.host, config.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(found[0]) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(found[4])
    except (socket.gaierror, OverflowError) as problem:
        raise click.ClickException(
            f"HANDRAIL_HOST={config.host} with PORT={config.port} is no address to listen at; try 127.0.0.1 and 8000."
        ) from problem
    except OSError as problem:
        raise click.ClickException(
            f"Port {config.port} is taken or not allowed ({problem.strerror}). "
            "Stop the other program, or choose another port, for example: PORT=8001 make run"
        ) from problem

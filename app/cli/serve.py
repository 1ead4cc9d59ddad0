"""``handrail serve``: the application and its reminder sender, until Ctrl-C."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
from typing import Any

import click

from app.cli import demo, kit
from app.config import Config

SENDER_HAS = 20  # seconds to finish the post it is at when we stop


@click.command("serve")
def command() -> None:
    """Serve the app, with its reminder sender.

    Settings come from the environment: PORT, HANDRAIL_HOST, HANDRAIL_DATA and the others in the README.
    Outside production an empty database gets the demo practice.
    """
    config = kit.settings()
    _check_port(config)
    with kit.database(config) as database:
        if not config.production and kit.is_empty(database):
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

    sender = multiprocessing.get_context("spawn").Process(target=_send_reminders, args=(os.getpid(),))
    sender.start()
    server = Granian(
        "app.cli.serve:application",
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        workers=config.workers,
        blocking_threads=config.threads,
        factory=True,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
        websockets=False,
    )
    try:
        server.serve()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    finally:
        sender.terminate()
        sender.join(SENDER_HAS)
        if sender.is_alive():
            sender.kill()
    return 0


def _send_reminders(parent: int) -> None:
    """The sender's own process: stops when told, or when the server is gone."""
    from app.jobs import send_reminders

    stop = threading.Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the server tells us
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    sending = threading.Thread(target=send_reminders.run, args=(Config.from_env(), stop), daemon=True)
    sending.start()
    while sending.is_alive() and os.getppid() == parent and not stop.wait(1):
        pass
    stop.set()
    sending.join(SENDER_HAS - 5)


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

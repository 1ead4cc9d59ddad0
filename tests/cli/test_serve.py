"""`handrail serve`: really starts, answers, stops when told, and keeps everything."""

import os
import signal
import subprocess
import time
import urllib.request

from tests.support import live


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read().decode()


def left_of(server: subprocess.Popen) -> list[str]:
    """What still runs of a server: its group (workers), and the sender, which has a session of its own."""
    listed = subprocess.run(["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    return [
        args
        for group, state, args in (row for row in rows if len(row) == 3)
        if not state.startswith("Z") and (int(group) == server.pid or f"app.cli.sender {server.pid}" in args)
    ]


def start(folder, port: int) -> subprocess.Popen:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("HANDRAIL_", "PORT"))}
    env |= {"HANDRAIL_DATA": str(folder), "PORT": str(port)}
    log = (folder / "serve.log").open("ab")
    server = subprocess.Popen(
        [live.HANDRAIL, "serve"], env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        cwd=folder,
    )  # fmt: skip
    log.close()
    live._wait(server, port, folder / "serve.log")
    return server


def test_it_serves_stops_and_keeps_everything(tmp_path):
    port = live.free_port()
    server = start(tmp_path, port)
    try:
        assert "Sign in" in read(f"http://127.0.0.1:{port}/")
        assert any("app.cli.sender" in args for args in left_of(server))
        said = (tmp_path / "serve.log").read_text()
        assert f"http://localhost:{port}" in said
        assert "garden kettle sunday" in said
    finally:
        assert live.stop(server) == 0, (tmp_path / "serve.log").read_text()
    before = {name: (tmp_path / name).read_bytes() for name in ("secret.key", "vapid.pem")}
    assert not left_of(server), "the sender and the workers end with the server"

    server = start(tmp_path, port)
    try:
        assert "Sign in" in read(f"http://127.0.0.1:{port}/sign-in")
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0
    assert {name: (tmp_path / name).read_bytes() for name in before} == before
    said = (tmp_path / "serve.log").read_text()
    assert said.count("Setting up the demo practice") == 1
    assert "Traceback" not in said
    assert not left_of(server)


def test_a_killed_server_takes_its_sender_with_it(tmp_path):
    server = start(tmp_path, live.free_port())
    os.killpg(server.pid, signal.SIGKILL)
    server.wait(10)
    for _ in range(100):
        if not left_of(server):
            return
        time.sleep(0.1)
    raise AssertionError(f"still running: {left_of(server)}")


def test_it_listens_on_this_machine_alone(tmp_path):
    with live.serve(tmp_path) as running:
        port = int(running.url.rsplit(":", 1)[1])
        listening = subprocess.run(["cat", "/proc/net/tcp"], capture_output=True, text=True, check=False).stdout
        rows = [line.split() for line in listening.splitlines()[1:]]
        mine = {row[1].split(":")[0] for row in rows if int(row[1].split(":")[1], 16) == port and row[3] == "0A"}
        assert mine <= {"0100007F"}, "loopback only, unless HANDRAIL_HOST says otherwise"
        assert running.demo()["accounts"]

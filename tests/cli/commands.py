"""Running `handrail …` as a person at a terminal does, in a process of its own and a folder of its own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.support.live import HANDRAIL


def run(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """`handrail` with these arguments; `settings` are environment variables."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("HANDRAIL_", "PORT"))}
    env |= {"HANDRAIL_ENV": "test", "HANDRAIL_DATA": str(folder), **settings}
    return subprocess.run(
        [HANDRAIL, *arguments], env=env, capture_output=True, text=True, check=False, timeout=120, cwd=folder,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def advice(done: subprocess.CompletedProcess[str]) -> str:
    """The one line with which a command refused. AssertionError when it did not, or said more than that."""
    assert done.returncode == 1, f"status {done.returncode}: {done.stdout}{done.stderr}"
    assert "Traceback" not in done.stderr, done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert len(lines) == 1, done.stderr
    return lines[0]

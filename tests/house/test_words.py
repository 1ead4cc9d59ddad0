"""What no file and no commit says: paths of somebody's machine, addresses of package registries, secrets."""

import re
import subprocess

from tests.house.source import ROOT, name, project_files

# Written in pieces, so that this file does not find itself.
MACHINE = re.compile("|".join(["/wo" + "rk/", "/fa" + "rm/", "/ro" + r"ot/\w", "/ho" + r"me/\w", "/Use" + r"rs/\w"]))
NEIGHBOUR = re.compile(r"\.\./" + "shared")
REGISTRY = re.compile(
    "|".join(["pypi" + r"\.org", "python" + "hosted", "registry" + r"\.npm", "--(extra-)?" + "index-url"])
)
KEY = re.compile("-----BEGIN (EC |RSA )?PRIV" + "ATE KEY-----")
TEXT = {
    ".py",
    ".js",
    ".css",
    ".html",
    ".md",
    ".json",
    ".toml",
    ".txt",
    ".cfg",
    ".ini",
    ".po",
    ".pot",
    ".sh",
    "",
}
MAY_SAY_NEIGHBOUR = {".ci/run"}  # runs more checks where that folder stands beside the clone


def lines_with(pattern: re.Pattern[str], skip: set[str] = frozenset()) -> list[str]:
    found = []
    for path in project_files():
        if path.suffix not in TEXT or name(path) in skip:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{name(path)}:{n}" for n, line in enumerate(text.splitlines(), 1) if pattern.search(line)]
    return found


def test_no_file_names_a_machine_path():
    found = lines_with(MACHINE)
    assert not found, f"{found}: a fresh clone elsewhere has no such path. Write it from the project's top."


def test_no_file_names_a_neighbouring_folder():
    found = lines_with(NEIGHBOUR, MAY_SAY_NEIGHBOUR)
    assert not found, f"{found}: a fresh clone has no such folder. Say it in the project's own docs instead."


def test_no_file_names_a_registry():
    found = lines_with(REGISTRY)
    assert not found, f"{found}: where packages come from is the machine's setting. Take the address out."


def test_no_file_holds_a_private_key():
    found = lines_with(KEY)
    assert not found, f"{found}: make the key when it is needed, in the data folder or in the test."


def test_no_commit_names_a_machine_path():
    log = subprocess.run(["git", "log", "--format=%h %B%x00"], cwd=ROOT, capture_output=True, text=True, check=False)
    if log.returncode:  # an archive, or a repository before its first commit
        return
    wrong = [c.strip().split(" ")[0] for c in log.stdout.split("\0") if MACHINE.search(c) or NEIGHBOUR.search(c)]
    assert not wrong, f"commits {wrong} name a machine path: say it from the project's top instead"

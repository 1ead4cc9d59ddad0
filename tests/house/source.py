"""What the house tests read: the files of the project and the imports of a module."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
APP = ROOT / "app"
SKIP = {".git", ".venv", "var", "node_modules", "__pycache__"}


@lru_cache
def project_files() -> tuple[Path, ...]:
    """Every file that belongs to the project: what git knows or would add; without git, what lies there."""
    asked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode == 0:
        names = [ROOT / name for name in asked.stdout.split("\0") if name]
    else:
        names = [p for p in ROOT.rglob("*") if not SKIP & set(p.relative_to(ROOT).parts)]
    return tuple(sorted(p for p in names if p.is_file()))


def files(folder: str, *suffixes: str) -> list[Path]:
    """Project files below `folder` ("app/care") with one of the suffixes (".py")."""
    base = ROOT / folder
    return [p for p in project_files() if p.is_relative_to(base) and p.suffix in suffixes]


def name(path: Path) -> str:
    """The path as a person writes it: from the project's top, with forward strokes."""
    return path.relative_to(ROOT).as_posix()


@lru_cache
def tree(path: Path) -> ast.Module:
    """The module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=name(path))


@cache  # what a module imports is small, its tree is not: all trees at once would be a gigabyte to carry about
def imports(path: Path) -> tuple[tuple[int, str], ...]:
    """Line and dotted name of everything imported, also inside functions; `from a import b` gives `a.b`."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join([*package[: len(package) - node.level + 1], *([base] if base else [])])
            for alias in node.names:
                yield node.lineno, f"{base}.{alias.name}"

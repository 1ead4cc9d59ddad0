"""A file is one subject. Past 300 lines there is a second noun in it."""

from statistics import median

from tests.house.source import files, name

LIMIT = 300
MEDIAN = 80
EXEMPT: dict[str, tuple[int, str]] = {
    # path: (most lines, why it is one subject)
}


def lengths(folders: tuple[str, ...], *suffixes: str) -> dict[str, int]:
    found = [p for folder in folders for p in files(folder, *suffixes)]
    return {name(p): len(p.read_text(encoding="utf-8").splitlines()) for p in found}


def test_no_file_is_too_long():
    sizes = lengths(("app", "tests"), ".py", ".js", ".css", ".html")
    long = {
        n: size
        for n, size in sizes.items()
        if size > EXEMPT.get(n, (LIMIT, ""))[0] and "/migrations/versions/" not in n
    }
    assert not long, (
        f"{long}: more than {LIMIT} lines. Find the second noun and give it a file of its own; "
        "if it really is one subject, add a line with the reason to EXEMPT."
    )


def test_exemptions_are_still_needed():
    sizes = lengths(("app", "tests"), ".py", ".js", ".css", ".html")
    stale = [n for n in EXEMPT if sizes.get(n, 0) <= LIMIT]
    assert not stale, f"{stale}: no longer over {LIMIT} lines. Take the line out of EXEMPT."


def test_most_files_are_short():
    sizes = [size for n, size in lengths(("app",), ".py").items() if size and "/migrations/" not in n]
    middle = median(sizes)
    assert middle < MEDIAN, f"The median file has {middle} lines; keep it under {MEDIAN}: split by noun."

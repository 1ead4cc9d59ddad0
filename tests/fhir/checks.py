"""What a bundle of ours must be: sound R4 by its models, and by the rules that the models do not check."""

import re

ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")


def walk(value, path=""):
    """Every value with its path."""
    yield path, value
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, child in below:
        yield from walk(child, f"{path}.{name}")


def sound(bundle):
    """The same bundle. AssertionError with the place when anything is wrong."""
    from fhir.resources.R4B.bundle import Bundle

    Bundle.model_validate(bundle)
    there = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(there) == len(set(there)), "two entries have one address"
    for path, value in walk(bundle):
        assert value not in ("", [], {}, None), f"{path} is empty"
        assert not (isinstance(value, str) and value.isspace()), f"{path} is blank"
        if isinstance(value, dict):
            check(path, value, there)
    return bundle


def check(path, value, there):
    """One group: ids, references, extensions, and R4's own rules about goals and activities."""
    if "resourceType" in value and path.endswith(".resource"):
        assert ID.fullmatch(value["id"]), f"{path}: {value['id']} is no id"
    if isinstance(value.get("reference"), str):
        target = re.sub(r"/_history/\d+$", "", value["reference"])
        assert any(url.endswith(f"/fhir/{target}") for url in there), f"{path}: {value['reference']} leads nowhere"
    if path.rpartition(".")[2].isdigit() and ".target." in path and "dueDate" in value:
        details = [name for name in value if name.startswith("detail")]
        assert not details or "measure" in value, f"{path}: gol-1, a detail needs a measure"
    if "url" in value and "resourceType" not in value:
        values = [name for name in value if name.startswith("value")]
        assert len(values) + ("extension" in value) == 1, f"{path}: ext-1, a value or parts"
    if ".activity." in path and {"detail", "reference"} & set(value) and path.rpartition(".")[2].isdigit():
        assert len({"detail", "reference"} & set(value)) == 1, f"{path}: cpl-3, a detail or a reference"

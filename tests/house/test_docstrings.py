"""The rules explain themselves: every public thing in care and access says what it does."""

import ast

from tests.house.source import files, name, tree


def test_public_rules_have_docstrings():
    wrong = []
    for path in files("app/care", ".py") + files("app/access", ".py"):
        module = tree(path)
        if module.body and not ast.get_docstring(module):
            wrong.append(f"{name(path)}: the module itself")
        for node in module.body:
            public = isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):
                wrong.append(f"{name(path)}:{node.lineno} {node.name}")
    assert not wrong, (
        "Write one sentence that says what it is for, with units, errors and the source of a clinical rule; "
        "or start the name with _ if nobody else calls it:\n" + "\n".join(wrong)
    )

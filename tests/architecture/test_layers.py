"""The layer rule, executed: a module imports its own folder and lower layers, nothing else."""

from __future__ import annotations

import ast
from collections.abc import Iterator

LAYERS = {
    "pilu.model": 0,
    "pilu.codes": 1,
    "pilu.reasons": 1,
    "pilu.plain": 1,
    "pilu.resources": 1,
    "pilu.workplaces": 1,
    "pilu.values": 1,
    "pilu.engine": 2,
    "pilu.taxonomies": 2,
    "pilu.extraction": 3,
    "pilu.mapping": 3,
    "pilu.readers": 3,
    "pilu.receipts": 3,
    "pilu.validation": 3,
    "pilu.writers": 3,
    "pilu.diff": 4,
    "pilu.pipeline": 4,
    "pilu.store": 4,
    "pilu.api": 5,
    "pilu.batch": 5,
    "pilu.review": 5,
    "pilu": 6,
    "pilu.cli": 7,
    "pilu.__main__": 8,
}


def room(module: str) -> str:
    """The folder or single module of the tree that ``module`` belongs to."""
    return ".".join(module.split(".")[:2])


def imported(tree: ast.Module, modules: dict[str, ast.Module]) -> Iterator[str]:
    """Every module that ``tree`` imports anywhere, function-level and type-checking imports included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide where a name comes from"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in modules else str(node.module)


def test_every_module_has_a_layer(modules: dict[str, ast.Module]) -> None:
    """A new folder or module of the package is placed in the table above before it is used."""
    assert {room(name) for name in modules} <= set(LAYERS)


def test_modules_import_their_own_folder_and_lower_layers_only(modules: dict[str, ast.Module]) -> None:
    """No import goes up or sideways, wherever in the module it stands."""
    wrong = [
        f"{name} imports {target}"
        for name, tree in modules.items()
        for target in imported(tree, modules)
        if target.split(".")[0] == "pilu"
        and room(target) != room(name)
        and LAYERS[room(target)] >= LAYERS[room(name)]
    ]
    assert not wrong


def test_only_the_engine_imports_arelle(modules: dict[str, ast.Module]) -> None:
    """Arelle lives behind one folder."""
    users = {
        room(name)
        for name, tree in modules.items()
        if any(target.split(".")[0] == "arelle" for target in imported(tree, modules))
    }
    assert users <= {"pilu.engine"}


def test_no_import_cycles(modules: dict[str, ast.Module]) -> None:
    """Inside a folder too, modules form a line: imports never lead back to where they started."""
    graph = {
        name: {target for target in imported(tree, modules) if target in modules and target != name}
        for name, tree in modules.items()
    }
    # A package's __init__ re-exports its modules; what counts is what the modules ask of each other.
    ready: set[str] = set()
    while len(ready) < len(graph):
        free = {name for name in graph if name not in ready and graph[name] <= ready}
        assert free, f"cycle among {sorted(set(graph) - ready)}"
        ready |= free


def test_the_rule_sees_function_level_imports() -> None:
    """The reader of imports is not fooled by an import inside a function."""
    tree = ast.parse("def late():\n    from pilu.cli import app\n")
    assert list(imported(tree, {"pilu.cli.app": tree})) == ["pilu.cli.app"]

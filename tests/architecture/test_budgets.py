"""Size budgets, names, and state: what keeps the modules readable."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

MODULE_LINES = 400
FUNCTION_LINES = 60
PARAMETERS = 6
DATA_MODULES = {"codes.py", "words.py"}  # closed lists of words: data that wants to be one file
GRAB_BAGS = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers", "base", "tools"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(modules: dict[str, ast.Module]) -> Iterator[tuple[str, Function]]:
    """Every function and method of the package with the name of its module."""
    for name, tree in modules.items():
        for node in ast.walk(tree):
            if isinstance(node, Function):
                yield f"{name}.{node.name}", node


def is_command(function: Function) -> bool:
    """Whether a function is a sub-command: its parameters are the command's options."""
    return any(argument.arg == "debug" for argument in function.args.args)


def test_modules_fit_their_budget(root: Path) -> None:
    """No module is longer than 400 lines, closed lists of words excepted."""
    long = {
        str(path.relative_to(root)): count
        for path in (root / "converters").rglob("*.py")
        if path.name not in DATA_MODULES
        and (count := len(path.read_text(encoding="utf-8").splitlines())) > MODULE_LINES
    }
    assert not long


def test_functions_fit_on_a_screen(modules: dict[str, ast.Module]) -> None:
    """No function body is longer than 60 lines; the options of a command do not count."""
    long = {}
    for name, function in functions(modules):
        start = function.body[0].lineno if is_command(function) else function.lineno
        lines = (function.end_lineno or start) - start + 1
        if lines > FUNCTION_LINES:
            long[name] = lines
    assert not long


def test_functions_take_six_parameters_at_most(modules: dict[str, ast.Module]) -> None:
    """More than six parameters ask for a type of their own; a command's options are its interface."""
    wide = {}
    for name, function in functions(modules):
        arguments = function.args
        count = len(arguments.posonlyargs) + len(arguments.args) + len(arguments.kwonlyargs)
        count -= bool(arguments.args and arguments.args[0].arg in {"self", "cls"})
        if count > PARAMETERS and not is_command(function):
            wide[name] = count
    assert not wide


def test_no_module_is_named_for_nothing_in_particular(modules: dict[str, ast.Module]) -> None:
    """A module's name says what is in it."""
    assert not [name for name in modules if GRAB_BAGS & set(name.split(".")[-1].split("_"))]


def test_no_module_keeps_mutable_state(modules: dict[str, ast.Module]) -> None:
    """Nothing at module level is a list, dict or set that a call could change."""
    state = []
    for name, tree in modules.items():
        for node in tree.body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and mutable(node.value):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                names = {target.id for target in targets if isinstance(target, ast.Name)}
                state += [f"{name}.{target}" for target in names - {"__all__"}]
    assert not state


def mutable(value: ast.expr | None) -> bool:
    """Whether an expression makes a list, dict or set."""
    if isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp):
        return True
    called = value.func if isinstance(value, ast.Call) else None
    return isinstance(called, ast.Name) and called.id in {"list", "dict", "set", "defaultdict", "Counter"}


def test_data_folders_hold_no_python(root: Path) -> None:
    """A Python file under a data folder would break the editable install."""
    assert not [
        path for kind in ("taxonomy", "templates", "examples") for path in (root / kind).rglob("*.py")
    ]

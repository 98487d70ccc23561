"""Filing rules of authorities, by name: the disclosure systems that Arelle ships as plug-ins."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from lxml import etree

# Plug-ins with these hooks alone look at a report when all else is checked: they neither change what is
# loaded nor keep anything, so a taxonomy in memory can serve them.
_LOOKING_ON = frozenset({"DisclosureSystem.Types", "DisclosureSystem.ConfigURL", "Validate.XBRL.Finally"})
_CONFIGURATIONS = ("resources/config.xml", "config.xml")
_ABOUT = frozenset({"name", "aliases", "version", "description", "license", "author", "copyright"})


@dataclass(frozen=True, slots=True)
class DisclosureSystem:
    """A set of filing rules: its ``names``, any of which selects it; ``plugin`` as Arelle's command line
    names it; ``looks_on``: whether it can be applied to a taxonomy held in memory."""

    names: tuple[str, ...]
    description: str
    plugin: str
    looks_on: bool


@cache
def disclosure_systems() -> tuple[DisclosureSystem, ...]:
    """Those of the installed Arelle, sorted by name; read from its folder, without importing it."""
    spec = find_spec("arelle")
    found: dict[str, DisclosureSystem] = {}
    for place in spec.submodule_search_locations or () if spec else ():
        for folder in sorted((Path(place) / "plugin" / "validate").iterdir()):
            for system in _of_plugin(folder):
                found.setdefault(system.names[0], system)
    return tuple(found[name] for name in sorted(found, key=str.casefold))


def find_disclosure_system(name: str) -> DisclosureSystem | None:
    """The one that has this name."""
    return next((system for system in disclosure_systems() if name in system.names), None)


def _of_plugin(folder: Path) -> list[DisclosureSystem]:
    configuration = next((folder / name for name in _CONFIGURATIONS if (folder / name).is_file()), None)
    if configuration is None or not (folder / "__init__.py").is_file():
        return []
    hooks = _hooks(folder / "__init__.py")
    return [
        DisclosureSystem(
            names=tuple(element.get("names", "").split("|")),
            description=element.get("description", "").partition("\\n")[0],
            plugin=f"validate/{folder.name}",
            looks_on=bool(hooks) and hooks <= _LOOKING_ON,
        )
        for element in etree.parse(configuration).iter("DisclosureSystem")
        if element.get("names")
    ]


def _hooks(module: Path) -> frozenset[str]:
    """The keys of a plug-in's ``__pluginInfo__`` that are no description of it: its hooks and imports."""
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "__pluginInfo__" for target in node.targets
        ):
            keys = node.value.keys if isinstance(node.value, ast.Dict) else []
            return frozenset(str(key.value) for key in keys if isinstance(key, ast.Constant)) - _ABOUT
    return frozenset()

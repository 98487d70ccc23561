"""Which taxonomies are installed, and where each one's folder and package lie."""

from __future__ import annotations

from pathlib import Path

from pilu.codes import diagnose
from pilu.model.diagnostic import Outcome
from pilu.model.taxonomy import Taxonomy
from pilu.resources import data_root
from pilu.taxonomies.loading import load_folder


def list_installed() -> tuple[str, ...]:
    """The ids of the taxonomies that came with Pilu, sorted: ``cn-listed/2021``."""
    root = data_root("taxonomy")
    return tuple(
        sorted("/".join(path.parent.relative_to(root).parts) for path in root.glob("*/*/taxonomy.toml"))
    )


def folder_of(where: str | Path) -> Path | None:
    """The folder of a taxonomy named by id, or given as a folder; None if there is none."""
    if str(where) in list_installed():
        return data_root("taxonomy") / str(where)
    return Path(where) if Path(where).is_dir() else None


def load(where: str | Path) -> Outcome[Taxonomy]:
    """The taxonomy ``where``: an id such as ``cn-listed/2021``, or the folder of its sheets.

    Diagnostics are ``taxonomy.*``; each names the sheet, the row (the header is row 1) and the
    column. There is no value if there is any.
    """
    folder = folder_of(where)
    if folder is None:
        given = diagnose("taxonomy.unknown", given=where, valid=", ".join(list_installed()))
        return Outcome(None, (given,))
    return load_folder(folder)


def package_folder(where: str | Path) -> Path:
    """The compiled XBRL taxonomy package of a taxonomy: the folder that holds ``META-INF``."""
    folder = folder_of(where)
    if folder is None:
        raise FileNotFoundError(f"no taxonomy {where}")
    return folder / "package"

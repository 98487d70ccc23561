"""The only module that knows where shipped data lies."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


class ResourcesMissing(RuntimeError):
    """The installation has lost its data: reinstall Pilu."""


def data_root(kind: str) -> Path:
    """The folder of shipped data ``kind`` (``taxonomy``, ``templates`` or ``examples``).

    An installed wheel carries it inside the package; a checkout has it beside the source root.
    """
    installed = Path(str(files("pilu"))) / "_data" / kind
    if installed.is_dir():
        return installed
    checkout = Path(__file__).resolve().parents[2]
    if (checkout / "pyproject.toml").is_file() and (checkout / kind).is_dir():
        return checkout / kind
    raise ResourcesMissing(f"the installation lacks its {kind} folder; reinstall pilu")

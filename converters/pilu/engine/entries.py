"""A file opened as Arelle's command line opens it: a report, or an archive with the report in it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from arelle.FileSource import openFileSource
from arelle.utils.EntryPointDetection import parseEntrypointFileInput
from arelle.ValidateFileSource import ValidateFileSource

from pilu.engine.leaving import PACKAGE_REPORTS, LeavingError
from pilu.engine.room import entry_point


def open_entry(controller: Any, entry: Path) -> Any:
    """The file source with the report selected, the archive itself checked as a report package; raises
    LeavingError where an archive holds no report, or several."""
    if not zipfile.is_zipfile(entry):
        return openFileSource(str(entry.absolute()), controller)
    found = parseEntrypointFileInput(controller, entry_point(entry))
    source = found.filesource
    assert source is not None  # there is an entry, so there is a source
    if not found.success or len(found.entrypointFiles) != 1:
        source.close()
        raise LeavingError(PACKAGE_REPORTS, untouched=True)
    ValidateFileSource(controller, source).validate()
    source.select(found.entrypointFiles[0]["file"])
    return source

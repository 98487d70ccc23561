"""What kept the engine from starting."""

from __future__ import annotations

import errno
import tempfile

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


def unusable(error: OSError) -> Diagnostic:
    """No place for its temporary files, or a file that it cannot read."""
    if error.errno in _NO_ROOM:
        reason = error.strerror or error
        return diagnose("validate.no-workspace", folder=tempfile.gettempdir(), reason=reason)
    return diagnose("validate.unreadable", reason=error.strerror or error)

"""Two reports compared fact by fact, whatever their formats."""

from pilu.diff.comparing import Change, Comparison, Mode, compare
from pilu.diff.reading import compare_files

__all__ = ["Change", "Comparison", "Mode", "compare", "compare_files"]

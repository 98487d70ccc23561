"""A Report into files, through templates: ``write`` is the stage, ``WRITERS`` its formats."""

from pilu.writers.formats import KINDS, WRITERS, write

__all__ = ["KINDS", "WRITERS", "write"]

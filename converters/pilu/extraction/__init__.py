"""A Document into candidates: sections, tables, units, headers, and the ledger."""

from pilu.extraction.extracting import extract

__all__ = ["extract"]

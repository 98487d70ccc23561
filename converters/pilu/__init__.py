"""Pilu: reports as people publish them into XBRL, with the place every figure was read from."""

__version__ = "0.1.0"

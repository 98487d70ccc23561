"""Sheets into a read-only Taxonomy; the XBRL taxonomy package compiled from them."""

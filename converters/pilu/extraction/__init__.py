"""A Document into candidates: sections, tables, units, headers, and the ledger."""

"""Candidates into facts: concept, period, unit, dimensions, duplicates."""

from pilu.mapping.mapping import map_facts

__all__ = ["map_facts"]

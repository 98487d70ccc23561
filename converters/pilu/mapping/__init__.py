"""Candidates into facts: concept, period, unit, dimensions, duplicates."""

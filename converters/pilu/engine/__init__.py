"""The only folder that imports Arelle."""

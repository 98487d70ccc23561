"""A Report into files, through templates."""

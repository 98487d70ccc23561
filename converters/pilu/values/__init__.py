"""Pure parsers of printed values: numbers, units and scales, periods, identifiers."""

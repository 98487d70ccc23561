"""Whether the assertions of a taxonomy compile: where they do not, Arelle evaluates none of them.

A report attached to a taxonomy in memory compiles nothing, and would have them evaluated.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from arelle.formula import ValidateFormula

_COMPILED = "formulaValidation"  # what Arelle times when assertions are compiled and not yet evaluated


@contextmanager
def rule_errors() -> Iterator[list[int]]:
    """Gives a list that, inside the with statement, gets the number of errors that compiling a taxonomy's
    assertions ends with, where there are any: Arelle then evaluates none of them."""
    found: list[int] = []
    own = ValidateFormula.validate

    def validate(validator: Any, *rest: Any, **options: Any) -> None:
        model = validator.modelXbrl
        before = model.logCount.get(logging.ERROR, 0)

        def stat(name: str | None = None, *more: Any, **given: Any) -> None:
            if name == _COMPILED:
                errors = model.logCount.get(logging.ERROR, 0) - before
                found.extend([errors] if errors else [])
            type(model).profileStat(model, name, *more, **given)

        model.profileStat = stat
        try:
            own(validator, *rest, **options)
        finally:
            del model.profileStat

    ValidateFormula.validate = validate
    try:
        yield found
    finally:
        ValidateFormula.validate = own

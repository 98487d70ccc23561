"""Files and engine messages into a verdict whose every finding names facts and their places."""

from pilu.validation.validating import Runner, validate

__all__ = ["Runner", "validate"]

"""Files and engine messages into a verdict whose every finding names facts and their places."""

from pilu.validation.about import About
from pilu.validation.validating import Runner, validate
from pilu.validation.waiver_files import read_waivers

__all__ = ["About", "Runner", "read_waivers", "validate"]

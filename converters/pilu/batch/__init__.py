"""Many reports: found, converted by supervised worker processes, journalled, published whole."""

from pilu.batch.batching import Batch, run_batch
from pilu.batch.inputs import Input, find_inputs
from pilu.batch.jobs import Limits, Plan
from pilu.batch.summary import Entry, Summary

__all__ = ["Batch", "Entry", "Input", "Limits", "Plan", "Summary", "find_inputs", "run_batch"]

"""What people say of values: corrections made, kept apart from the machine's record, and applied to it."""

from pipeline.corrections.apply import Corrected, apply_corrections, in_force
from pipeline.corrections.gold import write_gold
from pipeline.corrections.listing import correctable_values
from pipeline.corrections.make import make_correction, withdrawal

__all__ = [
    "Corrected",
    "apply_corrections",
    "correctable_values",
    "in_force",
    "make_correction",
    "withdrawal",
    "write_gold",
]

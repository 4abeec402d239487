"""Counts of what `make faults` did, for a person: a line each, in the file that STEMMATA_FAULTS names."""

import os
from pathlib import Path


def tell(line: str) -> None:
    named = os.environ.get("STEMMATA_FAULTS")
    if named:
        with Path(named).open("a", encoding="utf-8") as report:
            report.write(line + "\n")

"""Proof pictures beside the interchange: one file for each edge between pictures."""

from pathlib import Path
from typing import Any

from sqlalchemy import Row

from stemmata.pipeline.proofs import Proofs, provable_edge
from stemmata.publish.proof_picture import ENDING, proof_picture

FOLDER = "proofs"
HEX = 16
"""Of each item's name in the file's; the whole names where somebody made two items begin alike."""


class ProofFiles:
    """Draws one picture at a time, so that memory does not grow with the case."""

    def __init__(self, proofs: Proofs, target: Path) -> None:
        self._proofs, self._target = proofs, target
        self.count = 0

    def draw(self, row: Row[Any]) -> str | None:
        """The name of the written file, from the export's folder on; None where nothing can be drawn."""
        edge = provable_edge(row)
        pictures = None if edge is None else self._proofs.pictures(edge)
        drawn = None if edge is None or pictures is None else proof_picture(*pictures, edge)
        if drawn is None:
            return None
        folder = self._target / FOLDER
        folder.mkdir(exist_ok=True)
        name = f"{row.a[:HEX]}-{row.b[:HEX]}.{ENDING}"
        if (folder / name).exists():
            name = f"{row.a}-{row.b}.{ENDING}"
        (folder / name).write_bytes(drawn)
        self.count += 1
        return f"{FOLDER}/{name}"

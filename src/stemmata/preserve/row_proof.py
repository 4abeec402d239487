"""One row of a manifest, shown and proved without the others: the line itself, and its way to the root in the entry.

    row <index>
    rows <how many the manifest has>
    <base64 of a hash>                (any number of lines)

The root is the one that the entry names under `rows`. How many rows there are is not hidden, and not vouched for: only
that this line is one of them.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from stemmata.preserve import merkle
from stemmata.preserve.proof_file import number_line, proof_hashes


@dataclass(frozen=True, slots=True)
class RowProof:
    """Where a line stands among the leaves of a manifest's tree. A claim, until `holds`."""

    index: int
    size: int
    hashes: tuple[bytes, ...]

    def content(self) -> bytes:
        hashes = (base64.b64encode(one).decode() for one in self.hashes)
        return "".join(f"{line}\n" for line in (f"row {self.index}", f"rows {self.size}", *hashes)).encode("ascii")

    @classmethod
    def parse(cls, content: bytes) -> "RowProof":
        """ValueError for any other form."""
        try:
            lines = content.decode("ascii").split("\n")
        except UnicodeDecodeError as error:
            raise ValueError("the lines of a proof are ASCII") from error
        if len(lines) < 3 or lines.pop() != "":
            raise ValueError("a proof of a row has at least two lines")
        return cls(number_line(lines[0], "row"), number_line(lines[1], "rows"), proof_hashes(lines[2:]))

    def holds(self, line: bytes, root: bytes) -> bool:
        return merkle.includes(merkle.leaf_hash(line), self.index, self.size, self.hashes, root)


def prove_row(index: int, hashes: Sequence[bytes]) -> RowProof:
    """`hashes`: of all lines of the manifest."""
    return RowProof(index, len(hashes), tuple(merkle.inclusion_proof(index, hashes)))

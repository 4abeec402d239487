"""Checkpoints (C2SP tlog-checkpoint): origin, size and root of a log, as the text of a signed note."""

import base64
from dataclasses import dataclass

from stemmata.preserve.note import exact_base64


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`size` entries with tree hash `root` (32 bytes), in the log that calls itself `origin`."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """ValueError for a missing line, an extension, a size with sign or leading zero, or another root length."""
        lines = text.split("\n")
        if len(lines) != 4 or lines[3] != "":
            raise ValueError("a checkpoint has three lines")
        origin, size, root = lines[:3]
        if not origin or not size.isascii() or not size.isdigit() or (size[0] == "0" and size != "0"):
            raise ValueError("a checkpoint's second line is its size in decimal")
        if len(size) > 15:
            raise ValueError(f"a checkpoint's size has at most 15 digits, got {len(size)}")
        raw = exact_base64(root)
        if len(raw) != 32:
            raise ValueError(f"a checkpoint's root has 32 bytes, got {len(raw)}")
        return cls(origin, int(size), raw)

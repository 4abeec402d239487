"""How well the worker was locked that read a file: told with what was read, and no part of any key."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Tier(StrEnum):
    """The strongest one that works on a machine is used; docs/security.md says what each is good for."""

    S1 = "S1"
    """A process of its own with limits, and a deadline."""
    S2 = "S2"
    """And seccomp: the kernel answers no call but those that decoding needs."""
    S3 = "S3"
    """And Landlock: files, TCP and signals are refused a second time, by another part of the kernel."""


@dataclass(frozen=True, slots=True)
class Lock:
    """`landlock`: version of the kernel's interface, 0 where it is not in force. `lacks`: why a layer is not, in words,
    one line for each that is not."""

    seccomp: bool = False
    landlock: int = 0
    lacks: tuple[str, ...] = ()

    @property
    def tier(self) -> Tier:
        if not self.seccomp:
            return Tier.S1
        return Tier.S3 if self.landlock else Tier.S2

    def to_json(self) -> dict[str, object]:
        return {"tier": self.tier.value, "landlock": self.landlock}

    @classmethod
    def from_json(cls, told: object) -> "Lock | None":
        """None for what `to_json` did not write: nothing is then known."""
        if not isinstance(told, Mapping) or told.get("tier") not in tuple(Tier):
            return None
        version = told.get("landlock")
        return cls(told["tier"] != Tier.S1, version if isinstance(version, int) else 0)

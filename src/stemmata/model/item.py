"""Items: bytes that are held, and what their container says they are."""

from dataclasses import dataclass
from enum import StrEnum


class Media(StrEnum):
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    TEXT = "text"
    OTHER = "other"


def compared_as(media: Media, duration_us: int | None) -> Media:
    """What an item's pictures are compared as: an animation is an image by its type and lasts, so it is a film."""
    return Media.VIDEO if media is Media.IMAGE and duration_us else media


@dataclass(frozen=True, slots=True)
class Name:
    """A file's name as its file system gave it: bytes, since not every name is text.

    `path` is relative to what the person added, parts joined by "/".
    """

    path: bytes

    @property
    def shown(self) -> str:
        """For people and JSON: UTF-8, with whatever is not valid written as \\xNN."""
        return self.path.decode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class Received:
    """One file of one batch: which bytes, under which name."""

    sha256: str
    size: int
    name: Name
    modified_us: int | None
    """The file system's modification time, µs since 1970 UTC: as claimed by the file, may be anything."""

"""A file of a family before it has its random name."""

from dataclasses import dataclass
from hashlib import sha256

from bench.families import metadata
from bench.families.metadata import Stated
from bench.families.truth import Edit, Exactly


@dataclass(frozen=True, slots=True)
class Made:
    """`edits` in their order; `exactly`: what of a parent was taken over as it is; `stated`: by its EXIF or container.

    `groups`: of a film, a name for each group of pictures from one key frame to the next; the same name, the same bits.
    """

    content: bytes
    ending: str
    edits: tuple[Edit, ...]
    exactly: Exactly | None = None
    stated: Stated | None = None
    groups: tuple[str, ...] = ()

    @property
    def pictures(self) -> str:
        """The same for files whose coded pictures are the same, whatever else the files hold."""
        if self.groups:
            coded = " ".join(self.groups).encode()
        else:
            coded = metadata.stripped(self.content) if self.ending == "jpg" else self.content
        return sha256(coded).hexdigest()[:16]


def named(content: bytes, groups: int) -> tuple[str, ...]:
    """Names for the groups of pictures of a film that has just been coded."""
    digest = sha256(content).hexdigest()[:16]
    return tuple(f"{digest}:{number}" for number in range(groups))

"""Fingerprints of stills and films as they are needed: a part of one, or a few whole ones held for a while."""

from collections import OrderedDict
from collections.abc import Collection

from stemmata.fingerprint.picture import FILM, KEY_FRAMES, STILL
from stemmata.match.candidates import NEEDED, glance
from stemmata.match.inverted import Glance
from stemmata.match.pictures import Picture, picture_of
from stemmata.model.item import Media
from stemmata.model.seams import Reducer, Reduction
from stemmata.pipeline.derived import Derived

HELD_BYTES = 64_000_000
"""Of whole fingerprints in memory at once, in every process that compares: some twenty films."""

FORMS: dict[str, tuple[Reducer, Media]] = {
    STILL.name: (STILL, Media.IMAGE),
    FILM.name: (FILM, Media.VIDEO),
    KEY_FRAMES.name: (KEY_FRAMES, Media.VIDEO),
}
"""What a picture can be compared as."""


class KeptPictures:
    """`form` is a key of FORMS. Not for several threads at once."""

    def __init__(self, derived: Derived) -> None:
        self._derived = derived
        self._held: OrderedDict[tuple[str, str], Picture] = OrderedDict()
        self._bytes = 0

    def part(self, holder: str, form: str, only: Collection[str] | None) -> Picture | None:
        """With the arrays named in `only`, or all; None where the item has no fingerprint of this form."""
        reducer, media = FORMS[form]
        kept = self._derived.get(reducer, holder, only)
        return picture_of(holder, media, kept) if isinstance(kept, Reduction) else None

    def has(self, holder: str, form: str) -> bool:
        return self._derived.has_result(FORMS[form][0], holder)

    def glance(self, holder: str, form: str) -> Glance | None:
        """None where the item has no fingerprint of this form."""
        picture = self.part(holder, form, NEEDED)
        return None if picture is None else glance(picture)

    def views(self, holder: str, form: str) -> int:
        """Of a still one; of a film the frames that were looked at; 0 where the item has no fingerprint."""
        seen = self.part(holder, form, {"sample_us"})
        return 0 if seen is None else len(seen.sample_us)

    def whole(self, holder: str, form: str) -> Picture:
        """All of it. LookupError where the item has none."""
        if (holder, form) in self._held:
            self._held.move_to_end((holder, form))
            return self._held[holder, form]
        picture = self.part(holder, form, None)
        if picture is None:
            raise LookupError(f"no fingerprint {form} is kept of {holder}")
        self._held[holder, form] = picture
        self._bytes += _size(picture)
        while self._bytes > HELD_BYTES and len(self._held) > 2:
            _, dropped = self._held.popitem(last=False)
            self._bytes -= _size(dropped)
        return picture


def _size(picture: Picture) -> int:
    return sum(array.nbytes for array in picture.arrays.values())

"""Fingerprints of stills and films as they are needed: a part of one, or a few whole ones held for a while."""

from collections import OrderedDict
from collections.abc import Collection

from stemmata.fingerprint.picture import FILM, STILL
from stemmata.match.pictures import Picture, picture_of
from stemmata.model.item import Media
from stemmata.model.seams import Reducer, Reduction
from stemmata.pipeline.derived import Derived

HELD_BYTES = 64_000_000
"""Of whole fingerprints in memory at once, in every process that compares: some twenty films."""

PICTURE_REDUCERS: dict[Media, Reducer] = {Media.IMAGE: STILL, Media.VIDEO: FILM}


class KeptPictures:
    """Not for several threads at once."""

    def __init__(self, derived: Derived) -> None:
        self._derived = derived
        self._held: OrderedDict[str, Picture] = OrderedDict()
        self._bytes = 0

    def part(self, holder: str, media: Media, only: Collection[str]) -> Picture | None:
        """With the arrays named in `only`; None where the item has no fingerprint of its picture."""
        kept = self._derived.get(PICTURE_REDUCERS[media], holder, only)
        return picture_of(holder, media, kept) if isinstance(kept, Reduction) else None

    def whole(self, holder: str, media: Media) -> Picture:
        """All of it. LookupError where the item has none."""
        if holder in self._held:
            self._held.move_to_end(holder)
            return self._held[holder]
        kept = self._derived.get(PICTURE_REDUCERS[media], holder)
        if not isinstance(kept, Reduction):
            raise LookupError(f"no fingerprint is kept of {holder}")
        picture = picture_of(holder, media, kept)
        self._held[holder] = picture
        self._bytes += _size(picture)
        while self._bytes > HELD_BYTES and len(self._held) > 2:
            _, dropped = self._held.popitem(last=False)
            self._bytes -= _size(dropped)
        return picture


def _size(picture: Picture) -> int:
    return sum(array.nbytes for array in picture.arrays.values())

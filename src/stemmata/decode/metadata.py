"""What a file says of itself that no library tells: the walk of its container, as structure and as claims in raw form.

A reducer of its own, beside the probe: a new walker makes no poster anew, and a walk that fails costs no other fact.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import BinaryIO

from stemmata.decode.claims import BOXED
from stemmata.decode.sniff import HEAD_BYTES, media_type
from stemmata.decode.walk import Enough, Walk
from stemmata.decode.walk_boxes import walk_boxes
from stemmata.decode.walk_chunks import walk_jpeg, walk_png, walk_riff
from stemmata.decode.walk_ebml import walk_ebml
from stemmata.model.canonical import Json
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code
from stemmata.model.seams import Reducer, Reduction

METADATA = Reducer(
    name="metadata/1",
    entry="stemmata.decode.metadata:metadata",
    arrays={},
    seconds=60.0,
    memory_bytes=1_000_000_000,
)

Walker = Callable[[Walk], None]

WALKERS: Mapping[str, tuple[str, Walker]] = {
    **dict.fromkeys(BOXED, ("boxes", walk_boxes)),
    "image/jpeg": ("segments", walk_jpeg),
    "image/png": ("chunks", walk_png),
    "image/webp": ("riff", walk_riff),
    "video/x-msvideo": ("riff", walk_riff),
    "audio/wav": ("riff", walk_riff),
    "video/x-matroska": ("ebml", walk_ebml),
    "video/webm": ("ebml", walk_ebml),
}
"""Type of file -> name of its form, and who walks it; other files have no structure."""


def metadata(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """See METADATA. facts: structure (as Walk.structure; None of a file that nobody walks), claimed ([field, value,
    parser, withhold, raw, zone]; raw: hex digits, or None where the value is the raw form; zone: claims.zone_of).

    MediaError: EMPTY. Any other file gives a structure, with the name of what ended it early.
    """
    source.seek(0)
    head = source.read(HEAD_BYTES)
    if not head:
        raise MediaError(Code.EMPTY)
    walked = WALKERS.get(media_type(head))
    if walked is None:
        return Reduction({"structure": None, "claimed": []}, {})
    form, walker = walked
    walk = Walk.over(source)
    with suppress(Enough):  # the walk has noted which bound it was
        walker(walk)
    return Reduction({"structure": walk.structure(form), "claimed": walk.said}, {})

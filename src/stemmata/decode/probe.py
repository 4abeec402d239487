"""The first look at any item: its type, its measures, its stream's identity, what it claims, and a poster.

Every item passes here, so this never fails for a file that is merely of no interest: such a file has facts with its
type, no measures, and no failure. A file that is of a type that we read but cannot be read is a MediaError.
"""

from collections.abc import Mapping
from typing import BinaryIO

import av.audio.stream
import av.container
import av.error
import av.stream
import av.video.stream
import numpy as np
import numpy.typing as npt

from stemmata.decode import stills, video
from stemmata.decode.animation import mended
from stemmata.decode.animation_index import animation_index
from stemmata.decode.claims import film_claims, plain_text, still_claims
from stemmata.decode.container_form import film_form, still_form
from stemmata.decode.jpeg_segments import Segments, jpeg_segments
from stemmata.decode.lengths import is_encrypted
from stemmata.decode.marks import marks_in_bytes
from stemmata.decode.poster import film_poster, no_poster, still_poster
from stemmata.decode.sniff import HEAD_BYTES, REFUSED, media_of, media_type
from stemmata.decode.streams import MAX_GROUPS, Groups, Identity, identity, jpeg_digest, png_digest
from stemmata.model.canonical import Json
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code, Failure
from stemmata.model.item import Media
from stemmata.model.seams import ArrayBound, Reducer, Reduction

POSTER_PX = 320

UNSEEN = "unseen"
"""Parameter: no poster is made, since nobody should come to see this file by accident."""

PROBE = Reducer(
    name="probe/3",
    entry="stemmata.decode.probe:probe",
    arrays={
        "gop_sha256": ArrayBound("|u1", (MAX_GROUPS, 32)),
        "gop_start_us": ArrayBound("<i8", (MAX_GROUPS,)),
        "gop_duration_us": ArrayBound("<i8", (MAX_GROUPS,)),
        "poster": ArrayBound("|u1", (POSTER_PX, POSTER_PX, 3)),
    },
)

HALF_A_SECOND_US = 500_000
STREAM_FORMATS = frozenset({"mp3", "aac", "mpegts", "mpeg", "h264", "hevc", "flac", "amr"})
"""Formats whose length FFmpeg only estimates: their estimate is held against nobody."""


def warm() -> None:
    stills.warm()
    video.warm()


def probe(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """See PROBE. facts: mime, media, width, height (as shown, turned), duration_us, orientation, streams, claimed,
    stream_sha256, picture_stream_sha256, sound_stream_sha256, form; None for what is not known or does not apply. An
    image with a duration is an animation.

    claimed: [field, value, parser, withhold] (claims.py). form: as container_form.Form writes itself. marks: keys of
    mark_table that the bytes bear; None where they were not looked for. MediaError: REFUSED, ENCRYPTED when nothing
    else can be said, TRUNCATED, DAMAGED, NO_FRAMES, TOO_LARGE, NEEDS_EXTRA.
    """
    head = source.read(HEAD_BYTES)
    if not head:
        raise MediaError(Code.EMPTY)
    mime = media_type(head)
    if mime in REFUSED:
        raise MediaError(Code.REFUSED, mime)
    media = media_of(mime)
    if media is Media.IMAGE:
        return _still(source, mime, unseen=parameters.get(UNSEEN) is True)
    if media in {Media.VIDEO, Media.AUDIO}:
        return _film(source, mime, unseen=parameters.get(UNSEEN) is True)
    return _reduction(_facts(mime, media), Groups(), no_poster())


def _facts(mime: str, media: Media) -> dict[str, object]:
    return {
        "mime": mime,
        "media": media.value,
        "width": None,
        "height": None,
        "duration_us": None,
        "orientation": None,
        "streams": [],
        "stream_sha256": None,
        "picture_stream_sha256": None,
        "sound_stream_sha256": None,
        "claimed": [],
        "form": None,
        "marks": None,
    }


def _still(source: BinaryIO, mime: str, *, unseen: bool) -> Reduction:
    facts = _facts(mime, Media.IMAGE)
    index = animation_index(source)
    if index is not None and index.moves:
        source = mended(source, index)
        facts["duration_us"] = index.duration_us
    still = stills.read_still(source)
    failure = still.failure or (index.failure if index is not None else None)
    height, width = still.pixels.shape[:2]
    digest = {"image/jpeg": jpeg_digest, "image/png": png_digest}.get(mime)
    # a cut file's digest would name a picture that nobody made
    stream = digest(source) if digest is not None and failure is None else None
    facts |= {"width": width, "height": height, "orientation": still.orientation, "stream_sha256": stream}
    facts["picture_stream_sha256"] = stream
    facts["claimed"] = claimed = still_claims(stills.open_image(source))
    segments = jpeg_segments(source)
    facts["form"] = still_form(source, mime, segments).row()
    facts["marks"] = marks_in_bytes(claimed, segments)
    poster = no_poster() if unseen else still_poster(still.pixels, POSTER_PX)
    return _reduction(facts, Groups(), poster, failure)


def _film(source: BinaryIO, mime: str, *, unseen: bool) -> Reduction:
    encrypted = is_encrypted(source)
    with video.open_container(source) as container:
        found = identity(container)
        picture = video.picture_track(container)
        facts = _film_facts(container, picture, found, mime)
        failure = _failure(source, container, found, encrypted=encrypted)
        claimed = film_claims(container.metadata, [stream.metadata for stream in container.streams])
    facts |= {"claimed": claimed, "form": film_form(source, mime, claimed).row()}
    facts["marks"] = marks_in_bytes(claimed, Segments((), complete=True))
    if failure is not None and not any(track.packets for track in found.tracks):
        raise MediaError(failure.code, failure.detail)
    poster = no_poster()
    if picture is not None and not encrypted:
        try:
            poster, turned = film_poster(source, facts["duration_us"], POSTER_PX)
        except MediaError as error:  # its streams are known all the same
            return _reduction(facts, found.groups, poster, failure or error.failure)
        facts["orientation"] = turned
        if turned in {90, 270}:
            facts["width"], facts["height"] = facts["height"], facts["width"]
        if not poster.size and failure is None:
            failure = Failure(Code.DAMAGED, "none of its first pictures could be decoded")
    return _reduction(facts, found.groups, no_poster() if unseen else poster, failure)


def _film_facts(
    container: av.container.InputContainer,
    picture: av.video.stream.VideoStream | None,
    found: Identity,
    mime: str,
) -> dict[str, object]:
    media = Media.AUDIO if picture is None and container.streams.audio else Media.VIDEO
    facts = _facts(mime, media)
    if picture is not None and picture.codec_context is not None:  # None: FFmpeg does not know the codec at all
        facts["width"], facts["height"] = picture.codec_context.width or None, picture.codec_context.height or None
    ends = [track.end_us for track in found.tracks if track.packets]
    facts["duration_us"] = max(ends, default=0) or None
    facts["streams"] = [_stream(stream, found) for stream in container.streams]
    facts["stream_sha256"] = found.digest()
    facts["picture_stream_sha256"] = found.digest("picture")
    facts["sound_stream_sha256"] = found.digest("sound")
    return facts


def _stream(stream: av.stream.Stream, found: Identity) -> dict[str, object]:
    track = next((track for track in found.tracks if track.index == stream.index), None)
    context = stream.codec_context
    described: dict[str, object] = {
        "index": stream.index,
        "kind": track.kind if track is not None else plain_text(stream.type, 20),
        "codec": None if context is None else context.name,
        "packets": None if track is None else track.packets,
        "bytes": None if track is None else track.payload_bytes,
        "sha256": None if track is None or not track.packets else track.digest,
    }
    if isinstance(stream, av.video.stream.VideoStream) and stream.average_rate:
        described["frames_per_second"] = round(float(stream.average_rate), 3)
    if isinstance(stream, av.audio.stream.AudioStream) and context is not None:
        described["samples_per_second"] = stream.codec_context.sample_rate
        described["channels"] = stream.codec_context.channels
    return described


def _failure(
    source: BinaryIO, container: av.container.InputContainer, found: Identity, *, encrypted: bool
) -> Failure | None:
    if encrypted:
        return Failure(Code.ENCRYPTED)
    shortfall = video.cut_at(source)
    if shortfall is not None:
        return Failure(Code.TRUNCATED, shortfall)
    if not any(track.packets for track in found.tracks):
        return Failure(Code.NO_FRAMES)
    held = {track.index: track.packets for track in found.tracks}
    for stream in container.streams.video:
        declared = video.declared_frames(container, stream)
        shortfall = video.missing(held.get(stream.index, declared), declared)
        if shortfall is not None:
            return Failure(Code.TRUNCATED, shortfall)
    if found.stopped_by is not None:
        return Failure(Code.TRUNCATED, found.stopped_by)
    return _shorter_than_claimed(container, found)


def _shorter_than_claimed(container: av.container.InputContainer, found: Identity) -> Failure | None:
    """Matroska, FLV and Ogg state a duration but, when cut, no length in bytes."""
    if container.duration is None or STREAM_FORMATS & set(container.format.name.split(",")):
        return None
    held = max(track.end_us for track in found.tracks)
    if container.duration - held > max(HALF_A_SECOND_US, video.LOST_TAIL * container.duration):
        return Failure(Code.TRUNCATED, f"{held / 1e6:.1f} of {container.duration / 1e6:.1f} s")
    return None


def _reduction(
    facts: dict[str, object], groups: Groups, poster: npt.NDArray[np.uint8], failure: Failure | None = None
) -> Reduction:
    digests = np.frombuffer(b"".join(groups.digests), dtype=np.uint8).reshape(-1, 32)
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "gop_sha256": digests,
        "gop_start_us": np.array(groups.starts_us, dtype="<i8"),
        "gop_duration_us": np.array(groups.durations_us, dtype="<i8"),
        "poster": poster,
    }
    return Reduction(facts, arrays, failure)

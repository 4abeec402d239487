"""The same encoded stream has one name in every container; an excerpt or a join is a subset of groups of pictures."""

from collections.abc import Mapping
from io import BytesIO

import pytest
from PIL import Image
from tests.media import make

from stemmata.decode.probe import probe
from stemmata.decode.streams import jpeg_digest, png_digest

FILM = make.film(seconds=4)
CONTAINERS = ("mp4", "mov", "matroska", "mpegts", "flv", "3gp")
NAMES = ("stream_sha256", "picture_stream_sha256", "sound_stream_sha256")


def names(content: bytes) -> dict[str, object]:
    facts: Mapping[str, object] = probe(BytesIO(content), {}).facts
    return {name: facts[name] for name in NAMES}


def groups(content: bytes) -> list[bytes]:
    return [bytes(digest) for digest in probe(BytesIO(content), {}).arrays["gop_sha256"]]


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("other", CONTAINERS)
def test_a_remux_has_the_same_names_and_groups(container: str, other: str) -> None:
    once = make.remuxed(FILM, container)
    twice = make.remuxed(once, other)
    assert once != FILM
    assert names(twice) == names(FILM)
    assert groups(twice) == groups(FILM)
    assert len(groups(FILM)) == 4


@pytest.mark.parametrize("codec", ["libx265", "mpeg4", "mpeg2video"])
@pytest.mark.parametrize("container", ["mov", "matroska", "mpegts"])
def test_a_remux_of_another_codec_has_the_same_name(codec: str, container: str) -> None:
    made = make.film(seconds=2, codec=codec)
    assert names(make.remuxed(made, container)) == names(made)
    assert groups(make.remuxed(made, container)) == groups(made)


def test_changed_metadata_changes_no_name() -> None:
    tagged = make.remuxed(FILM, "mp4", tags={"title": "another", "comment": "words"}, options=make.FASTSTART)
    assert tagged != make.remuxed(FILM, "mp4")
    assert names(tagged) == names(FILM)


def test_without_its_sound_the_picture_keeps_its_name() -> None:
    mute = names(make.remuxed(FILM, "mp4", sound=False))
    assert mute["picture_stream_sha256"] == names(FILM)["picture_stream_sha256"]
    assert mute["sound_stream_sha256"] is None
    assert mute["stream_sha256"] != names(FILM)["stream_sha256"]


def test_another_encode_of_the_same_scene_has_another_name() -> None:
    assert names(make.film(seconds=4, codec="mpeg4"))["picture_stream_sha256"] != names(FILM)["picture_stream_sha256"]


@pytest.mark.parametrize("container", ["mp4", "matroska", "mpegts"])
def test_a_stream_copied_trim_is_a_subset_of_groups(container: str) -> None:
    assert groups(make.remuxed(FILM, container, from_s=1, to_s=3)) == groups(FILM)[1:3]


def test_a_stream_copied_join_holds_the_groups_of_both() -> None:
    a, b = make.film(1, seconds=2), make.film(2, seconds=2)
    assert groups(make.remuxed([a, b], "mp4")) == groups(a) + groups(b)


@pytest.mark.parametrize("container", CONTAINERS)
def test_groups_lie_on_the_timeline_in_order(container: str) -> None:
    arrays = probe(BytesIO(make.remuxed(FILM, container)), {}).arrays
    starts, durations = arrays["gop_start_us"].tolist(), arrays["gop_duration_us"].tolist()
    assert [round(start, -5) for start in starts] == [0, 1_000_000, 2_000_000, 3_000_000]
    assert [round(duration, -5) for duration in durations] == [1_000_000] * 4


def test_a_jpeg_keeps_its_name_without_its_metadata() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    bare, tagged = make.still(), make.still(exif=exif, comment=b"words")
    assert bare != tagged
    assert jpeg_digest(BytesIO(bare)) == jpeg_digest(BytesIO(tagged)) != jpeg_digest(BytesIO(make.still(2)))


def test_a_progressive_jpeg_is_another_encode() -> None:
    progressive = make.still(progressive=True)
    assert jpeg_digest(BytesIO(progressive)) not in {None, jpeg_digest(BytesIO(make.still()))}


def test_bytes_behind_the_end_of_a_jpeg_are_not_its_picture() -> None:
    assert jpeg_digest(BytesIO(make.still() + b"trailer")) == jpeg_digest(BytesIO(make.still()))


def test_a_png_keeps_its_name_without_its_text() -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Comment", "words")
    bare, tagged = make.still(kind="PNG"), make.still(kind="PNG", pnginfo=info)
    assert bare != tagged
    assert png_digest(BytesIO(bare)) == png_digest(BytesIO(tagged)) != png_digest(BytesIO(make.still(2, "PNG")))


def test_a_damaged_png_has_no_name() -> None:
    content = bytearray(make.still(kind="PNG"))
    content[len(content) // 2] ^= 1
    assert png_digest(BytesIO(bytes(content))) is None


def test_animated_pngs_of_one_first_picture_are_other_encodes() -> None:
    first, *others = (Image.fromarray(pixels) for pixels in make.scene(1, 4))
    names = set()
    for shown in ([], others, others[:1], others[::-1]):
        target = BytesIO()
        first.save(target, "PNG", save_all=bool(shown), append_images=shown)
        names.add(png_digest(target))
    assert None not in names
    assert len(names) == 4


def test_an_animated_png_keeps_its_name_at_another_speed() -> None:
    assert png_digest(BytesIO(make.animation(kind="PNG", delays_ms=(50,) * 4))) == png_digest(
        BytesIO(make.animation(kind="PNG", delays_ms=(70,) * 4))
    )

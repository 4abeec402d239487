"""A playlist that calls a server: it does where nothing is in its way, and each of two things in its way suffices."""

from io import BytesIO
from pathlib import Path

import av
import pytest
from tests.decode import bombs
from tests.decode.test_signed import listener
from tests.media import make
from tests.sandbox.test_lock import needs_all

from stemmata.decode.video import open_container
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code
from stemmata.model.seams import ArrayBound, Reducer, Reduction
from stemmata.sandbox.worker import LocalWorker

AS_PLAYLIST = Reducer("as_playlist/1", "films_on_trial:opened_as_a_playlist", {"bytes": ArrayBound("|u1", (1,))})
LISTS = {**bombs.PLAYLISTS, **bombs.DISGUISED}


class Named(BytesIO):
    name = "clip.m3u8"  # FFmpeg asks for it


def playlist(address: str) -> bytes:
    return f"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n{address}\n#EXT-X-ENDLIST\n".encode()


HERE = Path(__file__).parent


def told(content: bytes, tmp_path: Path, *, locked: bool = True) -> object:
    """What a worker without our white list makes of it."""
    (tmp_path / "clip.mp4").write_bytes(content)
    search = [str(HERE)] if locked else [str(HERE), str(HERE / "unlocked")]
    with LocalWorker(["films_on_trial"], search=search) as worker:
        answer = worker.reduce(AS_PLAYLIST, str(tmp_path / "clip.mp4"))
    assert isinstance(answer, Reduction), answer
    return answer.facts["told"]


@pytest.fixture
def secret(tmp_path: Path) -> str:
    """The address of a film of this machine."""
    (tmp_path / "secret.ts").write_bytes(make.film(seconds=1, container="mpegts", sound=False))
    return f"file://{tmp_path}/secret.ts"


def test_the_control_ffmpeg_calls_the_server() -> None:
    with listener() as (address, asked):
        with pytest.raises((av.error.FFmpegError, OSError)):
            av.open(Named(playlist(address + "seen.ts")))
        assert asked[0].startswith(b"GET /seen.ts")


def test_the_control_a_worker_with_limits_alone_calls_it_and_opens_the_file(tmp_path: Path, secret: str) -> None:
    with listener() as (address, asked):
        told(playlist(address + "seen.ts"), tmp_path, locked=False)
        assert asked[0].startswith(b"GET /seen.ts")
    assert told(playlist(secret), tmp_path, locked=False) == ["video"]


@needs_all
def test_in_the_lock_neither_happens_though_no_white_list_stops_it(tmp_path: Path, secret: str) -> None:
    with listener() as (address, asked):
        told(playlist(address + "seen.ts"), tmp_path)
        assert asked == []
    assert told(playlist(secret), tmp_path) != ["video"]


@pytest.mark.parametrize("name", LISTS)
def test_behind_the_white_list_nobody_is_called_though_no_lock_stops_it(name: str) -> None:
    with listener() as (address, asked):
        content = LISTS[name]().replace(bombs.ADDRESS.encode(), address.encode() + b"seen.ts")
        with pytest.raises(MediaError):
            read_to_its_end(content)
        assert asked == []


def read_to_its_end(content: bytes) -> None:
    """MediaError NO_FRAMES where it opens and holds nothing."""
    with open_container(Named(content)) as container:
        if not container.streams or not any(packet.size for packet in container.demux()):
            raise MediaError(Code.NO_FRAMES)

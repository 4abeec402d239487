"""The plan of an add: what it says of every kind of folder, before a byte is copied."""

import json
import os
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest
from tests.media import make

from stemmata.intake.folder import survey
from stemmata.intake.plan import INDEX_BYTES_PER_FILE, Plan, plan_of
from stemmata.intake.telegram import read
from stemmata.model.canonical import Json
from stemmata.model.errors import MediaError
from stemmata.model.failure import Failure
from stemmata.model.seams import Reducer, Reduction


class InThisProcess:
    """A worker without its walls: the reader of exports is ours, and so are the exports."""

    def reduce(self, reducer: Reducer, path: str, parameters: Mapping[str, Json] | None = None) -> Reduction | Failure:
        assert reducer.entry == "stemmata.intake.telegram:read"
        try:
            return read(BytesIO(Path(path).read_bytes()), parameters or {})
        except MediaError as error:
            return error.failure

    def close(self) -> None:
        pass


@pytest.fixture
def given(tmp_path: Path) -> Path:
    made = tmp_path / "given"
    made.mkdir()
    return made


def planned(folder: Path, *, held: frozenset[tuple[str, int]] = frozenset(), cores: int = 1) -> Plan:
    return plan_of(survey([folder]), held=held, free_bytes=10**9, worker=InThisProcess(), cores=cores)


def test_the_plan_of_an_empty_folder_is_nothing_at_all(given: Path) -> None:
    nothing: dict[str, object] = dict.fromkeys(
        ("files", "bytes", "bytes_needed", "missing", "same_name_and_size", "cannot_be_received", "skipped"), 0
    )
    nothing |= {"bytes_free": 10**9, "media": {}, "unread": {}, "recognised": []}
    assert planned(given).as_json() == nothing | {"seconds_to_add": 0, "seconds_to_run": 0}


@pytest.fixture
def mixed(given: Path) -> Path:
    (given / "still.jpg").write_bytes(make.still())
    (given / "sound.wav").write_bytes(make.sound_file(seconds=0.1))
    (given / "words.txt").write_bytes(b"words on a line")
    (given / "archive.zip").write_bytes(b"PK\x03\x04")
    (given / "other.zip").write_bytes(b"PK\x03\x04")
    (given / "sheet.pdf").write_bytes(b"%PDF-1.7")
    (given / "settings.json").write_bytes(b'{"a": 1}')
    (given / ".DS_Store").write_bytes(b"x")
    (given / "link").symlink_to("still.jpg")
    os.mkfifo(given / "pipe")
    return given


def test_files_are_counted_by_what_can_be_done_with_them(mixed: Path) -> None:
    plan = planned(mixed)
    assert plan.by_media == {"audio": 1, "image": 1, "other": 3, "text": 2}
    assert list(plan.unread.items()) == [("application/zip", 2), ("application/json", 1)]
    assert (plan.files, plan.cannot_be_received, plan.skipped) == (7, 2, 1)


def test_room_is_asked_for_the_bytes_and_for_what_is_made_of_them(mixed: Path) -> None:
    plan = planned(mixed)
    expected = sum(path.stat().st_size for path in mixed.iterdir() if path.suffix)
    assert (plan.bytes_total, plan.bytes_needed) == (expected, expected + 7 * INDEX_BYTES_PER_FILE)


STRANGE: list[tuple[str, Callable[[Path], object], tuple[int, int]]] = [
    # what, how it is made, (files, not received)
    ("a name with a line break", lambda at: (at / "two\nlines").write_bytes(b"x"), (1, 0)),
    ("a name that is not UTF-8", lambda at: Path(os.fsdecode(os.fsencode(at) + b"/\xff")).write_bytes(b"x"), (1, 0)),
    ("a name that reads backwards", lambda at: (at / "\u202egpj.exe").write_bytes(b"x"), (1, 0)),
    ("a name of 255 bytes", lambda at: (at / ("x" * 255)).write_bytes(b"x"), (1, 0)),
    ("an empty file", lambda at: (at / "empty").write_bytes(b""), (1, 0)),
    ("a pipe", lambda at: os.mkfifo(at / "pipe"), (0, 1)),
    ("a link to itself", lambda at: (at / "loop").symlink_to("loop"), (0, 1)),
    ("a link out of the folder", lambda at: (at / "out").symlink_to("/etc"), (0, 1)),
]


@pytest.mark.parametrize(("what", "place", "counts"), STRANGE, ids=[row[0] for row in STRANGE])
def test_strange_things_are_counted_once(
    what: str, place: Callable[[Path], object], counts: tuple[int, int], given: Path
) -> None:
    place(given)
    plan = planned(given)
    assert (plan.files, plan.cannot_be_received) == counts, what
    assert json.loads(json.dumps(plan.as_json()))["files"] == counts[0]


def test_what_the_case_may_hold_already_is_told_by_name_and_size(mixed: Path) -> None:
    size = len(make.still())
    held = frozenset({("given/still.jpg", size), ("given/sheet.pdf", 9999)})
    assert planned(mixed, held=held).same_name_and_size == 1


def test_more_cores_make_the_run_shorter_and_not_the_copying(mixed: Path) -> None:
    one, four = planned(mixed), planned(mixed, cores=4)
    assert four.seconds_to_run == pytest.approx(one.seconds_to_run / 4)
    assert four.seconds_to_add == one.seconds_to_add


def message(number: int, **fields: object) -> dict[str, object]:
    return {"id": number, "type": "message", "date_unixtime": "1931428800", "text": "words"} | fields


def export(folder: Path, *messages: object, name: str = "result.json") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / name
    made.write_text(json.dumps({"name": "Bridge", "id": 7, "messages": list(messages)}))
    return made


def test_an_export_is_told_by_its_form_its_place_and_its_messages(given: Path) -> None:
    export(given / "chat", message(1), message(2, photo="(File not included.)"))
    assert planned(given).recognised == (
        "Telegram Desktop export, given/chat/result.json: 1 chat, 2 messages; media left out by the export: 1",
    )


def test_a_recognised_export_is_not_among_the_unread(given: Path) -> None:
    export(given, message(1))
    plan = planned(given)
    assert (plan.by_media, plan.unread) == ({"other": 1}, {})


def test_a_file_that_the_export_names_is_missing_only_where_it_is_not_beside_it(given: Path) -> None:
    export(given / "chat", message(1, photo="photos/1.jpg"), message(2, photo="photos/2.jpg"))
    (given / "chat" / "photos").mkdir()
    (given / "chat" / "photos" / "1.jpg").write_bytes(make.still())
    assert planned(given).missing == 1


def test_media_that_the_export_left_out_are_missing_too(given: Path) -> None:
    export(given, message(1, photo="(File not included.)", file="files/absent.mp4"))
    assert planned(given).missing == 2


def test_an_export_given_by_itself_seeks_its_media_beside_it(given: Path) -> None:
    made = export(given, message(1, photo="1.jpg"))
    (given / "1.jpg").write_bytes(make.still())
    assert planned(made).missing == 1
    plan = plan_of(survey([made, given / "1.jpg"]), held=frozenset(), free_bytes=0, worker=InThisProcess())
    assert plan.missing == 0


def test_an_export_is_recognised_whatever_it_is_called(given: Path) -> None:
    export(given, message(1), name="chat-of-friday")
    assert len(planned(given).recognised) == 1


def test_an_export_that_cannot_be_read_says_so(given: Path) -> None:
    content = export(given, message(1)).read_bytes()
    (given / "result.json").write_bytes(content[:-20])
    assert planned(given).recognised == ("Telegram Desktop export, given/result.json: could not be decoded",)

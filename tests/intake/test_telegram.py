"""Telegram's export as it is, was, and as somebody could forge it: values, or a failure with its place."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from stemmata.decode.sniff import HEAD_BYTES, media_type
from stemmata.intake import telegram
from stemmata.intake.readers import PostingFailure, TelegramDesktop, recognise
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code, Failure
from stemmata.model.interval import Basis, TimeInterval
from stemmata.model.posting import Attachment, Forward, Posting
from stemmata.sandbox.worker import LocalWorker

LEFT_OUT = "(File not included. Change data exporting settings to download.)"
NOON_US = 1_931_428_800_000_000
HOUR_US = 3_600_000_000


def message(number: int = 1, **fields: object) -> dict[str, object]:
    return {"id": number, "type": "message", "date_unixtime": "1931428800", "text": "words"} | fields


def chat(*messages: object, name: object = "Bridge", number: object = 77) -> dict[str, object]:
    return {"name": name, "type": "public_channel", "id": number, "messages": list(messages)}


def account(*chats: dict[str, object], left: tuple[dict[str, object], ...] = ()) -> dict[str, object]:
    return {
        "about": "Here is the data you requested.",
        "personal_information": {"user_id": 1},
        "chats": {"about": "", "list": list(chats)},
        "left_chats": {"about": "", "list": list(left)},
    }


def written(export: object) -> bytes:
    return json.dumps(export, ensure_ascii=False, indent=1).encode()


def outcomes(export: object) -> list[Posting | PostingFailure]:
    content = export if isinstance(export, bytes) else written(export)
    return list(TelegramDesktop().postings(telegram.read(BytesIO(content), {}).facts, "ab"))


def posting(export: object) -> Posting:
    (only,) = outcomes(export)
    assert isinstance(only, Posting)
    return only


def exactly(us: int) -> TimeInterval:
    return TimeInterval(us, us, Basis.PLATFORM)


def test_a_message_becomes_a_posting_with_everything_that_it_says() -> None:
    assert posting(chat(message(5, **{"from": "A. Writer", "from_id": "user9"}))) == Posting(
        platform="telegram",
        channel_id="77",
        channel_name="Bridge",
        native_id="5",
        raw_object="ab",
        pointer="/messages/0",
        text="words",
        posted_at=exactly(NOON_US),
        author_name="A. Writer",
        author_id="user9",
        reader="telegram/3",
        channel_kind="public_channel",
    )


LINKED = {"type": "text_link", "text": "here", "href": "https://e.example/2"}
ANY_ZONE = TimeInterval(NOON_US - 14 * HOUR_US, NOON_US + 12 * HOUR_US, Basis.PLATFORM)

FIELDS: list[tuple[str, dict[str, object], str, object]] = [
    # what, in the export, the posting's field, what it becomes
    ("plain text", {"text": "one\ntwo"}, "text", "one\ntwo"),
    ("no text", {"text": ""}, "text", None),
    ("an empty array", {"text": []}, "text", None),
    ("formatted text", {"text": ["a ", {"type": "bold", "text": "b"}, " c"]}, "text", "a b c"),
    ("a bare address", {"text": [{"type": "link", "text": "https://e.example"}]}, "links", ("https://e.example",)),
    ("an address under words", {"text": [LINKED]}, "links", ("https://e.example/2",)),
    ("an address in plain text", {"text": "https://e.example/3"}, "links", ()),
    ("a forward", {"forwarded_from": "River News"}, "forwarded_from", Forward("River News")),
    ("a forward of nobody", {"forwarded_from": None}, "forwarded_from", Forward(None)),
    ("no forward", {}, "forwarded_from", None),
    ("a reply", {"reply_to_message_id": 3}, "reply_to", "3"),
    ("an edit", {"edited_unixtime": "1931432400"}, "edited_at", exactly(NOON_US + HOUR_US)),
    ("a photo", {"photo": "photos/1.jpg"}, "attachments", (Attachment("photos/1.jpg"),)),
    ("a file", {"file": "1.mp4", "mime_type": "video/mp4"}, "attachments", (Attachment("1.mp4", mime="video/mp4"),)),
    ("a photo left out", {"photo": LEFT_OUT}, "attachments", (Attachment(None, LEFT_OUT),)),
    ("a file left out", {"file": LEFT_OUT, "mime_type": "video/mp4"}, "attachments", (Attachment(None, LEFT_OUT),)),
    ("a name of another script", {"from": "علی"}, "author_name", "علی"),
    ("an id beyond 2^53", {"id": 9_007_199_254_740_993}, "native_id", "9007199254740993"),
    ("no time zone", {"date_unixtime": None, "date": "2031-03-16T12:00:00"}, "posted_at", ANY_ZONE),
    ("both times", {"date": "2031-03-16T15:00:00"}, "posted_at", exactly(NOON_US)),
]


@pytest.mark.parametrize(("what", "fields", "name", "value"), FIELDS, ids=[row[0] for row in FIELDS])
def test_a_field_of_the_export_becomes_a_field_of_the_posting(
    what: str, fields: dict[str, object], name: str, value: object
) -> None:
    assert getattr(posting(chat(message() | fields)), name) == value, what


OUTSIDE = "edited_unixtime lies outside the years 1 to 9999"

BAD_MESSAGES: list[tuple[str, object, str]] = [
    ("null", None, "a message is an object, got NoneType"),
    ("a number", 7, "a message is an object, got int"),
    ("an array", [[{}]], "a message is an object, got list"),
    ("no type", {"id": 1, "date_unixtime": "1"}, "'type'"),
    ("a type of the future", message(type="hologram"), "unknown type 'hologram'"),
    ("no date", {"id": 1, "type": "message"}, "no date"),
    ("a date in words", message(date_unixtime="noon"), "invalid literal for int() with base 10: 'noon'"),
    ("a date beyond all years", message(date_unixtime="9" * 30), "date_unixtime lies outside the years 1 to 9999"),
    ("an edit in words", message(edited="soon"), "Invalid isoformat string: 'soon'"),
    ("an edit before all years", message(edited_unixtime="-" + "9" * 20), OUTSIDE),
    ("a text that is a number", message(text=5), "text is a string or an array, got int"),
    ("a text of numbers", message(text=[5]), "a part of the text is neither a string nor an object with text"),
]


@pytest.mark.parametrize(("what", "bad", "detail"), BAD_MESSAGES, ids=[row[0] for row in BAD_MESSAGES])
def test_a_bad_message_is_one_failure_with_its_place_and_the_rest_goes_on(what: str, bad: object, detail: str) -> None:
    found = outcomes(chat(message(1), bad, message(3)))
    read = [(one.pointer, one.native_id) for one in found if isinstance(one, Posting)]
    assert read == [("/messages/0", "1"), ("/messages/2", "3")], what
    (failed,) = [one for one in found if isinstance(one, PostingFailure)]
    assert (failed.pointer, failed.failure.code) == ("/messages/1", Code.POSTS)
    assert failed.failure.detail.split(": ", 1)[1] == detail


def test_a_service_message_carries_no_posting_and_keeps_its_place() -> None:
    service = {"id": 2, "type": "service", "date_unixtime": "1931428800", "action": "pin_message", "text": ""}
    assert [one.pointer for one in outcomes(chat(message(1), service, message(3)))] == ["/messages/0", "/messages/2"]


def test_an_album_is_a_posting_for_each_of_its_photos() -> None:
    album = [message(at, text="" if at > 1 else "three", photo=f"photos/{at}.jpg") for at in (1, 2, 3)]
    found = [one for one in outcomes(chat(*album)) if isinstance(one, Posting)]
    assert [(one.text, one.attachments[0].path) for one in found] == [
        ("three", "photos/1.jpg"),
        (None, "photos/2.jpg"),
        (None, "photos/3.jpg"),
    ]


ACCOUNT = account(
    chat(message(1), message(2), name="One", number=11),
    chat(name="Empty", number=12),
    chat(message(1), name=None, number=13),
    left=(chat(message(8), name="Left", number=14),),
)


def at(export: object, pointer: str) -> object:
    """What an RFC 6901 pointer without escapes names."""
    for part in pointer.split("/")[1:]:
        if isinstance(export, list):
            export = export[int(part)]
        else:
            assert isinstance(export, dict)
            export = export[part]
    return export


@pytest.mark.parametrize("export", [chat(message(4), None, message(6)), ACCOUNT], ids=["one chat", "an account"])
def test_a_pointer_leads_back_to_the_message(export: dict[str, object]) -> None:
    for one in outcomes(export):
        named = at(export, one.pointer)
        if isinstance(one, Posting):
            assert isinstance(named, dict)
            assert str(named["id"]) == one.native_id
        else:
            assert named is None


def test_a_whole_account_is_read_chat_by_chat() -> None:
    found = [one for one in outcomes(ACCOUNT) if isinstance(one, Posting)]
    assert [(one.channel_id, one.channel_name, one.native_id, one.pointer) for one in found] == [
        ("11", "One", "1", "/chats/list/0/messages/0"),
        ("11", "One", "2", "/chats/list/0/messages/1"),
        ("13", None, "1", "/chats/list/2/messages/0"),
        ("14", "Left", "8", "/left_chats/list/0/messages/0"),
    ]


def test_a_chat_that_is_no_object_does_not_shift_the_others() -> None:
    export = {"chats": {"list": [None, chat(message(1))]}}
    assert posting(export).pointer == "/chats/list/1/messages/0"


def test_equal_ids_in_two_chats_are_two_postings() -> None:
    one, other = outcomes(account(chat(message(1), number=1), chat(message(1), number=2)))
    assert isinstance(one, Posting)
    assert isinstance(other, Posting)
    assert one.id != other.id


def test_messages_of_another_list_are_not_read() -> None:
    export = {"stories": {"messages": [message(9)]}} | chat(message(1))
    assert posting(export).native_id == "1"


def test_what_comes_before_a_cut_is_kept_beside_the_failure() -> None:
    content = written(chat(message(1), message(2), message(3)))
    cut = content[: content.index(b'"id": 3')]
    assert len(cut) < len(content)
    reduction = telegram.read(BytesIO(cut), {})
    assert [one.native_id for one in telegram.postings_from(reduction.facts, "ab")] == ["1", "2"]
    assert reduction.failure is not None
    assert reduction.failure.code is Code.TRUNCATED
    assert reduction.failure.detail.startswith("after 2 messages: ")


UNUSABLE = [
    ("no JSON",                 b'{"messages": [',             Code.DAMAGED),
    ("not UTF-8",               b'{"name": "\xff\xfe"}',       Code.DAMAGED),
    ("nothing",                 b"",                           Code.DAMAGED),
    ("another JSON",            b'{"type": "Feature"}',        Code.POSTS),
    ("an export with no chat",  written(account()),            Code.POSTS),
]  # fmt: skip


@pytest.mark.parametrize(("what", "content", "code"), UNUSABLE, ids=[row[0] for row in UNUSABLE])
def test_what_holds_no_message_is_refused_by_name(what: str, content: bytes, code: Code) -> None:
    with pytest.raises(MediaError) as raised:
        telegram.read(BytesIO(content), {})
    assert raised.value.failure.code is code, what


def test_an_export_beyond_the_limit_is_read_as_far_as_that_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram, "MAX_MESSAGES", 2)
    reduction = telegram.read(BytesIO(written(chat(message(1), message(2), message(3)))), {})
    assert len(list(telegram.postings_from(reduction.facts, "ab"))) == 2
    assert reduction.failure == Failure(Code.TOO_LARGE, "the first 2 messages were read")


def test_an_export_of_exactly_the_limit_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram, "MAX_MESSAGES", 2)
    assert telegram.read(BytesIO(written(chat(message(1), message(2)))), {}).failure is None


RECOGNISED: list[tuple[str, object, bool]] = [
    ("one chat", chat(message()), True),
    ("a message without id", {"messages": [{"type": "message", "date_unixtime": "1", "text": ""}]}, True),
    ("a service message first", chat({"id": -1, "type": "service", "date": "2020-01-01T00:00:00"}), True),
    ("an account", account(chat(message())), True),
    ("an account whose chats lie far behind", account(chat(message(), name="x" * 9000)), True),
    ("Instagram", {"messages": [{"sender_name": "A", "timestamp_ms": 1, "content": "Hello"}]}, False),
    ("Discord", {"guild": {}, "messages": [{"id": "12", "type": "Default", "content": "Hello"}]}, False),
    ("a list of mails", {"messages": [{"id": 1, "subject": "Hello"}]}, False),
    ("GeoJSON", {"type": "FeatureCollection", "features": []}, False),
    ("an array", [message()], False),
]


@pytest.mark.parametrize(("what", "export", "expected"), RECOGNISED, ids=[row[0] for row in RECOGNISED])
def test_an_export_is_recognised_by_its_content(what: str, export: object, expected: bool) -> None:
    head = written(export)[:HEAD_BYTES]
    assert (recognise(media_type(head), head) is not None) is expected, what


@pytest.fixture(scope="module")
def worker() -> Iterator[LocalWorker]:
    with LocalWorker(["stemmata.intake.telegram"]) as made:
        yield made


def test_the_worker_reads_what_the_process_itself_reads(worker: LocalWorker, tmp_path: Path) -> None:
    content = written(ACCOUNT)
    (tmp_path / "result.json").write_bytes(content)
    assert worker.reduce(telegram.POSTINGS, str(tmp_path / "result.json")) == telegram.read(BytesIO(content), {})


@pytest.mark.parametrize(("escape", "read"), [(r"\ud800", "a?b"), (r"\udfff", None)], ids=["high", "low"])
def test_half_of_a_surrogate_pair_never_reaches_a_posting(escape: str, read: str | None) -> None:
    content = written(chat(message(1), message(2, text="a#b"), message(3))).replace(b"#", escape.encode())
    reduction = telegram.read(BytesIO(content), {})
    texts = [one.text for one in telegram.postings_from(reduction.facts, "ab")]
    assert texts == (["words"] if read is None else ["words", read, "words"])
    assert (reduction.failure is None) is (read is not None)


CHATS = [
    ("test_single_export.json", ["/messages/0", "/messages/1"]),
    ("test_batch_export.json", ["/chats/list/0/messages/0", "/chats/list/0/messages/1"]),
    (
        "test_data.json",
        [f"/chats/list/0/messages/{at}" for at in range(5)] + [f"/chats/list/1/messages/{at}" for at in range(2)],
    ),
]


@pytest.mark.corpus
@pytest.mark.parametrize(("name", "pointers"), CHATS, ids=[row[0] for row in CHATS])
def test_a_real_export_of_the_corpus_is_recognised_and_read(name: str, pointers: list[str], corpus: Path) -> None:
    content = (corpus / "chats" / name).read_bytes()
    assert recognise(media_type(content[:HEAD_BYTES]), content[:HEAD_BYTES]) is not None
    assert [one.pointer for one in outcomes(content)] == pointers


@pytest.mark.corpus
def test_no_other_chat_of_the_corpus_is_taken_for_an_export(corpus: Path) -> None:
    for path in sorted((corpus / "chats").iterdir()):
        head = path.read_bytes()[:HEAD_BYTES]
        assert (recognise(media_type(head), head) is not None) is (path.name in dict(CHATS)), path.name

"""What leaves the house by profile: planted canaries are looked for in every byte of every export."""

import base64
import io
import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests import cases
from tests.media import make

from stemmata.acts.create import create_case
from stemmata.acts.judge import judge
from stemmata.acts.receive import Incoming, receive
from stemmata.intake.folder import survey
from stemmata.model.errors import BadRequest
from stemmata.model.judgement import Said
from stemmata.model.profile import Profile
from stemmata.model.unit import Track, Unit
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.proofs import Proofs
from stemmata.preserve.casefolder import CaseFolder
from stemmata.publish.jsonl import NOUNS, export_jsonl
from stemmata.publish.public_rows import LEFT_OUT, MAKERS
from stemmata.publish.scrub import scrubbed

ACCOUNT, ACCOUNT_ID, MEMBER = "canary-channel", "8899001122", "canary-forwarder"
FOLDER, FILE, GIVER, REASON = "canary-folder", "canary-file", "canary-giver", "canary-reason"
USER, HOST, TOKEN, NAMED = "canaryuser", "canaryhost", "canary-token", "Canary Witness"
EXACT = "2031-03-14T09:01:07"
GPS = (47.0 + 1 / 3, 8.0 + 1 / 7)

TO_NOBODY = (USER, HOST)
"""Never in an export, but as somebody else's words."""
TO_THE_TEAM = (FOLDER, GIVER)
TO_PARTNERS = (ACCOUNT, ACCOUNT_ID, MEMBER, FILE, REASON, NAMED, EXACT)
"""In no public export."""


SENT: dict[str, Any] = {"file": "video_files/clip.mp4", "media_type": "video_file", "mime_type": "video/mp4"}


def message(number: int, minute: int, channel: int = int(ACCOUNT_ID), **more: object) -> dict[str, object]:
    return {
        "id": number,
        "type": "message",
        "date": f"2031-03-14T09:{minute:02d}:07",
        "date_unixtime": str(1_931_245_207 + 60 * minute),
        "from": ACCOUNT if channel == int(ACCOUNT_ID) else f"other {channel}",
        "from_id": f"channel{channel}",
        "text": f"{NAMED} saw it https://example.org/watch?v=1&session={TOKEN}",
        **more,
    }


def export(channel: int, *messages: dict[str, object]) -> bytes:
    name = ACCOUNT if channel == int(ACCOUNT_ID) else f"other {channel}"
    whole = {"name": name, "type": "public_channel", "id": channel, "messages": list(messages)}
    return json.dumps(whole, ensure_ascii=False).encode()


def photograph() -> bytes:
    """A still that says where it was taken."""
    exif = Image.Exif()
    degrees = [((int(value), int(value % 1 * 60), round(value * 3600 % 60, 3))) for value in GPS]
    exif[34853] = {1: "N", 2: degrees[0], 3: "E", 4: degrees[1]}
    out = io.BytesIO()
    Image.fromarray(make.texture(7, 512, 384)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, session_configuration: Path) -> CaseFolder:
    place = tmp_path_factory.mktemp("canaries")
    film = make.film(1, seconds=4)
    write(
        place / FOLDER,
        {
            f"chat/{FILE}.mp4": make.remuxed(film, "matroska"),
            "chat/photo.jpg": photograph(),
            "chat/result.json": export(int(ACCOUNT_ID), message(1, 1, forwarded_from=MEMBER, **SENT)),
            "chat/video_files/clip.mp4": film,
        },
    )
    made = create_case(place / "case", "Test")
    entries = survey([place / FOLDER]).entries
    receive(made, [Incoming(one.path, one.name) for one in entries], {"handed_over_by": GIVER})
    cases.work(made)
    with cases.opened(made).read() as connection:
        films = sorted(str(row["item"]) for row in NOUNS["items"](connection) if row["media"] == "video")
    one, other = (Unit(Track.PICTURE, item=film) for film in films[:2])
    judge(made, Said.SAME, one, other, REASON)
    cases.work(made)
    return made


def lines(folder: Path, noun: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / f"{noun}.jsonl").read_text("utf-8").splitlines()]


def bytes_of(case: CaseFolder, folder: Path, profile: Profile) -> bytes:
    index = cases.opened(case)
    try:
        export_jsonl(index, folder, None, profile, (USER, HOST))
    finally:
        index.close()
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def forms(canary: str) -> Iterator[bytes]:
    """As it may stand in a file: text, other encodings, base64 at each place, hashed."""
    plain = canary.encode()
    yield from (plain, plain.lower(), plain.upper(), canary.encode("utf-16-le"), plain.hex().encode())
    for shift in range(3):
        yield base64.b64encode(bytes(shift) + plain)[4:-4]
    yield from (sha256(plain).hexdigest().encode(), sha256(plain).hexdigest()[:16].encode())


def found(content: bytes, canaries: tuple[str, ...]) -> list[str]:
    return [canary for canary in canaries if any(len(form) > 5 and form in content for form in forms(canary))]


def test_the_canaries_are_there_to_be_found(case: CaseFolder, tmp_path: Path) -> None:
    content = bytes_of(case, tmp_path / "internal", Profile.INTERNAL)
    assert found(content, (*TO_THE_TEAM, *TO_PARTNERS, TOKEN)) == [*TO_THE_TEAM, *TO_PARTNERS, TOKEN]


@pytest.mark.parametrize("profile", list(Profile))
def test_no_export_tells_the_user_or_the_machine(case: CaseFolder, tmp_path: Path, profile: Profile) -> None:
    content = bytes_of(case, tmp_path / "out", profile)
    assert found(content, TO_NOBODY) == []
    assert str(case.path).encode() not in content
    assert str(Path.home()).encode() not in content or str(Path.home()) == "/"


def test_a_partner_learns_nothing_of_who_works_on_the_case_or_handed_it_over(case: CaseFolder, tmp_path: Path) -> None:
    content = bytes_of(case, tmp_path / "partner", Profile.PARTNER)
    assert found(content, TO_THE_TEAM) == []
    assert found(content, TO_PARTNERS) == list(TO_PARTNERS)


def test_the_public_learns_no_account_no_post_no_name_no_place_and_no_exact_time(
    case: CaseFolder, tmp_path: Path
) -> None:
    content = bytes_of(case, tmp_path / "public", Profile.PUBLIC)
    assert found(content, (*TO_NOBODY, *TO_THE_TEAM, *TO_PARTNERS, TOKEN)) == []
    assert re.findall(rb"\d\d:\d\d", content) == []
    with cases.opened(case).read() as connection:
        posts = [str(row["posting"]) for row in NOUNS["postings"](connection)]
        families = [str(row["family"]) for row in NOUNS["families"](connection)]
        authors = [str(row["author"]) for row in NOUNS["custody"](connection)]
    assert posts
    assert [one for one in (*posts, *families, *authors) if one[:12].encode() in content] == []


KNOWN = re.compile(
    r"[0-9a-f]{64}|F\d+|\d{4}-\d\d-\d\d|[0-9a-f+]+|(pictures|sound)-\d{4}-\d\d-\d\d|[a-z][a-z0-9_]*(/[a-z0-9.+-]+)?"
)


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)


def test_every_word_of_a_public_export_is_a_hash_a_day_or_a_word_of_ours(case: CaseFolder, tmp_path: Path) -> None:
    bytes_of(case, tmp_path / "public", Profile.PUBLIC)
    rows = [lines(tmp_path / "public", noun) for noun in NOUNS]
    assert [word for word in strings(rows) if not KNOWN.fullmatch(word)] == []


def test_every_noun_is_public_by_rule_or_left_out_with_a_reason() -> None:
    assert set(MAKERS) | set(LEFT_OUT) == set(NOUNS)


def test_two_public_exports_laid_side_by_side_tell_no_account(case: CaseFolder, tmp_path: Path) -> None:
    """A second export after one more account posted the same clip: joined by item, and one taken from the other."""
    grown = create_case(tmp_path / "grown", "Test")
    clip = make.film(1, seconds=4)
    for channel in (int(ACCOUNT_ID), 555):
        folder = write(
            tmp_path / f"chat {channel}",
            {"result.json": export(channel, message(1, 1, channel, **SENT)), "video_files/clip.mp4": clip},
        )
        cases.add(grown, folder)
    cases.work(grown)
    contents = [bytes_of(case, tmp_path / "one", Profile.PUBLIC), bytes_of(grown, tmp_path / "two", Profile.PUBLIC)]
    joined: dict[str, set[str]] = {}
    for row in (row for folder in ("one", "two") for noun in NOUNS for row in lines(tmp_path / folder, noun)):
        for item in {word for word in strings(row) if len(word) == 64}:
            joined.setdefault(item, set()).update(strings(row))
    told = {word for words in joined.values() for word in words}
    with cases.opened(grown).read() as connection:
        posts = {str(row["posting"]) for row in NOUNS["postings"](connection)}
    assert sha256(clip).hexdigest() in joined
    assert not told & posts
    assert found(b"\n".join(contents), (*TO_PARTNERS, "555")) == []
    assert (tmp_path / "two" / "spread.jsonl").read_text() == ""


def test_a_tree_whose_first_witness_one_account_posted_is_not_public(case: CaseFolder, tmp_path: Path) -> None:
    bytes_of(case, tmp_path / "internal", Profile.INTERNAL)
    bytes_of(case, tmp_path / "public", Profile.PUBLIC)
    posted = {item for row in lines(tmp_path / "internal", "postings") for item in strings(row["items"])}
    assert posted & {row["child"] for row in lines(tmp_path / "internal", "lineage")}
    assert not posted & set(strings([dict(row) for row in lines(tmp_path / "public", "lineage")]))
    for row in lines(tmp_path / "public", "items"):
        assert row["item"] not in posted or row["parent_held"] is None


def test_a_day_is_public_once_three_accounts_posted_on_it(tmp_path: Path, session_configuration: Path) -> None:
    case = create_case(tmp_path / "case", "Test")
    shown = []
    for channel in (11_111, 22_222, 33_333):
        posts = [message(channel + number, number, channel, **SENT) for number in (1, 2)]
        files = {"result.json": export(channel, *posts), "video_files/clip.mp4": make.film(1, seconds=1)}
        cases.add(case, write(tmp_path / str(channel), files))
        if channel > 11_111:
            cases.work(case)
            bytes_of(case, tmp_path / f"public {channel}", Profile.PUBLIC)
            shown.append((tmp_path / f"public {channel}" / "spread.jsonl").read_text("utf-8"))
    assert shown[0] == ""
    assert json.loads(shown[1])["per_day"] == [["2031-03-14", 6]]


def test_proof_pictures_are_in_no_public_export(case: CaseFolder, tmp_path: Path) -> None:
    index = cases.opened(case)
    with pytest.raises(BadRequest, match="proof pictures show people"):
        export_jsonl(index, tmp_path / "out", Proofs(Derived(case.derived)), Profile.PUBLIC)
    index.close()
    assert not (tmp_path / "out").exists()


SCRUBBED = [
    ("see https://u:p@example.org/a/b?v=1&token=x#y", "see https://example.org/a/b?v=1"),
    ("https://example.org:8443/?session=1", "https://example.org:8443/"),
    ("file:///home/anna/clip.mp4", "[withheld]"),
    ("https://[broken", "[withheld]"),
    ("/home/anna/cases/clip.mp4 is gone", "clip.mp4 is gone"),
    ("C:\\Users\\anna\\clip.mp4", "clip.mp4"),
    ("\\\\server\\share\\clip.mp4", "clip.mp4"),
    ("either/or stays, 3/4 too", "either/or stays, 3/4 too"),
    ("Anna said; annals stay", "[withheld] said; annals stay"),
]


@pytest.mark.parametrize(("text", "kept"), SCRUBBED)
def test_paths_tokens_and_own_names_are_taken_out_of_text(text: str, kept: str) -> None:
    assert scrubbed(text, ("anna", "a")) == kept

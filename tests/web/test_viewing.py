"""What is played on pages was made in the worker: never bytes as received, and only for files of events."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests import cases, microphones_case
from tests.judged_case import own_copy
from tests.web.conftest import browsing
from tests.web.viewing import made_copies

from stemmata.case.events import Event
from stemmata.decode.viewing_copy import VIEWING_COPY
from stemmata.model.errors import WorkerUnavailable
from stemmata.model.failure import Code, Failure
from stemmata.model.seams import Reduction
from stemmata.pipeline import viewing_copies
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.run import Run
from stemmata.preserve.casefolder import CaseFolder

WEBM = b"\x1a\x45\xdf\xa3"


@pytest.fixture(scope="module")
def square(tmp_path_factory: pytest.TempPathFactory, session_configuration: Path) -> CaseFolder:
    folder = microphones_case.write_films(tmp_path_factory.mktemp("in"))
    return cases.made(tmp_path_factory.mktemp("viewed") / "case", folder)


@pytest.fixture(scope="module")
def event(square: CaseFolder) -> Event:
    return microphones_case.the_event(square)


@pytest.fixture
def case(
    square: CaseFolder, session_configuration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> CaseFolder:
    monkeypatch.setenv("STEMMATA_CONFIG", str(session_configuration))
    return own_copy(square, tmp_path / "case")


@pytest.fixture
def client(case: CaseFolder) -> Iterator[TestClient]:
    with browsing(case) as client:
        yield client


@pytest.fixture
def fake_worker(monkeypatch: pytest.MonkeyPatch) -> "FakePool":
    made = FakePool()
    monkeypatch.setattr(viewing_copies, "WorkerPool", lambda preload: made)
    return made


class FakePool:
    """Answers every file with one failure, or raises."""

    def __init__(self) -> None:
        self.answer: Failure | Exception = Failure(Code.DAMAGED, "a <b>hostile</b> detail")
        self.asked = 0

    def reduce(self, reducer: object, path: str) -> Failure:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def close(self) -> None:
        pass


def test_nothing_is_played_or_made_before_it_is_asked_for(client: TestClient, case: CaseFolder, event: Event) -> None:
    page = client.get(f"/events/{event.id}").text
    assert "<video" not in page
    assert "<audio" not in page
    assert "Make viewing copies (3)" in page
    assert client.get(f"/viewing/{event.clips[0].item}.webm").status_code == 404
    assert not (case.derived / "viewing-copy-1").exists()


def test_films_are_played_as_copies_and_sound_files_as_sound(client: TestClient, event: Event) -> None:
    page = made_copies(client, event.id)
    assert page.count("<video") == 2
    assert page.count("<audio") == 1
    assert len(re.findall(r"<(?:video|audio)[^>]* muted ", page)) == 3
    assert "viewing copy, made small; the file itself is unchanged" in page
    client.get("/language/ar")
    assert "نسخة للمشاهدة مصغَّرة؛ والملف نفسه لم يتغيّر" in client.get(f"/events/{event.id}").text


def test_no_address_that_a_page_shows_or_plays_gives_bytes_as_received(
    client: TestClient, case: CaseFolder, event: Event
) -> None:
    made_copies(client, event.id)
    canaries = [_canary(case.objects.path(clip.item).read_bytes()) for clip in event.clips]
    pages = [f"/events/{event.id}", "/", *(f"/item/{clip.item}" for clip in event.clips)]
    addresses = {found for page in pages for found in re.findall(r'(?:src|href)="(/[^"#]*)', client.get(page).text)}
    played = [address for address in addresses if address.startswith("/viewing/")]
    assert len(played) == 3
    saved = [address for address in addresses if address.startswith("/received/")]
    for address in addresses - set(saved):
        content = client.get(address).content
        assert not any(canary in content for canary in canaries), address
    for address in saved:
        assert client.get(address).headers["content-disposition"].startswith("attachment")
    assert client.get(f"/media/{event.clips[0].item}").status_code == 404


def _canary(content: bytes) -> bytes:
    """Twenty-four bytes from the middle that no other coding would give."""
    middle = len(content) // 2
    return next(content[at : at + 24] for at in range(middle, len(content)) if len(set(content[at : at + 24])) > 16)


def test_only_files_of_events_have_copies_and_strict_headers_go_with_them(
    client: TestClient, case: CaseFolder, event: Event
) -> None:
    made_copies(client, event.id)
    answer = client.get(f"/viewing/{event.clips[0].item}.webm")
    assert answer.content.startswith(WEBM)
    assert answer.headers["content-type"] == "video/webm"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"].startswith("private")
    (stranger,) = [item for item in cases.items_of(case, "audio") if item not in {clip.item for clip in event.clips}]
    Derived(case.derived).put(VIEWING_COPY, stranger, _kept(case, event))
    for name in (stranger, "nothing", "../objects", "0" * 64):
        assert client.get(f"/viewing/{name}.webm").status_code == 404


def _kept(case: CaseFolder, event: Event) -> Reduction:
    kept = Derived(case.derived).get(VIEWING_COPY, event.clips[0].item)
    assert isinstance(kept, Reduction)
    return kept


def test_a_browser_can_ask_for_any_part_of_a_copy(client: TestClient, event: Event) -> None:
    made_copies(client, event.id)
    address = f"/viewing/{event.clips[0].item}.webm"
    whole = client.get(address).content
    size = len(whole)
    for asked, first, last in (
        ("bytes=0-99", 0, 99),
        (f"bytes={size - 10}-", size - 10, size - 1),
        ("bytes=-7", size - 7, size - 1),
        (f"bytes=5-{10 * size}", 5, size - 1),
    ):
        answer = client.get(address, headers={"Range": asked})
        assert answer.status_code == 206
        assert answer.headers["content-range"] == f"bytes {first}-{last}/{size}"
        assert answer.content == whole[first : last + 1]
    assert client.get(address, headers={"Range": f"bytes={size}-"}).status_code == 416
    assert client.get(address, headers={"Range": "bytes=-0"}).status_code == 416
    assert client.get(address, headers={"Range": "lines=1-2"}).content == whole


def test_a_file_that_gives_no_copy_shows_its_waveform_and_the_reason(
    client: TestClient, event: Event, fake_worker: FakePool
) -> None:
    page = made_copies(client, event.id)
    assert "<video" not in page
    assert page.count("(MEDIA-DAMAGED)") == 3
    assert page.count('class="wave"') == 3
    assert "a &lt;b&gt;hostile&lt;/b&gt; detail" in page
    assert "Make viewing copies" not in page, "what failed is not tried at every visit"


def test_a_hostile_file_stays_a_named_failure_of_the_real_worker(
    client: TestClient, case: CaseFolder, event: Event
) -> None:
    hurt = case.objects.path(event.clips[0].item)
    hurt.chmod(0o600)
    hurt.write_bytes(b"#EXTM3U\nfile:///etc/hostname\n")
    page = made_copies(client, event.id)
    assert "(MEDIA-REFUSED)" in page
    assert page.count("<video") + page.count("<audio") == 2
    assert client.get(f"/viewing/{event.clips[0].item}.webm").status_code == 404


def test_a_worker_that_cannot_start_is_said_in_words_and_nothing_is_kept(
    client: TestClient, case: CaseFolder, event: Event, fake_worker: FakePool
) -> None:
    fake_worker.answer = WorkerUnavailable("no libraries")
    page = made_copies(client, event.id)
    assert "No viewing copies can be made here; no file was opened." in page
    assert "the decoding worker cannot start: no libraries" in page
    assert fake_worker.asked == 1
    assert "Make viewing copies (3)" in page
    assert not (case.derived / "viewing-copy-1").exists()


def test_a_case_that_cannot_be_written_says_so(
    client: TestClient, event: Event, fake_worker: FakePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Derived, "put", refused)
    page = made_copies(client, event.id)
    assert "Viewing copies could not be kept" in page
    assert "Read-only file system" in page


def test_a_form_from_elsewhere_makes_nothing(client: TestClient, case: CaseFolder, event: Event) -> None:
    assert client.post(f"/events/{event.id}/viewing", data={"form": "guessed"}).status_code == 403
    assert client.get(f"/events/{event.id}/viewing.json").json() == {"waiting": 0}
    assert not (case.derived / "viewing-copy-1").exists()


def test_the_next_run_leaves_copies_where_they_are(client: TestClient, case: CaseFolder, event: Event) -> None:
    made_copies(client, event.id)
    with Run(case, 1, lambda step, done, total: None) as work:
        work.run()
    assert len(list((case.derived / "viewing-copy-1").glob("*/*.stm"))) == 3

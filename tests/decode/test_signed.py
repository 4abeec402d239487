"""Signed provenance, through the worker as in the product: every case its verdict, and never a connection."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from tests.media import make, signed

from stemmata.decode import signed as reducer
from stemmata.decode.signed import SIGNED
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code
from stemmata.model.seams import Reduction
from stemmata.model.signed import Action, Ingredient, Signed, Verdict, signed_from_json
from stemmata.sandbox.worker import LocalWorker


@pytest.fixture(scope="module")
def worker() -> Iterator[LocalWorker]:
    with LocalWorker([reducer.__name__]) as made:
        yield made


@pytest.fixture
def read(worker: LocalWorker, tmp_path: Path) -> "Read":
    return Read(worker, tmp_path / "file")


class Read:
    def __init__(self, worker: LocalWorker, path: Path) -> None:
        self._worker, self._path = worker, path

    def __call__(self, content: bytes) -> Signed | None:
        self._path.write_bytes(content)
        answer = self._worker.reduce(SIGNED, str(self._path))
        assert isinstance(answer, Reduction), answer
        told = answer.facts["signed"]
        assert told is None or isinstance(told, dict)
        return None if told is None else signed_from_json(told)


STORED = signed.jpeg_with(signed.in_app11(signed.store()))


def told(content: bytes) -> dict[str, object]:
    facts = reducer.signed(BytesIO(content), {}).facts["signed"]
    assert isinstance(facts, dict)
    return facts


def test_without_the_library_a_store_is_present_and_could_not_be_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reducer, "_library", lambda: None)
    monkeypatch.setattr(reducer, "library_version", lambda: None)
    facts = told(STORED)
    assert (facts["verdict"], facts["reasons"], facts["place"]) == ("unchecked", ["needs_extra"], "app11")


def test_a_library_that_cannot_be_loaded_is_a_failure_to_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reducer, "_library", lambda: None)
    monkeypatch.setattr(reducer, "library_version", lambda: "0.38.1")
    with pytest.raises(MediaError) as raised:
        told(STORED)
    assert raised.value.failure.code is Code.NEEDS_EXTRA


def test_a_result_without_the_library_is_kept_under_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reducer, "library_version", lambda: None)
    assert reducer._name() == "signed/1"
    monkeypatch.setattr(reducer, "library_version", lambda: "0.38.1")
    assert reducer._name() == "signed/1-c2pa-0.38.1"


def test_a_file_without_a_store_has_no_signed_provenance(read: Read) -> None:
    assert read(make.still()) is None


def test_a_file_that_only_names_an_address_could_not_be_checked(read: Read) -> None:
    packet = b'http://ns.adobe.com/xap/1.0/\x00<x dcterms:provenance="https://example.org/m.c2pa"/>'
    found = read(signed.jpeg_with((0xE1, packet)))
    assert found == Signed(Verdict.UNCHECKED, ("not_fetched",), address="https://example.org/m.c2pa")


def test_a_file_whose_store_is_gone_says_so(read: Read) -> None:
    packet = b'http://ns.adobe.com/xap/1.0/\x00<x dcterms:provenance="self#jumbf=/c2pa/urn:c2pa:1"/>'
    assert read(signed.jpeg_with((0xE1, packet))) == Signed(Verdict.UNCHECKED, ("gone",))


@signed.needs_the_library
def test_what_a_whole_manifest_says(read: Read) -> None:
    found = read(signed.signed(signed.still(1)))
    assert found is not None
    assert (found.verdict, found.signature, found.content) == (Verdict.OK, Verdict.OK, Verdict.OK)
    assert (found.reasons, found.codes, found.ingredients) == ((), (), ())
    assert (found.generator, found.issuer, found.subject) == ("Invented Editor 1.0", "Invented Root", "Invented Press")
    assert (found.signed_us, found.stamp, found.authority) == (None, None, None)
    assert found.actions == (Action("c2pa.created", "digitalCapture"),)


FORMS = [
    ("image/png", "cabx", lambda: make.still(kind="PNG", size=(160, 120))),
    ("image/webp", "riff", lambda: make.still(kind="WEBP", size=(160, 120))),
    ("image/avif", "uuid", lambda: make.still(kind="AVIF", size=(160, 120))),
    ("video/mp4", "uuid", lambda: make.film(seconds=1)),
    ("video/quicktime", "uuid", lambda: make.film(seconds=1, container="mov")),
    ("audio/wav", "riff", make.sound_file),
]


@signed.needs_the_library
@pytest.mark.parametrize(("mime", "place", "make_file"), FORMS, ids=[row[0] for row in FORMS])
def test_a_store_is_found_wherever_the_library_puts_one(
    mime: str, place: str, make_file: Callable[[], bytes], read: Read
) -> None:
    found = read(signed.signed(make_file(), mime=mime))
    assert found is not None
    assert (found.verdict, found.place) == (Verdict.OK, place)
    elsewhere = read(signed.signed(make_file(), mime=mime, remote="https://example.org/m.c2pa"))
    assert elsewhere == Signed(Verdict.UNCHECKED, ("not_fetched",), address="https://example.org/m.c2pa")


@signed.needs_the_library
def test_the_name_of_a_person_in_the_certificate_is_not_kept(read: Read) -> None:
    content = signed.signed(signed.still(1))
    assert signed.PERSON.encode() in content
    assert signed.PERSON not in str(read(content))


def _whole() -> bytes:
    return signed.signed(signed.still(1))


def _in_picture() -> bytes:
    content = _whole()
    return signed.flipped(content, len(content) - 200)


def _in_statement() -> bytes:
    content = _whole()
    return signed.flipped(content, content.index(b"digitalCapture"))


def _in_claim() -> bytes:
    content = _whole()
    return signed.flipped(content, content.index(signed.EDITOR.encode()))


def _another_picture() -> bytes:
    """The store of one file in another."""
    content, other = _whole(), signed.still(2)
    start, end = content.index(b"\xff\xeb"), content.index(b"\xff\xdb")
    at = other.index(b"\xff\xdb")
    return other[:at] + content[start:end] + other[at:]


ALTERED = [
    ("nothing",                             _whole,                              "ok",        ()),
    ("a bit of the picture",                _in_picture,                         "failed",    ("content",)),
    ("bytes behind the picture",            lambda: _whole() + b"more",          "failed",    ("content",)),
    ("the last rows are cut off",           lambda: _whole()[:-300],             "failed",    ("content",)),
    ("a bit of a statement",                _in_statement,                       "failed",    ("statement",)),
    ("a bit of the claim",                  _in_claim,                           "failed",    ("signature",)),
    ("the store of one file in another",    _another_picture,                    "failed",    ("content",)),
    ("a store that holds nothing",          lambda: STORED,                      "unchecked", ("unreadable",)),
    ("cut within the store",                lambda: _whole()[:3000],             "unchecked", ("unreadable",)),
]  # fmt: skip


@signed.needs_the_library
@pytest.mark.parametrize(("make_file", "verdict", "reasons"), [row[1:] for row in ALTERED], ids=[r[0] for r in ALTERED])
def test_what_was_altered_decides_the_verdict(
    make_file: Callable[[], bytes], verdict: str, reasons: tuple[str, ...], read: Read
) -> None:
    found = read(make_file())
    assert found is not None
    assert (found.verdict, found.reasons) == (Verdict(verdict), reasons)


@signed.needs_the_library
@pytest.mark.parametrize("strip", [signed.without_store, lambda content: signed.saved_again(content, 70)])
def test_a_stripped_file_has_none(strip: Callable[[bytes], bytes], read: Read) -> None:
    assert read(strip(_whole())) is None


@signed.needs_the_library
def test_an_ingredient_is_named_with_what_tells_its_file(read: Read) -> None:
    bare = signed.still(1)
    parent = signed.signed(bare)
    of_parent = read(parent)
    found = read(signed.signed(signed.still(1, 60), ("parentOf", parent)))
    assert found is not None
    assert of_parent is not None
    (used,) = found.ingredients
    assert (used.relationship, used.title, used.verdict) == ("parentOf", "used 0.jpg", Verdict.OK)
    assert (used.manifest, used.binding) == (of_parent.manifest, of_parent.binding)
    assert used.bare_sha256 == sha256(bare).hexdigest()


@signed.needs_the_library
def test_an_ingredient_without_a_manifest_is_named_by_title_only(read: Read) -> None:
    found = read(signed.signed(signed.still(1, 60), ("parentOf", signed.still(1))))
    assert found is not None
    assert found.ingredients == (Ingredient("parentOf", "used 0.jpg"),)


@signed.needs_the_library
def test_an_ingredient_that_was_altered_before_it_was_used_fails_and_the_manifest_does_not(read: Read) -> None:
    found = read(signed.signed(signed.still(1, 60), ("parentOf", _in_picture())))
    assert found is not None
    assert (found.verdict, found.ingredients[0].verdict) == (Verdict.OK, Verdict.FAILED)


@contextmanager
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """An address on this machine, and what was asked there."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        done = threading.Event()

        def serve() -> None:
            while not done.is_set():
                try:
                    caller, _ = server.accept()
                except TimeoutError:
                    continue
                with caller:
                    asked.append(caller.recv(100))

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/", asked
        finally:
            done.set()
            thread.join()


@signed.needs_the_library
def test_a_file_that_names_addresses_is_read_without_a_connection(read: Read) -> None:
    with listener() as (address, asked):
        remote = signed.signed(signed.still(1), remote=address + "manifest.c2pa")
        revoked = signed.signed(signed.still(1), by=signed.chain(revocation_at=address + "ocsp"))
        for content, verdict in ((remote, Verdict.UNCHECKED), (revoked, Verdict.OK)):
            assert address.encode() in content
            found = read(content)
            assert found is not None
            assert found.verdict is verdict
        assert asked == []


@signed.needs_the_library
def test_the_library_itself_asks_nobody_under_our_settings_and_would_under_its_own() -> None:
    import c2pa

    with listener() as (address, asked):
        content = signed.signed(signed.still(1), remote=address + "manifest.c2pa")

        def read_with(settings: dict[str, object]) -> None:
            context = c2pa.Context(settings=c2pa.Settings.from_dict(settings))
            with pytest.raises(c2pa.C2paError):
                c2pa.Reader("image/jpeg", BytesIO(content), context=context)

        read_with(reducer.SETTINGS)
        read_with({"core": {"allowed_network_hosts": []}})
        assert asked == []
        read_with({})
        assert len(asked) == 1


CORPUS = [
    # file                              verdict      reasons          ingredients (relationship, verdict of their copy)
    ("adobe-20220124-C.jpg",            "ok",        (),              []),
    ("adobe-20220124-CAI.jpg",          "ok",        (),              [("parentOf", None), ("componentOf", None)]),
    ("adobe-20220124-CICACACA.jpg",     "ok",        (),              [("componentOf", "ok")]),
    ("adobe-20220124-CIE-sig-CA.jpg",   "ok",        (),              [("componentOf", "failed")]),
    ("adobe-20220124-E-sig-CA.jpg",     "failed",    ("signature",),  [("parentOf", None)]),
    ("adobe-20220124-E-uri-CIE-sig-CA.jpg", "ok",    (),              [("componentOf", "failed")]),
    ("adobe-20220124-XCA.jpg",          "failed",    ("content",),    [("parentOf", None)]),
    ("malformed_cbor.jpg",              "ok",        (),              [("componentOf", None), ("parentOf", "ok")]),
]  # fmt: skip


@pytest.mark.corpus
@signed.needs_the_library
@pytest.mark.parametrize(("name", "verdict", "reasons", "used"), CORPUS, ids=[row[0] for row in CORPUS])
def test_the_public_test_files(
    name: str, verdict: str, reasons: tuple[str, ...], used: list[tuple[str, str | None]], corpus: Path, read: Read
) -> None:
    found = read((corpus / "c2pa" / name).read_bytes())
    assert found is not None
    assert (found.verdict, found.reasons) == (Verdict(verdict), reasons)
    assert [(one.relationship, one.verdict) for one in found.ingredients] == used

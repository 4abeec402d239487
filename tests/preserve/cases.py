"""Cases for the tests of custody: made, fed with small files, told something, photographed."""

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from stemmata.acts.create import create_case
from stemmata.acts.receive import Incoming, Portion, Receipt, receive
from stemmata.model.item import Name
from stemmata.model.seams import Statement
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.log import Log, LoggedEntry
from stemmata.preserve.manifest import manifest_rows, read_manifest


def make_files(folder: Path, number: int, first: int = 0, size: int | None = None) -> Path:
    """`number` small files of different bytes, named and filled by their number; `size` cuts them."""
    folder.mkdir(exist_ok=True)
    for index in range(first, first + number):
        (folder / f"clip-{index:03d}.mp4").write_bytes((b"clip %d\n" % index * (index + 1))[:size])
    return folder


def incoming(folder: Path) -> Iterator[Incoming]:
    for path in sorted(folder.iterdir()):
        yield Incoming(os.fsencode(path), Name(os.fsencode(path.relative_to(folder.parent))))


def add(case: CaseFolder, folder: Path, files: int = 3, random_bytes: Callable[[int], bytes] = os.urandom) -> Receipt:
    """Receive a folder in portions of `files`."""
    portion = Portion(files=files, seconds=1e9)
    return receive(case, incoming(folder), {}, portion=portion, random_bytes=random_bytes)


def say(case: CaseFolder, *texts: str) -> list[str]:
    """One append of as many entries as texts."""
    with case.writing() as writer:
        return writer.append([Statement("note", {}, {"text": text}) for text in texts])


def new_case(path: Path) -> CaseFolder:
    """A case whose claimed times are 1, 2, 3, … µs."""
    clock = count(1)
    return create_case(path, "Riverside", lambda: next(clock))


def own_log(case: CaseFolder) -> Log:
    """The log of the case's own writer."""
    assert case.writer_id is not None
    return case.log(case.writer_id)


def logged(case: CaseFolder) -> list[LoggedEntry]:
    return list(case.entries(verify=True))


def received(case: CaseFolder) -> list[tuple[str, str]]:
    """(name, SHA-256) of every file that an entry names, as often as one does."""
    found = []
    for entry in case.entries(verify=True):
        if entry.type == "receive" and entry.body is not None:
            (manifest,) = entry.references["manifest"]
            names = entry.body["names"]
            assert isinstance(names, list)
            for row, value in zip(read_manifest(case.objects, manifest), names, strict=True):
                assert isinstance(value, dict)
                found.append((str(value["name"]), row.sha256))
    return sorted(found)


def photograph(case: CaseFolder) -> dict[str, bytes]:
    """Every file of a case and what it holds, but for locks and tmp/."""
    return {
        str(path.relative_to(case.path)): path.read_bytes()
        for path in sorted(case.path.rglob("*"))
        if path.is_file() and path.suffix != ".lock" and path.parent != case.temporary
    }


def received_objects(case: CaseFolder) -> list[str]:
    """Objects held, but for manifests: their salts are drawn anew, so an interrupted add leaves one more."""
    return [name for name in case.objects.names() if not _is_manifest(case.objects.read(name))]


def _is_manifest(content: bytes) -> bool:
    try:
        manifest_rows(content)
    except ValueError:
        return False
    return True

"""Hostile files by the table: what each reducer says of each, with its own budget before any limit of the worker's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.decode import bombs

from stemmata.decode.probe import PROBE
from stemmata.decode.signed import SIGNED
from stemmata.decode.text import TEXT
from stemmata.decode.viewing_copy import VIEWING_COPY
from stemmata.fingerprint.kept_onsets import ONSETS
from stemmata.fingerprint.picture import FILM, KEY_FRAMES, STILL
from stemmata.fingerprint.sound import SOUND
from stemmata.fingerprint.sound_samples import SAMPLES
from stemmata.intake.telegram import POSTINGS
from stemmata.model.failure import Code, Failure
from stemmata.model.seams import Reducer, Reduction
from stemmata.sandbox.worker import LocalWorker

OPEN_FILMS = (PROBE, KEY_FRAMES, FILM, SOUND, ONSETS, SAMPLES, VIEWING_COPY)
"""Every reducer that hands bytes to FFmpeg."""


@pytest.fixture(scope="module")
def worker() -> Iterator[LocalWorker]:
    modules = {reducer.entry.split(":")[0] for reducer in (*OPEN_FILMS, STILL, TEXT, POSTINGS, SIGNED)}
    with LocalWorker(sorted(modules)) as made:
        yield made


def code_of(answer: Reduction | Failure) -> Code | None:
    failure = answer if isinstance(answer, Failure) else answer.failure
    return None if failure is None else failure.code


@pytest.mark.parametrize("name", bombs.PLAYLISTS)
def test_a_list_of_other_files_is_refused_by_name_by_every_reducer(
    name: str, worker: LocalWorker, tmp_path: Path
) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(bombs.PLAYLISTS[name]())
    answers = {reducer.name: worker.reduce(reducer, str(path)) for reducer in (*OPEN_FILMS, TEXT)}
    assert {name: code_of(answer) for name, answer in answers.items()} == dict.fromkeys(answers, Code.REFUSED)


@pytest.mark.parametrize("name", bombs.DISGUISED)
def test_a_disguised_list_is_never_read_as_a_film(name: str, worker: LocalWorker, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(bombs.DISGUISED[name]())
    for reducer in OPEN_FILMS:
        assert code_of(worker.reduce(reducer, str(path))) in {
            Code.REFUSED,
            Code.DAMAGED,
            Code.TRUNCATED,
            Code.NO_FRAMES,
        }


FILMS = (PROBE, FILM, SOUND)
BUDGETS: list[tuple[str, tuple[Reducer, ...], tuple[Code | None, ...]]] = [
    # made by tests/decode/bombs.py             asked            said
    ("png of 900 Mpx",                          (PROBE, STILL),  (Code.TOO_LARGE, Code.TOO_LARGE)),
    ("png of 102 Mpx, where Pillow only warns", (PROBE, STILL),  (Code.TOO_LARGE, Code.TOO_LARGE)),
    ("png of 81 Mpx",                           (STILL,),        (None,)),
    ("jpeg that says 65,500 squared",           (PROBE, STILL),  (Code.TOO_LARGE, Code.TOO_LARGE)),
    ("gif that says 65,535 squared",            (PROBE, STILL),  (Code.TOO_LARGE, Code.TOO_LARGE)),
    ("bmp that says 1,000,000 squared",         (PROBE, STILL),  (Code.TOO_LARGE, Code.TOO_LARGE)),
    ("tiff that says 2 ** 31 wide",             (PROBE, STILL),  (Code.TOO_LARGE, Code.TOO_LARGE)),
    ("png with a text of 20 MB",                (PROBE, STILL),  (Code.DAMAGED, Code.TRUNCATED)),
    ("png with a profile of 20 MB",             (PROBE, STILL),  (Code.DAMAGED, Code.TRUNCATED)),
    ("film whose pictures say 65,000 squared",  FILMS,           (Code.DAMAGED, Code.DAMAGED, None)),
    ("film of 30 hours in two frames",          FILMS,           (None, Code.TOO_LARGE, None)),
    ("film of 100 tracks",                      FILMS,           (Code.TOO_LARGE,) * 3),
    ("boxes 1,000 deep",                        (*FILMS, SIGNED), (Code.DAMAGED,) * 3 + (None,)),
    ("boxes 50,000 deep",                       (*FILMS, SIGNED), (Code.DAMAGED,) * 3 + (None,)),
    ("boxes of notes 1,000 deep",               (*FILMS, SIGNED), (Code.NO_FRAMES, Code.NO_FRAMES, None, None)),
    ("elements 5,000 deep",                     (*FILMS, SIGNED), (Code.NO_FRAMES,) * 3 + (None,)),
    ("wave of 65,535 channels",                 FILMS[::2],      (Code.TRUNCATED, Code.TRUNCATED)),
    ("wave at 4 GHz",                           FILMS[::2],      (Code.TRUNCATED, Code.TRUNCATED)),
    ("wave that says 4 GB",                     FILMS[::2],      (Code.TRUNCATED, Code.TRUNCATED)),
    ("pdf whose page unpacks to 200 MB",        (TEXT,),         (Code.DAMAGED,)),
    ("pdf whose page unpacks twice",            (TEXT,),         (Code.DAMAGED,)),
    ("pdf whose pages hold themselves",         (TEXT,),         (Code.DAMAGED,)),
    ("pdf of brackets 100,000 deep",            (TEXT,),         (Code.DAMAGED,)),
    ("page of tags 200,000 deep",               (TEXT,),         (None,)),
    ("page of one tag without an end",          (TEXT,),         (None,)),
    ("export of brackets 200,000 deep",         (POSTINGS,),     (Code.TOO_LARGE,)),
    ("export of one long number",               (POSTINGS,),     (Code.DAMAGED,)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "asked", "said"), BUDGETS, ids=[row[0] for row in BUDGETS])
def test_a_file_that_asks_for_more_than_it_is_meets_a_budget(
    name: str, asked: tuple[Reducer, ...], said: tuple[Code | None, ...], worker: LocalWorker, tmp_path: Path
) -> None:
    content = bombs.BOMBS[name]()
    assert len(content) < 3_100_000, "small to send"
    path = tmp_path / "file"
    path.write_bytes(content)
    assert tuple(code_of(worker.reduce(reducer, str(path))) for reducer in asked) == said


def test_the_table_has_every_bomb() -> None:
    assert [row[0] for row in BUDGETS] == list(bombs.BOMBS)

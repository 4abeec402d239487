"""The index of sound: the same guesses in whatever portions files come, and nothing stale."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.media.sounds import babble

from stemmata.decode.sound import HZ
from stemmata.fingerprint.landmarks import landmarks
from stemmata.match.sound_hashes import Marks, marks_of
from stemmata.pipeline.sound_index import SoundIndex

WHOLE = babble(21, 14)
HELD: dict[str, Marks] = {
    name: marks_of(landmarks(sound))
    for name, sound in {
        "a-whole": WHOLE,
        "b-part": WHOLE[3 * HZ : 10 * HZ],
        "c-other": babble(22, 8),
        "d-joined": np.concatenate([babble(22, 8)[:5 * HZ], WHOLE[:5 * HZ]]),
    }.items()
}  # fmt: skip


def guesses(folder: Path, portions: list[list[str]], portion: int = 1 << 20) -> object:
    """What is known after the files came so."""
    index = SoundIndex(folder, portion)
    held: list[str] = []
    found: object = {}
    for names in portions:
        held += names
        found = index.guesses(held, HELD.__getitem__)
    index.close()
    return found


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> object:
    return guesses(tmp_path_factory.mktemp("once"), [sorted(HELD)])


def test_pairs_that_share_sound_have_guesses_and_others_do_not(at_once: dict[tuple[str, str], object]) -> None:
    likely = {pair for pair, found in at_once.items() if max(votes for _, votes in found) > 12}  # type: ignore[attr-defined]
    assert likely == {("a-whole", "b-part"), ("a-whole", "d-joined"), ("b-part", "d-joined"), ("c-other", "d-joined")}


@settings(max_examples=6, deadline=None)
@given(st.permutations(sorted(HELD)), st.integers(1, 3), st.booleans())
def test_guesses_depend_on_the_set_of_files_only(
    tmp_path_factory: pytest.TempPathFactory, at_once: object, order: list[str], cut: int, small: bool
) -> None:
    folder = tmp_path_factory.mktemp("portions")
    assert guesses(folder, [order[:cut], order[cut:]], 200 if small else 1 << 20) == at_once


def test_an_index_that_is_opened_again_is_not_asked_again(tmp_path: Path, at_once: object) -> None:
    guesses(tmp_path, [sorted(HELD)])
    index = SoundIndex(tmp_path)
    assert index.guesses(sorted(HELD), lambda holder: pytest.fail(f"{holder} was read again")) == at_once
    index.close()


def test_a_file_that_is_gone_leaves_no_guess(tmp_path: Path) -> None:
    guesses(tmp_path, [sorted(HELD)])
    index = SoundIndex(tmp_path)
    left = index.guesses(["a-whole", "c-other"], HELD.__getitem__)
    index.close()
    assert all(set(pair) <= {"a-whole", "c-other"} for pair in left)


def test_a_damaged_part_is_made_anew(tmp_path: Path, at_once: object) -> None:
    guesses(tmp_path, [sorted(HELD)])
    path = next(tmp_path.glob("*-place.npy"))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert guesses(tmp_path, [sorted(HELD)]) == at_once

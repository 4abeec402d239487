"""Sound in a case: what it joins, what it does not, and where sound and picture contradict each other."""

import json

import pytest
from sqlalchemy import select
from tests import cases
from tests.media.sounds import babble, sounding

from stemmata.case import schema
from stemmata.preserve.casefolder import CaseFolder

Film = tuple[int, int]
"""Seeds of picture and of sound."""

FILMS: dict[str, Film] = {
    "first.mp4": (1, 31),
    "copy.mp4": (1, 31),
    "other-sound.mp4": (1, 32),
    "other-picture.mp4": (2, 31),
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> CaseFolder:
    folder = tmp_path_factory.mktemp("sounding")
    for at, (name, (picture, sound)) in enumerate(FILMS.items()):
        content = sounding(
            babble(sound, 8, 48_000),
            codec="aac",
            container="mp4",
            picture_s=8.0,
            seed=picture,
            bits=48_000 + 8_000 * at,
        )
        (folder / name).write_bytes(content)
    (folder / "voice.wav").write_bytes(sounding(babble(31, 8, 16_000)[16_000:], 16_000))
    return cases.made(tmp_path_factory.mktemp("case") / "case", folder)


def pairs(case: CaseFolder, kind: str) -> dict[frozenset[str], dict[str, object]]:
    """By names: the facts of every edge of that kind."""
    index = cases.opened(case)
    with index.read() as connection:
        names = dict(connection.execute(select(schema.name.c.item, schema.name.c.shown)).all())
        rows = connection.execute(select(schema.edge).where(schema.edge.c.kind == kind)).all()
        found = {
            frozenset(names[one].rsplit("/", 1)[-1] for one in (row.a, row.b)): json.loads(row.facts) for row in rows
        }
    index.close()
    return found


def test_one_recording_is_found_under_other_pictures_and_in_sound_files(case: CaseFolder) -> None:
    same = {"first.mp4", "copy.mp4", "other-picture.mp4", "voice.wav"}
    found = pairs(case, "same_recording")
    assert {name for pair in found for name in pair} == same
    assert found[frozenset({"first.mp4", "other-picture.mp4"})]["picture"] == "not_found"


def test_sound_joins_no_footage_and_pictures_join_no_sound(case: CaseFolder) -> None:
    index = cases.opened(case)
    with index.read() as connection:
        names = dict(connection.execute(select(schema.name.c.item, schema.name.c.shown)).all())
        rows = connection.execute(
            select(schema.family.c.kind, schema.family.c.id, schema.member.c.holder).where(
                schema.family.c.id == schema.member.c.family
            )
        ).all()
    index.close()
    families: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        families.setdefault((row.kind, row.id), set()).add(names[row.holder].rsplit("/", 1)[-1])
    grouped = sorted((kind, sorted(held)) for (kind, _), held in families.items())
    assert grouped == [
        ("footage", ["copy.mp4", "first.mp4", "other-sound.mp4"]),
        ("footage", ["other-picture.mp4"]),
        ("sound", ["copy.mp4", "first.mp4", "other-picture.mp4", "voice.wav"]),
    ]


def test_a_picture_with_another_sound_says_that_none_in_common_was_found(case: CaseFolder) -> None:
    said = {pair: facts.get("sound") for pair, facts in pairs(case, "same_footage").items()}
    assert said == {
        frozenset({"first.mp4", "copy.mp4"}): "same",
        frozenset({"first.mp4", "other-sound.mp4"}): "not_found",
        frozenset({"copy.mp4", "other-sound.mp4"}): "not_found",
    }

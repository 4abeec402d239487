"""Other microphones in a case: found once, put on one clock, and never taken for copies or for other observers."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select
from tests import cases, microphones_case

from stemmata.acts.create import create_case
from stemmata.acts.source import record
from stemmata.case import schema
from stemmata.corroborate.evidence import Ground
from stemmata.corroborate.roots import Roots
from stemmata.corroborate.roots_json import roots_from_json
from stemmata.model.sourcing import Sourced
from stemmata.model.unit import Track, Unit
from stemmata.pipeline import events, spooled_sounds
from stemmata.pipeline.run import Run
from stemmata.preserve.casefolder import CaseFolder


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, session_configuration: Path) -> CaseFolder:
    folder = microphones_case.write(tmp_path_factory.mktemp("square") / "in")
    return cases.made(tmp_path_factory.mktemp("events") / "case", folder)


def names(case: CaseFolder) -> dict[str, str]:
    index = cases.opened(case)
    with index.read() as connection:
        found = dict(connection.execute(select(schema.name.c.item, schema.name.c.shown)).all())
    index.close()
    return {item: shown.rsplit("/", 1)[-1].split(".")[0] for item, shown in found.items()}


def pairs(case: CaseFolder, kind: str) -> dict[frozenset[str], dict[str, object]]:
    called = names(case)
    index = cases.opened(case)
    with index.read() as connection:
        rows = connection.execute(select(schema.edge).where(schema.edge.c.kind == kind)).all()
    index.close()
    return {frozenset((called[row.a], called[row.b])): json.loads(row.facts) for row in rows}


def test_microphones_on_one_event_come_on_one_clock_and_strangers_on_none(case: CaseFolder) -> None:
    called, event = names(case), microphones_case.the_event(case)
    start = {called[clip.item]: clip for clip in event.clips}
    assert set(start) == {"one", "two", "three", "copy"}
    assert event.recordings == 3
    assert all(clip.confirmed for clip in event.clips)
    truth = {name.split(".")[0]: at for name, at in microphones_case.STARTS.items()}
    reference = truth[called[event.reference]] if called[event.reference] in truth else truth["one"] + 2
    for name, at in truth.items():
        low, high = (
            bound - start[called[event.reference]].start_us for bound in (start[name].low_us, start[name].high_us)
        )
        assert low <= (at - reference) * 1e6 <= high


def test_a_copy_is_the_same_recording_and_has_its_number(case: CaseFolder) -> None:
    (found,) = pairs(case, "same_recording").items()
    assert (found[0], found[1]["kinship"]) == (frozenset({"one", "copy"}), "copy")
    called = names(case)
    number = {called[clip.item]: clip.recording for clip in microphones_case.the_event(case).clips}
    assert number["one"] == number["copy"] != number["two"]


def test_landmarks_that_two_microphones_share_join_no_family(case: CaseFolder) -> None:
    called = names(case)
    index = cases.opened(case)
    with index.read() as connection:
        held = connection.execute(select(schema.member.c.family, schema.member.c.holder)).all()
    index.close()
    assert {called[row.holder] for row in held} == {"one", "copy"}


def test_a_song_over_two_strangers_is_a_shared_layer_and_no_recording(case: CaseFolder) -> None:
    (facts,) = pairs(case, "shared_sound").values()
    assert facts["kinship"] == "shared_layer"
    assert frozenset({"song1", "song2"}) not in pairs(case, "same_event")


def test_the_answer_says_how_far_other_microphones_were_looked_for(case: CaseFolder) -> None:
    index = cases.opened(case)
    answer = index.value("answer")
    index.close()
    assert isinstance(answer, dict)
    assert answer["microphones"] == {"recordings": 7, "looked": True, "compared": 21, "possible": 21}
    assert answer["events"] == 1


def test_no_pair_is_compared_twice_and_no_samples_stay(case: CaseFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    before = microphones_case.the_event(case)

    def spooled(temporary: Path) -> spooled_sounds.Spool:
        raise AssertionError("samples were read again")

    monkeypatch.setattr(events, "Spool", spooled)
    cases.work(case)
    with Run(case, 2, lambda step, done, total: None) as run:
        assert run.redraw()
    assert microphones_case.the_event(case) == before
    assert list(case.temporary.iterdir()) == []


def test_the_order_in_which_files_come_changes_nothing(case: CaseFolder, tmp_path: Path) -> None:
    folder = microphones_case.write(tmp_path / "in")
    wanted = cases.exported(case, tmp_path / "out")
    later = create_case(tmp_path / "case", "Test")
    for name in ("three.wav", "song1.wav"):
        cases.add(later, folder / name)
    cases.work(later)
    cases.add(later, folder)
    cases.work(later)
    found = cases.exported(later, tmp_path / "again")
    assert {noun for noun in wanted if wanted[noun] != found[noun]} <= {"items"}


def test_more_recordings_than_are_looked_at_say_so(case: CaseFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MOST", 6)
    try:
        cases.work(case)
        index = cases.opened(case)
        answer = index.value("answer")
        index.close()
        assert isinstance(answer, dict)
        assert answer["microphones"] == {"recordings": 7, "looked": False, "compared": 0, "possible": 21}
        assert answer["events"] == 0
    finally:
        monkeypatch.undo()
        cases.work(case)


def test_events_stand_in_the_export_with_their_intervals(case: CaseFolder, tmp_path: Path) -> None:
    (row,) = cases.rows(case, tmp_path / "out", "events")
    assert row["left_out"] == []
    assert row["recordings"] == 3
    clips = row["clips"]
    assert isinstance(clips, list)
    for clip in clips:
        assert isinstance(clip["start_us"], int)
        assert clip["low_us"] <= clip["start_us"] <= clip["high_us"]
    (edge, *_) = [one for one in cases.rows(case, tmp_path / "more", "edges") if one["kind"] == "same_event"]
    offset = edge["offset_s"]
    assert isinstance(offset, list)
    assert offset[0] < offset[1]


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory, session_configuration: Path) -> CaseFolder:
    """Two films of one event, each of a footage of its own."""
    folder = tmp_path_factory.mktemp("filmed")
    for picture, name in enumerate(("one.wav", "three.wav"), start=1):
        (folder / name.replace("wav", "mp4")).write_bytes(
            microphones_case.filmed(microphones_case.heard(name), picture)
        )
    return cases.made(tmp_path_factory.mktemp("films") / "case", folder)


def test_another_microphone_shows_another_recording_and_a_recorded_team_still_bars_observers(
    films: CaseFolder, session_configuration: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEMMATA_CONFIG", str(session_configuration))

    def counted() -> Roots:
        index = cases.opened(films)
        with index.read() as connection:
            body = connection.scalar(select(schema.roots.c.body).where(schema.roots.c.key == "case"))
        index.close()
        return roots_from_json(json.loads(str(body)))

    roots = counted()
    (pair,) = roots.pairs
    assert [one.ground for one in pair.evidence] == [Ground.OTHER_MICROPHONE]
    assert (roots.groups, roots.separate, roots.shown, pair.level) == (2, 2, 0, "sources")
    units = [Unit(Track.PICTURE, item=item) for item in names(films)]
    record(films, Sourced.ONE_TEAM, units, "told by the agency", clock_us=cases.received_us)
    with Run(films, 2, lambda step, done, total: None) as run:
        assert run.redraw()
    (pair,) = counted().pairs
    assert pair.relation == "linked"
    assert {one.ground for one in pair.evidence} == {Ground.OTHER_MICROPHONE, Ground.ONE_TEAM}

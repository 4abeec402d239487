"""Power cut at any moment of an act: what was acknowledged is on the disk, whatever else was lost (docs/faults.md).

Every fsync is then left out in turn: a case must break, or the fsync was for nothing.
"""

import json
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from tests.preserve.cases import add, make_files, new_case, own_log, received, received_objects, say
from tests.preserve.points import tell
from tests.preserve.power import Disk, Recorder, State, scanned

from stemmata.acts.close import close_case
from stemmata.acts.judge import judge
from stemmata.acts.merge import merge_case
from stemmata.model.errors import AlreadyACase, CaseClosed, NotACase, StemmataError
from stemmata.model.judgement import Said
from stemmata.model.seams import Statement
from stemmata.model.unit import Track, Unit
from stemmata.preserve.bodies import erase_body
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.copy import copy_case
from stemmata.preserve.log_check import check_log, missing_notes
from stemmata.preserve.verify import Verdict, verify_case
from stemmata.preserve.writer import Writer

SEED = 11
SAMPLE = {"create": 20, "first": 10, "add": 20, "say": 2, "judge": 8, "close": 10, "merge": 10, "copy": 12, "erase": 5}
"""Legal states that the suite looks at."""


def prepare_nothing(root: Path) -> None:
    (root / "home").mkdir()
    make_files(root / "clips", 1)


def prepare_case(root: Path) -> None:
    (root / "home").mkdir()
    new_case(root / "case")
    make_files(root / "clips", 4)


def prepare_begun(root: Path) -> None:
    """What a `new` leaves that was killed before its first entry."""
    (root / "home").mkdir()
    CaseFolder.create(root / "case", "Riverside")


def prepare_held(root: Path) -> None:
    prepare_case(root)
    add(case_in(root), root / "clips")


def prepare_nearly_full_tile(root: Path) -> None:
    (root / "home").mkdir()
    new_case(root / "case")
    say(case_in(root), *(str(number) for number in range(253)))


def prepare_two(root: Path) -> None:
    """`case`, and `other`, which holds the log of `case` longer than `case` does, and one of its own."""
    prepare_held(root)
    shutil.copytree(root / "case", root / "older")
    say(case_in(root), "later")
    new_case(root / "other")
    merge_case(CaseFolder.open(root / "other"), case_in(root))
    add(CaseFolder.open(root / "other"), make_files(root / "theirs", 2, first=100))
    shutil.rmtree(root / "case")
    (root / "older").rename(root / "case")


def case_in(root: Path) -> CaseFolder:
    return CaseFolder.open(root / "case")


def act_create(root: Path) -> None:
    try:
        new_case(root / "case")
    except AlreadyACase:  # it was there before: the next command that writes goes on with it
        with case_in(root).writing():
            pass


def act_add(root: Path) -> None:
    add(case_in(root), root / "clips", files=2)


def act_say(root: Path) -> None:
    """Three appends, the first of two entries; the last two go beyond a tile."""
    for texts in (["a", "b"], ["c"], ["d"]):
        if texts[-1] not in said(case_in(root)):
            say(case_in(root), *texts)


def act_first(root: Path) -> None:
    if "a" not in said(case_in(root)):
        say(case_in(root), "a")
    else:  # the next command that writes
        with case_in(root).writing():
            pass


def said(case: CaseFolder) -> set[object]:
    return {entry.body["text"] for entry in case.entries() if entry.body is not None and entry.type == "note"}


def act_judge(root: Path) -> None:
    first, second, *_ = items(root)
    if not any(entry.type == "judge" for entry in case_in(root).entries()):
        judge(case_in(root), Said.DIFFERENT, whole(first), whole(second), "seen")


def items(root: Path) -> list[str]:
    return sorted(sha256(path.read_bytes()).hexdigest() for path in (root / "clips").iterdir())


def whole(item: str) -> Unit:
    return Unit(item=item, posting=None, track=Track.PICTURE)


def act_close(root: Path) -> None:
    try:
        close_case(case_in(root), None)
    except CaseClosed:
        assert case_in(root).is_closed()


def act_merge(root: Path) -> None:
    merge_case(case_in(root), CaseFolder.open(root / "other"))


def act_copy(root: Path) -> None:
    try:
        CaseFolder.open(root / "copy")
    except NotACase:
        copy_case(case_in(root), root / "copy")


def act_erase(root: Path) -> None:
    erase_body(own_log(case_in(root)).bodies, 1)


ACTS: dict[str, tuple[Callable[[Path], None], Callable[[Path], None]]] = {
    "create": (prepare_nothing, act_create),
    "first": (prepare_begun, act_first),
    "add": (prepare_case, act_add),
    "say": (prepare_nearly_full_tile, act_say),
    "judge": (prepare_held, act_judge),
    "close": (prepare_held, act_close),
    "merge": (prepare_two, act_merge),
    "copy": (prepare_two, act_copy),
    "erase": (prepare_held, act_erase),
}


@dataclass(frozen=True)
class Recorded:
    disk: Disk
    end: dict[str, object]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Recorded]:
    """Each act recorded once: whole, or killed after so many operations and then done by another process."""

    @cache
    def record(act: str, killed_after: int | None = None) -> Recorded:
        prepare, perform = ACTS[act]
        root = tmp_path_factory.mktemp(act)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("STEMMATA_CONFIG", str(root / "home" / "config" / "stemmata"))
            prepare(root)
            recorder = Recorder(root)
            append = Writer.append

            def told(writer: Writer, statements: Iterable[Statement]) -> list[str]:
                made = append(writer, statements)
                recorder.note("acknowledge", tuple(made))
                return made

            patch.setattr(Writer, "append", told)
            with recorder.recording():
                if killed_after is not None:
                    with recorder.killed_after(killed_after):
                        perform(root)
                perform(root)
            recorder.note("done")
            return Recorded(recorder.disk, meaning(root))

    return record


def meaning(root: Path) -> dict[str, object]:
    """What the cases of a folder say and hold, but for times, salts and signatures."""
    found: dict[str, object] = {}
    for name in ("case", "copy"):
        if (root / name).exists():
            case = CaseFolder.open(root / name)
            entries = [[one.type, None if one.type == "receive" else one.body] for one in case.entries()]
            files = received(case)
            found[name] = (
                sorted(json.dumps(one, sort_keys=True) for one in entries),
                files,
                received_objects(case),
            )
    return found


def problems(act: str, state: State, recorded: Recorded, root: Path) -> list[str]:
    """What a cut that leaves this state has broken."""
    state.write(root)
    try:
        return list(_problems(act, state, recorded, root))
    except (StemmataError, OSError) as error:
        return [f"{type(error).__name__}: {error}"]
    finally:
        shutil.rmtree(root)


def _problems(act: str, state: State, recorded: Recorded, root: Path) -> Iterator[str]:
    if act != "create" or state.done:
        held = [entry.id for entry in case_in(root).entries()]
        if not set(state.acknowledged) <= set(held):
            yield "an acknowledged entry is in no log"
        yield from failed(act, root)
    if state.done and meaning(root) != recorded.end:
        yield "the command had ended, and what it did is not there"
    ACTS[act][1](root)
    yield from (f"after the same command: {problem}" for problem in failed(act, root))
    if act != "create" and meaning(root) != recorded.end:
        yield "after the same command the case is not what it would have been"
    with case_in(root).writing(even_closed=True) as writer:
        log = check_log(writer.log)
        if writer.log.checkpoint().size not in writer.log.kept_sizes() or missing_notes(log):
            yield "a state that was signed is not kept"


def failed(act: str, root: Path) -> Iterator[str]:
    """An erasure alone, without the decision that the act of `erase` rests on, is told as one."""
    for name in ("case", "copy"):
        if (root / name / "stemmata.toml").exists():
            for finding in verify_case(CaseFolder.open(root / name)).findings:
                alone = act == "erase" and "no decision that two people signed" in finding.says
                if finding.verdict is Verdict.FAILED and not alone:
                    yield f"{name}: {finding.thing}: {finding.says}"


@pytest.mark.parametrize("act", ACTS)
def test_the_recorder_misses_nothing(recorded: Callable[..., Recorded], act: str) -> None:
    disk = recorded(act).disk
    now = scanned(disk.root)
    assert {path: content for path, content in disk.whole().items() if "/tmp/" not in path} == now


@pytest.mark.parametrize("act", ACTS)
def test_a_sample_of_power_cuts_loses_nothing(
    recorded: Callable[..., Recorded], act: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = list(recorded(act).disk.cuts(SEED))
    chosen = random.Random(SEED).sample(states, min(SAMPLE[act], len(states)))
    assert examined(act, chosen, recorded(act), tmp_path, monkeypatch) == []


@pytest.mark.faults
@pytest.mark.parametrize("act", ACTS)
def test_no_power_cut_loses_anything(
    recorded: Callable[..., Recorded], act: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = list(recorded(act).disk.cuts(SEED))
    wrong = examined(act, states, recorded(act), tmp_path, monkeypatch)
    events = Counter(name for name, _ in recorded(act).disk.events)
    tell(f"power, {act}: {len(states)} states after {events.total()} operations, {len(wrong)} violations; {events}")
    assert wrong == []


KILLED = {"create": 90, "first": 60, "copy": 150, "add": 140, "say": 140, "merge": 200}
"""Operations after which a process is killed, each one up to here; a command has fewer than that."""


@pytest.mark.parametrize(
    ("act", "every"),
    [("add", 47), *(pytest.param(act, 1, marks=pytest.mark.faults) for act in KILLED)],
)
def test_what_another_process_was_killed_over_is_durable_once_it_is_acknowledged(
    recorded: Callable[..., Recorded], act: str, every: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The killed one named things that it could not force to disk any more; the next one builds on them."""
    wrong, count = [], 0
    for steps in range(1, KILLED[act], every):
        one = recorded(act, steps)
        states = list(one.disk.ends(SEED))
        count += len(states)
        wrong += [f"killed after {steps}: {problem}" for problem in examined(act, states, one, tmp_path, monkeypatch)]
    tell(f"kill, then power, {act}: {count} states, {len(wrong)} violations")
    assert wrong == []


def examined(
    act: str, states: Iterable[State], recorded: Recorded, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    root = folder / "after"
    monkeypatch.setenv("STEMMATA_CONFIG", str(root / "home" / "config" / "stemmata"))
    return [f"{act}: {problem}" for state in states for problem in problems(act, state, recorded, root)]


def places(recorded: Recorded) -> set[str]:
    """Where in the code an fsync was asked for."""
    return {str(arguments[1]) for name, arguments in recorded.disk.events if name == "fsync"}


def first_problem(place: str, recorded: Callable[..., Recorded], root: Path) -> str | None:
    """What breaks when the fsync at one place does nothing: in the states that this adds."""
    for act in ACTS:
        if place in places(recorded(act)):
            disk = recorded(act).disk
            known = {state.key for state in disk.cuts(SEED)}
            for state in disk.cuts(SEED, place):
                found = [] if state.key in known else problems(act, state, recorded(act), root)
                if found:
                    return f"{act}: {found[0]}"
    return None


NEEDED = {
    # who asks for it                                                            what may be lost without it
    "sync_file < bodies.erase_body": "an erasure that was said to be done",
    "sync_file < keys._make_key": "the person's key",
    "sync_file < objects._name": "the bytes of an object",
    "sync_file < place_file < bodies.place_bodies": "what entries say",
    "sync_file < place_file < copy._copy_bodies": "what entries of another log say",
    "sync_file < place_file < replace_file < casefolder.write_settings": "which case this is",
    "sync_file < place_file < replace_file < copy._copy_log": "the state of another log",
    "sync_file < place_file < replace_file < writer.append": "the state of the log",
    "sync_file < place_file < replace_file < writer.keep_checkpoint": "a state signed earlier",
    "sync_file < place_file < writer.draft_log": "the public key of a log",
    "sync_file < place_file < writer.finish_draft": "the first state of a log",
    "sync_file < place_file < writer.place_entries": "entries and hashes",
    "sync_file < sync_folder < casefolder._lay_out": "the folders of a case",
    "sync_file < sync_folder < copy._copy_bodies": "the names of bodies of another log",
    "sync_file < sync_folder < copy.copy_case": "the folders of a copy",
    "sync_file < sync_folder < make_folder < place_file < writer.place_entries": "folders of entries and hashes",
    "sync_file < sync_folder < keys._make_key": "the name of the person's key",
    "sync_file < sync_folder < sync_name < keys._make_key": "the folder of the person's key",
    "sync_file < sync_folder < make_folder < own_folder < keys._make_key": "the folder above it",
    "sync_file < sync_folder < make_folder < own_folder < copy.copy_case": "the name of a copy",
    "sync_file < sync_folder < make_folder < own_folder < copy._copy_bodies": "the folder of bodies of another log",
    "sync_file < sync_folder < make_folder < own_folder < writer.force_names": "the folder of a log's bodies",
    "sync_file < sync_folder < objects.settle": "the names of objects",
    "sync_file < sync_folder < replace_file < casefolder.write_settings": "the name of the settings",
    "sync_file < sync_folder < replace_file < copy._copy_log": "the state of another log",
    "sync_file < sync_folder < replace_file < writer.append": "the state of the log",
    "sync_file < sync_folder < replace_file < writer.keep_checkpoint": "the name of a state signed earlier",
    "sync_file < sync_folder < writer.append": "the names of bodies",
    "sync_file < sync_folder < writer.finish_draft": "a log, or what lies in it",
    "sync_file < sync_folder < writer.place_entries": "the names of entries and hashes",
}  # fmt: skip

NOT_NEEDED = {
    "sync_file < sync_folder < make_folder < casefolder.create": "`writing` forces it before anything is said",
    "sync_file < sync_folder < make_folder < place_file < replace_file < writer.keep_checkpoint":
        "finish_draft forces that name with the others of the draft; once for each log, as make_folder does it",
}  # fmt: skip

NEEDED_AFTER_A_KILL = {
    "sync_file < sync_folder < casefolder.writing": "the name of the settings",
    "sync_file < sync_folder < sync_name < casefolder.writing": "the name of a case",
    "sync_file < sync_folder < keys.own_key": "the name of the person's key",
    "sync_file < sync_folder < sync_name < own_folder < keys._make_key": "the folder above that of the key",
    "sync_file < sync_folder < sync_name < own_folder < copy._copy_bodies": "the folder of bodies of another log",
    "sync_file < sync_folder < sync_name < own_folder < writer.force_names": "the folder of a log's bodies",
    "sync_file < sync_folder < sync_name < writer.force_names": "a log",
    "sync_file < sync_folder < sync_folders < writer.force_names": "what lies in a log",
}

QUICK = (
    "sync_file < keys._make_key",
    "sync_file < objects._name",
    "sync_file < sync_folder < writer.append",
)
"""Looked at by the suite."""


def test_every_place_that_forces_something_to_disk_is_in_a_table(recorded: Callable[..., Recorded]) -> None:
    asked = set[str]().union(*(places(recorded(act)) for act in ACTS))
    assert {*NEEDED, *NOT_NEEDED} <= asked <= {*NEEDED, *NEEDED_AFTER_A_KILL, *NOT_NEEDED}


@pytest.mark.parametrize(
    "place",
    [pytest.param(place, marks=[] if place in QUICK else pytest.mark.faults) for place in (*NEEDED, *NOT_NEEDED)],
)
def test_without_any_one_fsync_something_is_lost(
    recorded: Callable[..., Recorded], place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "after"
    monkeypatch.setenv("STEMMATA_CONFIG", str(root / "home" / "config" / "stemmata"))
    lost = first_problem(place, recorded, root)
    tell(f"fsync left out: {place}: {lost}")
    assert (lost is not None) == (place in NEEDED)


@pytest.mark.faults
@pytest.mark.parametrize("place", NEEDED_AFTER_A_KILL)
def test_without_the_fsync_after_a_kill_something_is_lost(
    recorded: Callable[..., Recorded], place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost: list[str] = []
    for act, steps in [(act, steps) for act, last in KILLED.items() for steps in range(1, last)]:
        one = recorded(act, steps)
        known = {state.key for state in one.disk.ends(SEED)}
        states = [state for state in one.disk.ends(SEED, place) if state.key not in known]
        lost = examined(act, states, one, tmp_path, monkeypatch)
        if lost:
            break
    tell(f"fsync left out after a kill: {place}: {lost[:1]}")
    assert lost

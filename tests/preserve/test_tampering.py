"""Everything in a small case changed, cut, dropped, swapped: each is found and named, or is in a table as not promised.

Who has no key can change bytes; who has the log's key can sign another history, and is found by anyone who holds a
checkpoint from before.
"""

import random
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.preserve.cases import add, make_files, new_case, own_log, say
from tests.preserve.points import tell

from stemmata.acts.merge import merge_case
from stemmata.model.errors import LogForked, NotACase
from stemmata.preserve import note
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.checkpoint import Checkpoint
from stemmata.preserve.keys import own_key
from stemmata.preserve.log import Log
from stemmata.preserve.log_check import check_log, prefix_problem
from stemmata.preserve.tiles import Edge
from stemmata.preserve.verify import Verdict, verify_case
from stemmata.preserve.writer import place_entries

SEED = 5
SAMPLE = 80
"""Changed bytes that the suite looks at."""
CHANGES = (0x01, 0x20, 0x80)
"""Bits that are turned: the last, the one between small and capital letters, the first."""

NOT_PROMISED = {
    # a path in the case, as a pattern                  why nobody is told
    r".*\.lock": "empty but for the number of a process; nothing reads it but for a message",
    r"tmp/.*": "swept; nothing reads it",
    r"(derived/|index\.db).*": "rebuildable: thrown away, it is made again from objects and logs",
    r"stemmata\.toml": "not signed: the name, the list of keys and the remark are for people (see SETTINGS)",
}
SETTINGS = re.compile(rb'^format = |^id = "[0-9a-f]{32}"|(?<=^writer = )"[0-9a-f-]+"', re.MULTILINE)
"""What counts in stemmata.toml. A change of the rest is not promised to be found; without the word `writer` it is the
settings of a copy that nobody has written to yet, as exports are."""


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def become(name: str) -> None:
        monkeypatch.setenv("STEMMATA_CONFIG", str(tmp_path / "persons" / name))

    return become


@pytest.fixture
def case(tmp_path: Path, person: Callable[[str], None]) -> CaseFolder:
    """Two logs, six entries, three objects that were received: every type of file that a case holds."""
    person("partner")
    new_case(tmp_path / "partners")
    say(CaseFolder.open(tmp_path / "partners"), "seen from here")
    person("own")
    made = new_case(tmp_path / "case")
    add(made, make_files(tmp_path / "clips", 2))
    say(made, "one", "two")
    merge_case(made, CaseFolder.open(tmp_path / "partners"))
    return made


def files(case: CaseFolder) -> list[str]:
    """All that is promised, by its path in the case."""
    found = [str(path.relative_to(case.path)) for path in sorted(case.path.rglob("*")) if path.is_file()]
    stale = superseded(case)
    return [
        path
        for path in found
        if path == "stemmata.toml" or (path not in stale and not any(re.fullmatch(one, path) for one in NOT_PROMISED))
    ]


def superseded(case: CaseFolder) -> set[str]:
    """Partial tiles that a wider one replaced: nothing reads them, and what they hold stands in the wider one."""
    partial = [path for path in case.path.glob("logs/*/tile/**/*.p/*") if path.is_file()]
    widest = {path.parent: max(int(one.name) for one in path.parent.iterdir()) for path in partial}
    return {str(path.relative_to(case.path)) for path in partial if int(path.name) < widest[path.parent]}


def problems(case: CaseFolder) -> list[str]:
    """What is told of a case that was tampered with; nothing where it passes for whole."""
    try:
        report = verify_case(CaseFolder.open(case.path))
    except NotACase as error:
        return [error.happened]
    return [f"{finding.verdict}: {finding.thing}: {finding.says}" for finding in report.findings]


def failed(case: CaseFolder) -> list[str]:
    return [problem for problem in problems(case) if not problem.startswith(Verdict.UNCHECKED)]


def names(problem: str, path: str) -> bool:
    """Whether a problem tells where to look: the object, the log, or the settings."""
    top, *below = path.split("/")
    return {"objects": below[-1:], "logs": below[:1], "bodies": below[:1]}.get(top, [""])[0] in problem


def offsets(case: CaseFolder) -> Iterator[tuple[str, int]]:
    for path in files(case):
        content = (case.path / path).read_bytes()
        counted = list(range(len(content)))
        if path == "stemmata.toml":
            counted = [at for found in SETTINGS.finditer(content) for at in range(*found.span())]
        yield from ((path, at) for at in counted)


def unnoticed(case: CaseFolder, chosen: Sequence[tuple[str, int]]) -> list[str]:
    wrong = []
    for path, at in chosen:
        place = case.path / path
        content, mode = place.read_bytes(), place.stat().st_mode
        place.chmod(0o600)
        for change in CHANGES:
            place.write_bytes(content[:at] + bytes([content[at] ^ change]) + content[at + 1 :])
            found = failed(case)
            if not any(names(problem, path) for problem in found):
                wrong.append(f"{path}, byte {at} ^ {change:#x}: {found}")
        place.write_bytes(content)
        place.chmod(mode)
    return wrong


def test_the_case_is_whole_before_anybody_touches_it(case: CaseFolder) -> None:
    assert problems(case) == []
    kinds = {re.sub(r"[0-9a-f]{6,}[^/]*|\d+", "*", path) for path in files(case)}
    assert kinds >= {
        "stemmata.toml", "bodies/*/*", "logs/*/checkpoint", "logs/*/checkpoints/*.note", "logs/*/tile/*/*.p/*",
        "logs/*/tile/entries/*.p/*", "logs/*/vkey",
    }  # fmt: skip


def test_a_sample_of_changed_bytes_is_found_and_named(case: CaseFolder) -> None:
    assert unnoticed(case, random.Random(SEED).sample(list(offsets(case)), SAMPLE)) == []


@pytest.mark.faults
@pytest.mark.parametrize("shard", range(4))
def test_every_changed_byte_is_found_and_named(case: CaseFolder, shard: int) -> None:
    chosen = list(offsets(case))[shard::4]
    wrong = unnoticed(case, chosen)
    kinds = Counter(path.split("/")[0] for path, _ in chosen)
    tell(
        f"bytes {shard + 1}/4: {len(chosen)} bytes, {len(chosen) * len(CHANGES)} changes, {len(wrong)} missed; {kinds}"
    )
    assert wrong == []


def test_every_file_that_is_cut_short_is_found_and_named(case: CaseFolder) -> None:
    wrong = []
    for path in files(case):
        place = case.path / path
        content, mode = place.read_bytes(), place.stat().st_mode
        place.chmod(0o600)
        for kept in {0, len(content) // 2, len(content) - 1}:
            place.write_bytes(content[:kept])
            if path != "stemmata.toml" or kept < content.index(b"writer"):
                wrong += [] if any(names(one, path) for one in failed(case)) else [f"{path} cut to {kept}"]
        place.write_bytes(content)
        place.chmod(mode)
    assert wrong == []


def test_every_file_that_is_gone_is_missed_by_name(case: CaseFolder, tmp_path: Path) -> None:
    wrong = []
    newest = {f"logs/{log.writer}/checkpoints/{log.checkpoint().size}.note" for log in case.logs()}
    for path in files(case):
        (case.path / path).rename(tmp_path / "gone")
        found = problems(case)
        (tmp_path / "gone").rename(case.path / path)
        if path not in newest and not path.endswith("/0.note"):  # of what the checkpoint beside it says, or of nothing
            wrong += [] if any(names(one, path) for one in found) else [path]
    assert wrong == []


def test_every_two_files_of_a_kind_that_change_places_are_found(case: CaseFolder, tmp_path: Path) -> None:
    wrong = []
    for first, second in combinations(files(case), 2):
        one, other = case.path / first, case.path / second
        if one.read_bytes() != other.read_bytes() and first.split("/")[0] == second.split("/")[0]:
            swapped(one, other, tmp_path)
            told = failed(case)
            swapped(one, other, tmp_path)
            wrong += [] if any(names(said, first) or names(said, second) for said in told) else [(first, second)]
    assert wrong == []


def swapped(one: Path, other: Path, tmp_path: Path) -> None:
    one.rename(tmp_path / "aside")
    other.rename(one)
    (tmp_path / "aside").rename(other)


EDITS: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "dropped first": lambda leaves: leaves[1:],
    "dropped in the middle": lambda leaves: [*leaves[:1], *leaves[2:]],
    "dropped last": lambda leaves: leaves[:-1],
    "inserted": lambda leaves: [*leaves[:1], leaves[-1], *leaves[1:]],
    "reordered": lambda leaves: [leaves[1], leaves[0], *leaves[2:]],
    "repeated": lambda leaves: [*leaves, leaves[0]],
}


def rewritten(log: Log, leaves: list[bytes], key: Ed25519PrivateKey, temporary: Path) -> bytes:
    """Another history under the same name, signed by `key`; every trace of the old one taken away. Its checkpoint."""
    shutil.rmtree(log.folder / "tile")
    shutil.rmtree(log.folder / "checkpoints")
    grown = place_entries(log, Edge(), leaves, temporary)
    signed = note.sign(Checkpoint(log.origin, grown.size, grown.root()).text(), log.origin, key).encode()
    (log.folder / "checkpoint").write_bytes(signed)
    (log.folder / "vkey").write_text(note.Verifier(log.origin, key.public_key().public_bytes_raw()).vkey() + "\n")
    return signed


@pytest.mark.parametrize("edit", EDITS)
def test_a_history_that_a_stranger_signed_anew_is_found(case: CaseFolder, edit: str) -> None:
    log = own_log(case)
    leaves = EDITS[edit](list(log.leaves(log.checkpoint().size)))
    rewritten(log, leaves, Ed25519PrivateKey.generate(), case.temporary)
    assert any(f"log {log.writer}" in problem for problem in failed(case))


@pytest.mark.parametrize("edit", EDITS)
def test_a_history_that_its_owner_signed_anew_is_found_by_who_holds_an_earlier_checkpoint(
    case: CaseFolder, edit: str
) -> None:
    """In the case itself only the bodies may tell: who has the key can write those anew as well."""
    log = own_log(case)
    held = log.signed_checkpoint()
    rewritten(log, EDITS[edit](list(log.leaves(log.checkpoint().size))), own_key(make=False), case.temporary)
    problem = prefix_problem(check_log(log), log.check(held))
    prefix = EDITS[edit]([b"a", b"b", b"c"])[:3] == [b"a", b"b", b"c"]
    assert (problem is None) == prefix
    assert prefix or re.search("it was rewritten|an older copy", problem or "")


@pytest.mark.parametrize("edit", EDITS)
def test_a_partners_history_that_was_signed_anew_is_found_by_the_merge_entry(
    case: CaseFolder, edit: str, person: Callable[[str], None]
) -> None:
    (theirs,) = [log for log in case.logs() if log.writer != case.writer_id]
    leaves = list(theirs.leaves(theirs.checkpoint().size))
    assert len(leaves) == 2
    changed = EDITS[edit](leaves)
    if changed[:2] == leaves:
        return  # an extension, which is no lie
    person("partner")
    rewritten(theirs, changed, own_key(make=False), case.temporary)
    person("own")
    assert any("as a merge entry names it" in problem for problem in failed(case))


def backup(case: CaseFolder, folder: Path) -> Path:
    shutil.copytree(case.path, folder)
    return folder


def test_an_old_backup_of_everything_is_an_older_copy_for_who_holds_a_checkpoint(
    case: CaseFolder, tmp_path: Path
) -> None:
    old = backup(case, tmp_path / "backup")
    say(case, "later")
    held = own_log(case).signed_checkpoint()
    restored = own_log(CaseFolder.open(old))
    assert problems(CaseFolder.open(old)) == []  # in itself it is whole: that is why checkpoints are handed out
    problem = prefix_problem(check_log(restored), restored.check(held))
    assert problem is not None
    assert "an older copy" in problem


def test_an_old_backup_copied_over_a_newer_case_is_an_older_copy(case: CaseFolder, tmp_path: Path) -> None:
    old = backup(case, tmp_path / "backup")
    say(case, "later")
    shutil.copytree(old, case.path, dirs_exist_ok=True)
    assert any("an older copy" in problem for problem in failed(case))


def history(case: CaseFolder, folder: Path, sizes: int) -> list[Path]:
    """The case at every size up to `sizes`, one entry more each time."""
    kept = [backup(case, folder / "000")]
    for number in range(1, sizes):
        say(case, str(number))
        kept.append(backup(case, folder / f"{number:03d}"))
    return kept


def forked(place: Path, beyond: int) -> Log:
    """The log of a copy that went another way from where it was, by the same key."""
    other = CaseFolder.open(place)
    say(other, *(f"another {number}" for number in range(beyond)))
    return own_log(other)


def found_forks(place: Path, size: int, held: Sequence[bytes]) -> list[str]:
    """A fork at `size`, against every checkpoint that somebody may hold: none before it lies, all after it tell."""
    log = forked(place, beyond=len(held) - size)
    check = check_log(log)
    assert check.problems == []
    wrong = []
    for at, signed in enumerate(held, start=1):
        problem = prefix_problem(check, log.check(signed))
        if (problem is not None) != (at > size):
            wrong.append(f"fork at {size}, checkpoint at {at}: {problem}")
    return wrong


def test_a_fork_is_found_by_every_checkpoint_from_behind_it(tmp_path: Path) -> None:
    case = new_case(tmp_path / "case")
    places = history(case, tmp_path / "kept", 9)
    held = [own_log(case).kept_checkpoint(size) for size in range(1, 10)]
    assert [wrong for size, place in enumerate(places[:8], start=1) for wrong in found_forks(place, size, held)] == []
    with pytest.raises(LogForked):
        merge_case(case, CaseFolder.open(places[3]))


@pytest.mark.faults
def test_forks_at_every_size_up_to_130_are_found(tmp_path: Path) -> None:
    case = new_case(tmp_path / "case")
    places = history(case, tmp_path / "kept", 130)
    held = [own_log(case).kept_checkpoint(size) for size in range(1, 131)]
    wrong = []
    for size, place in enumerate(places[:-1], start=1):
        wrong += found_forks(place, size, held)
        with pytest.raises(LogForked):
            merge_case(case, CaseFolder.open(place))
    tell(f"forks: {len(places) - 1} forks against {len(held)} checkpoints each, {len(wrong)} not told rightly")
    assert wrong == []

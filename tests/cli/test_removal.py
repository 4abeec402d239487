"""Two people remove a film from a worked-through case, by commands alone; what was computed from it goes with it."""

from pathlib import Path

import pytest
from sqlalchemy import select
from tests import cases
from tests.cli.commands import answered, asked

from stemmata.case import schema
from stemmata.preserve.casefolder import CaseFolder
from stemmata.publish.jsonl import items

WORDS = "correct horse"


@pytest.fixture
def case(own_small_case: CaseFolder, tmp_path: Path) -> CaseFolder:
    (tmp_path / "words").write_text(WORDS + "\n")
    return own_small_case


def with_reviewer(case: CaseFolder, folder: Path) -> tuple[str, ...]:
    """The options by which the reviewer signs, once the keeper listed their key."""
    secret = ("--passphrase-file", str(folder / "words"))
    line = answered(case, "keys", "make", str(folder / "reviewer.pem"), *secret)["line"]
    answered(case, "keys", "add", str(line), "--role", "reviewer", "--name", "R2")
    return ("--key", str(folder / "reviewer.pem"), *secret, "--reason", "agreed")


def removed(case: CaseFolder, folder: Path, name: str) -> str:
    signing = with_reviewer(case, folder)
    proposed = answered(case, "deaccession", name, "--reason", "the family asked")
    answered(case, "countersign", str(proposed["entry"])[:12], *signing)
    answered(case, "erase")
    (item,) = proposed["items"] if isinstance(proposed["items"], list) else []
    return str(item)


def test_nothing_computed_from_a_removed_film_is_left(case: CaseFolder, tmp_path: Path) -> None:
    asked(case, "judge", "film.mkv", "other.mp4", "--different", "--reason", "another street")
    item = removed(case, tmp_path, "film.mkv")
    assert asked(case, "run").exit_code in (0, 3)
    held = [path for part in ("derived", "objects") for path in (case.path / part).rglob("*") if path.is_file()]
    assert [path for path in held if item in path.name] == []
    computed = [path for path in held if case.derived in path.parents]
    assert [path for path in computed if item.encode() in path.read_bytes()] == []
    with cases.opened(case).read() as connection:
        assert item not in {row["item"] for row in items(connection)}
        assert "film.mkv" not in {name for (name,) in connection.execute(select(schema.name.c.shown))}


def test_verify_custody_and_keys_tell_of_it(case: CaseFolder, tmp_path: Path) -> None:
    removed(case, tmp_path, "film.mkv")
    assert "Absent by decision, signed by two: 1 object," in asked(case, "verify").stdout
    told = asked(case, "custody").stdout
    assert "; in force; reason the family asked" in told
    assert "countersign; reason agreed" in told
    assert "R2, reviewer; 1 entry" in asked(case, "keys", "list").stdout


def test_erase_asks_first_and_says_what_it_does_not_reach(case: CaseFolder, tmp_path: Path) -> None:
    signing = with_reviewer(case, tmp_path)
    answered(case, "event", "copy", "--to", "the archive", "--reason", "second copy")
    proposed = answered(case, "deaccession", "film.mkv", "--reason", "the family asked")
    assert asked(case, "erase").stdout.startswith("Nothing that two people decided")
    answered(case, "countersign", str(proposed["entry"]), *signing)
    assert asked(case, "erase").exit_code != 0
    assert case.objects.has(str(proposed["items"][0]) if isinstance(proposed["items"], list) else "")
    ended = asked(case, "erase", "--yes")
    assert "to the archive" in ended.stdout
    assert "backups and snapshots of this disk" in ended.stdout


def test_the_history_of_one_file_is_what_was_done_with_it(case: CaseFolder) -> None:
    answered(case, "event", "transfer", "photo.png", "--to", "room 12", "--reason", "second opinion")
    rows = answered(case, "custody", "photo.png")["entries"]
    assert isinstance(rows, list)
    assert [row["type"] for row in rows] == ["receive", "transfer"]
    assert rows[1]["body"]["to"] == "room 12"
    assert rows[1]["body"]["authority"] is None


REFUSED = [
    (("event", "disclose", "--reason", "x"), "disclose is more than a statement"),
    (("event", "correct", "--reason", "x"), "a correction names one entry"),
    (("event", "analyse", "photo.png"), "an event without a reason"),
    (("event", "analyse", "nowhere.png", "--reason", "x"), "no file of this case is named nowhere.png"),
    (("deaccession", "--reason", "x"), "nothing was named to be removed"),
    (("keys", "add", "stemmata.key", "--role", "reviewer", "--name", "R"), "this is not the public line of a key"),
    (("keys", "revoke", "000000", "--reason", "x"), "no key of this case is named 000000"),
]


@pytest.mark.parametrize(("words", "says"), REFUSED, ids=[" ".join(row[0][:2]) for row in REFUSED])
def test_what_cannot_be_followed_is_refused_by_name(case: CaseFolder, words: tuple[str, ...], says: str) -> None:
    assert says in str(asked(case, *words).exception)


def test_an_export_is_an_event_that_is_signed_before_it_is_made(case: CaseFolder, tmp_path: Path) -> None:
    asked(case, "close", "--reason", "handed over")
    assert asked(case, "export", "--format", "case", str(tmp_path / "copy"), "--to", "the archive").exit_code == 0
    for place in (case, CaseFolder.open(tmp_path / "copy")):
        rows = answered(place, "custody")["entries"]
        assert isinstance(rows, list)
        (copied,) = [row for row in rows if row["type"] == "copy"]
        assert (copied["body"]["to"], copied["body"]["reason"]) == ("the archive", "export, case, internal")


def test_an_export_that_is_refused_leaves_no_event(case: CaseFolder, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter").write_text("mine")
    assert asked(case, "export", "--format", "jsonl", str(tmp_path / "mine")).exit_code != 0
    assert "copy" not in asked(case, "custody").stdout


def test_who_has_no_key_of_the_case_exports_all_the_same_and_is_told(
    case: CaseFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEMMATA_CONFIG", str(tmp_path / "another person"))
    asked(case, "keys", "make", str(tmp_path / "unused.pem"), "--passphrase-file", str(tmp_path / "words"))
    ended = asked(case, "export", "--format", "jsonl", "--no-proofs", str(tmp_path / "out"))
    assert ended.exit_code == 0, ended.exception
    assert "is not noted in it" in ended.output
    assert (tmp_path / "out" / "items.jsonl").exists()

"""Who stands behind material, from the command line: what is said is counted, no name is ever shown, all is undone."""

import pytest
from sqlalchemy import select
from tests import cases
from tests.cli.commands import answered, asked

from stemmata.acts.close import close_case
from stemmata.case import schema
from stemmata.cli import judgement_words
from stemmata.model.errors import BadRequest, CaseClosed, NotHeld, StemmataError
from stemmata.model.sourcing import Sourced
from stemmata.preserve.casefolder import CaseFolder

ONE, OTHER = "photo.png", "unrelated.png"
NAME = "Nadia Qamar"
WHY = ("--reason", "told on the phone")


@pytest.fixture
def case(own_small_case: CaseFolder) -> CaseFolder:
    return own_small_case


def counted(case: CaseFolder) -> dict[str, object]:
    roots = answered(case, "roots", ONE, OTHER)["roots"]
    assert isinstance(roots, dict)
    return {key: roots[key] for key in ("groups", "shown", "separate", "not_established")}


@pytest.mark.parametrize(
    ("said", "shown", "separate", "not_established"),
    [
        (("--one-person",), 0, 0, 0),
        (("--one-team",), 0, 0, 0),
        (("--one-account",), 0, 0, 0),
        (("--one-witness",), 0, 0, 0),
        (("--separate-devices",), 0, 2, 1),
        (("--separate-authors",), 0, 2, 1),
        (("--independent",), 2, 2, 0),
        (("--separate-observers", "--observer", NAME, "--observer", "P-015"), 2, 2, 0),
    ],
)
def test_what_is_said_of_two_files_is_counted_and_undone(
    said: tuple[str, ...], shown: int, separate: int, not_established: int, case: CaseFolder
) -> None:
    before = counted(case)
    assert before == {"groups": 2, "shown": 0, "separate": 0, "not_established": 1}
    entry = str(answered(case, "behind", ONE, OTHER, *said, *WHY)["entry"])
    after = {"groups": 2, "shown": shown, "separate": separate, "not_established": not_established}
    assert counted(case) == after
    undo = str(answered(case, "behind", "--undoes", entry[:12], "--reason", "a mix-up")["entry"])
    assert counted(case) == before
    answered(case, "behind", "--undoes", undo, "--reason", "no mix-up after all")
    assert counted(case) == after


def test_a_person_with_two_phones_and_a_team_with_two_cameras_are_one_observer(case: CaseFolder) -> None:
    for said in ("--one-person", "--one-team"):
        answered(case, "behind", ONE, OTHER, "--separate-devices", *WHY)
        answered(case, "behind", ONE, OTHER, said, *WHY)
        assert (counted(case)["shown"], counted(case)["separate"]) == (0, 2)


def test_what_was_signed_is_told_with_who_why_and_the_change(case: CaseFolder) -> None:
    ended = asked(case, "behind", ONE, OTHER, "--independent", *WHY)
    assert f"Signed: nobody behind {ONE} is behind {OTHER}." in ended.stdout
    assert "2 shown independent; before:" in ended.stdout
    assert "Copying that was not detected would make these numbers too high." in ended.stdout
    told = asked(case, "roots", ONE, OTHER).stdout
    who = next(case.entries()).author[:16]
    assert f"shown independent (asserted by a person, with a reason: “told on the phone”, by {who})." in told


def test_a_name_is_compared_and_never_shown(case: CaseFolder) -> None:
    one = asked(case, "behind", ONE, "--observer", NAME, *WHY)
    other = asked(case, "behind", OTHER, "--author", "nadia  QAMAR", *WHY)
    listed, told = asked(case, "behind"), asked(case, "roots", ONE, OTHER)
    assert "linked, one observer behind both (the same name behind both (P-" in told.stdout
    refused = [
        asked(case, "behind", ONE, "--observer", NAME, "--reason", f"met {NAME}"),
        asked(case, "behind", ONE, OTHER, "--observer", NAME, *WHY),
        asked(case, "behind", ONE, OTHER, "--one-team", "--observer", NAME, *WHY),
    ]
    assert all(isinstance(ended.exception, BadRequest) for ended in refused)
    said = [ended.exception.diagnostics() for ended in refused if isinstance(ended.exception, StemmataError)]
    shown = [*(ended.output for ended in (one, other, listed, told, *refused)), *said]
    assert all("nadia" not in text.casefold() and "qamar" not in text.casefold() for text in shown)


def test_a_name_can_be_typed_where_nothing_shows_or_keeps_it(case: CaseFolder) -> None:
    ended = asked(case, "behind", ONE, "--observer", "-", *WHY, typed=f"{NAME}\n")
    assert ended.exit_code == 0, ended.output
    assert "nadia" not in ended.output.casefold()
    assert f"is the observer behind {ONE}." in ended.stdout


def test_those_on_record_need_not_be_named_again(case: CaseFolder) -> None:
    for name, who in ((ONE, NAME), (OTHER, "P-015")):
        answered(case, "behind", name, "--observer", who, *WHY)
    assert counted(case)["shown"] == 0
    ended = asked(case, "behind", ONE, OTHER, "--separate-observers", "--reason", "not of one crew")
    assert "and unrelated.png (P-015)." in ended.stdout
    assert counted(case)["shown"] == 2


def test_a_contradiction_is_told_at_once_and_waits_as_a_task(case: CaseFolder) -> None:
    answered(case, "behind", ONE, OTHER, "--one-team", *WHY)
    ended = asked(case, "behind", OTHER, ONE, "--independent", *WHY)
    assert "Waits for a person: one observer is said to be behind" in ended.stdout
    assert "the first is followed" in asked(case, "tasks").stdout
    assert counted(case)["shown"] == 0


def test_what_rests_on_other_material_is_joined_with_it_and_parted_again(case: CaseFolder) -> None:
    def groups() -> object:
        roots = answered(case, "roots", "story.txt", ONE)["roots"]
        assert isinstance(roots, dict)
        return roots["groups"]

    tellings = ["story.txt", "retold.md", posting_with(case, cases.STORY)]
    assert groups() == 2
    entries = [str(answered(case, "rests", one, ONE, "--confirm", *WHY)["entry"]) for one in tellings]
    assert groups() == 1
    answered(case, "rests", "--undoes", entries[0], "--reason", "it is older")
    assert groups() == 2
    rejected = asked(case, "rests", "story.txt", ONE, "--reject", *WHY)
    assert f"Signed: that story.txt rests on {ONE} is rejected." in rejected.stdout
    assert groups() == 2


def posting_with(case: CaseFolder, text: str) -> str:
    index = cases.opened(case)
    with index.read() as connection:
        found = str(connection.scalar(select(schema.posting.c.id).where(schema.posting.c.text == text)))
    index.close()
    return found


def test_everything_recorded_is_listed_those_taken_back_too(case: CaseFolder) -> None:
    assert "Nothing was recorded yet." in asked(case, "behind").stdout
    entry = str(answered(case, "behind", ONE, OTHER, "--one-team", *WHY)["entry"])
    answered(case, "behind", "--undoes", entry, "--reason", "other marks")
    told = asked(case, "behind").stdout
    assert f"taken back: one team is behind {ONE} and {OTHER}." in told
    assert f"stands: record {entry[:16]} on {ONE} and {OTHER} is taken back." in told
    rows = answered(case, "behind")["records"]
    assert isinstance(rows, list)
    assert {row["value"]: row["state"] for row in rows} == {"one_team": "undone", None: "standing"}


@pytest.mark.parametrize(
    ("words", "error", "says"),
    [
        (("behind", ONE, OTHER, *WHY), BadRequest, "says one thing"),
        (("behind", ONE, OTHER, "--one-team", "--independent", *WHY), BadRequest, "says one thing"),
        (("behind", ONE, OTHER, "--one-team"), BadRequest, "without a reason"),
        (("behind", ONE, "--one-team", *WHY), BadRequest, "said of two files"),
        (("behind", ONE, OTHER, "--observer", "P-1", *WHY), BadRequest, "one person was named, and two files"),
        (("behind", ONE, OTHER, "--separate-observers", *WHY), BadRequest, "not just one observer"),
        (("behind", ONE, "nowhere.mp4", "--one-team", *WHY), NotHeld, "nowhere.mp4"),
        (("behind", "--undoes", "abcdef", *WHY), NotHeld, "statement on who stands behind"),
        (("rests", ONE, OTHER, *WHY), BadRequest, "says one thing"),
        (("rests", ONE, "--confirm", *WHY), BadRequest, "two files or posts"),
        (("rests", ONE, ONE, "--confirm", *WHY), BadRequest, "one and the same"),
    ],
)
def test_what_cannot_be_followed_is_refused_and_nothing_is_signed(
    words: tuple[str, ...], error: type[StemmataError], says: str, case: CaseFolder
) -> None:
    before = [entry.id for entry in case.entries()]
    ended = asked(case, *words)
    assert isinstance(ended.exception, error), ended.output
    assert says in str(ended.exception)
    assert [entry.id for entry in case.entries()] == before


def test_a_closed_case_refuses_records_and_lists_them(case: CaseFolder) -> None:
    close_case(case, None)
    assert isinstance(asked(case, "behind", ONE, OTHER, "--one-team", *WHY).exception, CaseClosed)
    assert "Nothing was recorded yet." in asked(case, "behind").stdout


@pytest.mark.parametrize("words", [("behind", ONE, OTHER, "--one-team"), ("judge", ONE, OTHER, "--different")])
def test_what_stops_the_counting_is_told_in_its_own_words(words: tuple[str, ...], case: CaseFolder) -> None:
    with case.running():
        ended = asked(case, *words, *WHY)
    assert ended.exit_code == 0
    assert "another command is writing to this case" in ended.stdout
    assert "stemmata run" in ended.stdout
    assert "stemmata run" in asked(case, "behind").stdout or words[0] == "judge"


def test_a_post_is_named_by_its_id(case: CaseFolder) -> None:
    ended = asked(case, "behind", posting_with(case, cases.STORY)[:12], "--author", "P-7", *WHY)
    assert "Signed: P-7 is the author of Lower Town News 2." in ended.stdout


def test_every_saying_has_its_option_and_its_sentence() -> None:
    from stemmata.cli.sourcing_words import SAYINGS

    assert set(SAYINGS) == set(Sourced)
    assert judgement_words.STATES.keys() == {"standing", "in_conflict", "undone"}

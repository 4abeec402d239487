"""Who may second what, and until where a key counts: from the set of entries, whatever their order."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from stemmata.model.keyring import KeyEntry, Keyring, Place, Role, Says

FOUNDER, REVIEWER, OTHER, THIEF = ("founder", "reviewer", "other", "thief")


def at(author: str, position: int, entry: str = "") -> Place:
    return Place(entry or f"{author}-{position}", author, f"log of {author}", position)


def lists(author: str, position: int, key: str, *roles: Role) -> KeyEntry:
    return KeyEntry(at(author, position), Says.LIST, key, frozenset(roles))


def revokes(author: str, position: int, key: str, known: int) -> KeyEntry:
    return KeyEntry(at(author, position), Says.REVOKE, key, known={f"log of {key}": known})


def rotates(author: str, position: int, old: str, new: str) -> KeyEntry:
    return KeyEntry(at(author, position), Says.ROTATE, old, next=new)


def seconds(author: str, position: int, entry: str) -> KeyEntry:
    return KeyEntry(at(author, position), Says.COUNTERSIGN, entry)


FOUNDED = KeyEntry(at(FOUNDER, 0), Says.FOUND)
LISTED = lists(FOUNDER, 1, REVIEWER, Role.REVIEWER)
PROPOSAL = at(FOUNDER, 2)
AGREED = seconds(REVIEWER, 0, PROPOSAL.entry)


def seconded(*said: KeyEntry, proposal: Place = PROPOSAL) -> bool:
    return bool(Keyring(said).seconds(proposal))


def test_a_reviewer_whom_a_keeper_listed_brings_a_proposal_into_force() -> None:
    assert seconded(FOUNDED, LISTED, AGREED)


def test_a_proposal_alone_waits() -> None:
    assert not seconded(FOUNDED, LISTED)


def test_a_key_that_nobody_listed_cannot_second() -> None:
    assert not seconded(FOUNDED, AGREED)


def test_whoever_founded_the_case_is_its_keeper_and_may_second_another() -> None:
    proposal = at(OTHER, 0)
    assert seconded(FOUNDED, seconds(FOUNDER, 3, proposal.entry), proposal=proposal)


def test_nobody_seconds_themselves() -> None:
    assert not seconded(FOUNDED, seconds(FOUNDER, 3, PROPOSAL.entry))


def test_nobody_lists_themselves() -> None:
    listed = lists(OTHER, 0, OTHER, Role.REVIEWER, Role.KEEPER)
    assert not seconded(FOUNDED, listed, seconds(OTHER, 1, PROPOSAL.entry))


def test_a_reviewer_lists_nobody() -> None:
    assert not seconded(FOUNDED, LISTED, lists(REVIEWER, 0, OTHER, Role.REVIEWER), seconds(OTHER, 0, PROPOSAL.entry))


def test_a_keeper_whom_a_keeper_listed_lists_others() -> None:
    keeper = lists(FOUNDER, 1, OTHER, Role.KEEPER)
    assert seconded(FOUNDED, keeper, lists(OTHER, 0, REVIEWER, Role.REVIEWER), AGREED)


def test_a_key_and_the_one_it_was_rotated_to_are_one_person() -> None:
    rotation = (rotates(FOUNDER, 3, FOUNDER, OTHER), rotates(OTHER, 0, FOUNDER, OTHER))
    assert not seconded(FOUNDED, *rotation, seconds(OTHER, 1, PROPOSAL.entry))
    assert Keyring([FOUNDED, *rotation]).roles(OTHER) == {Role.KEEPER}


def test_a_rotation_that_only_one_key_signed_changes_nothing() -> None:
    ring = Keyring([FOUNDED, rotates(OTHER, 0, FOUNDER, OTHER)])
    assert not ring.roles(OTHER)
    assert not ring.is_revoked(FOUNDER)
    assert not Keyring([FOUNDED, rotates(FOUNDER, 3, FOUNDER, OTHER)]).is_revoked(FOUNDER)


def test_a_rotated_key_counts_up_to_the_entry_that_says_so() -> None:
    ring = Keyring([FOUNDED, rotates(FOUNDER, 3, FOUNDER, OTHER), rotates(OTHER, 0, FOUNDER, OTHER)])
    assert [ring.is_past(at(FOUNDER, position)) for position in (2, 3, 4)] == [False, False, True]


def test_a_key_that_revokes_itself_counts_up_to_then() -> None:
    ring = Keyring([FOUNDED, LISTED, revokes(REVIEWER, 5, REVIEWER, 5)])
    assert [ring.is_past(at(REVIEWER, position)) for position in (5, 6)] == [False, True]


def test_one_alone_cannot_revoke_another() -> None:
    assert not Keyring([FOUNDED, LISTED, revokes(FOUNDER, 5, REVIEWER, 0)]).is_revoked(REVIEWER)


def test_two_who_may_second_revoke_a_stolen_key_from_where_they_saw_it_last() -> None:
    also = lists(FOUNDER, 3, OTHER, Role.REVIEWER)
    revocation = revokes(FOUNDER, 5, REVIEWER, 1)
    ring = Keyring([FOUNDED, LISTED, also, revocation, seconds(OTHER, 0, revocation.place.entry)])
    assert [ring.is_past(at(REVIEWER, position)) for position in (0, 1)] == [False, True]


def test_what_a_stolen_key_signed_since_seconds_nothing() -> None:
    also = lists(FOUNDER, 3, OTHER, Role.REVIEWER)
    revocation = revokes(FOUNDER, 5, REVIEWER, 0)
    assert not seconded(FOUNDED, LISTED, also, AGREED, revocation, seconds(OTHER, 0, revocation.place.entry))


def test_a_thief_who_rotates_the_stolen_key_gains_no_role() -> None:
    also = lists(FOUNDER, 3, OTHER, Role.REVIEWER)
    theft = (rotates(REVIEWER, 1, REVIEWER, THIEF), rotates(THIEF, 0, REVIEWER, THIEF))
    revocation = revokes(FOUNDER, 5, REVIEWER, 1)
    ring = Keyring([FOUNDED, LISTED, also, *theft, revocation, seconds(OTHER, 0, revocation.place.entry)])
    assert not ring.roles(THIEF)
    assert ring.is_past(at(REVIEWER, 1))


def test_a_log_that_nobody_knew_when_the_key_ended_does_not_count() -> None:
    ring = Keyring([FOUNDED, LISTED, revokes(REVIEWER, 5, REVIEWER, 5)])
    assert ring.is_past(Place("x", REVIEWER, "another log", 0))


KEYS = (FOUNDER, REVIEWER, OTHER, THIEF)
ENTRIES = st.builds(
    KeyEntry,
    st.builds(at, st.sampled_from(KEYS), st.integers(0, 6)),
    st.sampled_from([Says.LIST, Says.REVOKE, Says.ROTATE, Says.COUNTERSIGN]),
    st.sampled_from([*KEYS, PROPOSAL.entry, "reviewer-5", "founder-5"]),
    st.frozensets(st.sampled_from(list(Role)), max_size=2),
    st.sampled_from([None, *KEYS]),
    st.dictionaries(st.sampled_from([f"log of {key}" for key in KEYS]), st.integers(0, 6), max_size=2),
)


@given(st.lists(ENTRIES, max_size=12), st.randoms())
def test_the_order_of_entries_changes_nothing(said: list[KeyEntry], chance: Random) -> None:
    told = [FOUNDED, LISTED, *said]
    shuffled = list(told)
    chance.shuffle(shuffled)
    one, other = Keyring(told), Keyring(shuffled)
    for key in KEYS:
        assert (one.roles(key), one.is_revoked(key)) == (other.roles(key), other.is_revoked(key))
        assert [one.is_past(at(key, position)) for position in range(7)] == [
            other.is_past(at(key, position)) for position in range(7)
        ]
    assert {place.entry for place in one.seconds(PROPOSAL)} == {place.entry for place in other.seconds(PROPOSAL)}


@given(st.lists(ENTRIES, max_size=12))
def test_no_set_of_entries_lets_one_person_decide_alone(said: list[KeyEntry]) -> None:
    ring = Keyring([FOUNDED, *said])
    assert all(ring.person(second.author) != ring.person(PROPOSAL.author) for second in ring.seconds(PROPOSAL))

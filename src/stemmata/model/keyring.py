"""Keys of a case: who is who, who may give a second signature, and until where a key is trusted.

Everything follows from the *set* of what was signed, in any order. A person is a key and those that it was rotated to.
Whoever founded the case is its keeper; keepers list the keys of others with roles. Two keys are two people only as far
as the keeper saw to it: no program can tell.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    COLLECTOR = "collector"
    ANALYST = "analyst"
    REVIEWER = "reviewer"
    KEEPER = "keeper"


SECONDING = frozenset({Role.REVIEWER, Role.KEEPER})
"""Roles whose holder may give a second signature."""


class Says(StrEnum):
    """What an entry says of keys. The value is its type."""

    FOUND = "create"
    LIST = "list-key"
    REVOKE = "revoke-key"
    ROTATE = "rotate-key"
    COUNTERSIGN = "countersign"


@dataclass(frozen=True, slots=True)
class Place:
    """An entry: its id, the key that signed it, and where it stands."""

    entry: str
    author: str
    writer: str
    position: int


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """`subject`: the key that it speaks of (of COUNTERSIGN the entry, of FOUND nothing). `next`: of ROTATE the new key.

    `known`: of REVOKE and ROTATE how long the key's logs were when it was said, writer -> entries.
    """

    place: Place
    says: Says
    subject: str = ""
    roles: frozenset[Role] = frozenset()
    next: str | None = None
    known: Mapping[str, int] = field(default_factory=dict)


class Keyring:
    """What follows from `said`: all entries on keys that a case holds, signatures checked."""

    def __init__(self, said: Iterable[KeyEntry]) -> None:
        entries = sorted(said, key=lambda one: one.place.entry)
        self._seconds: dict[str, list[Place]] = {}
        for one in entries:
            if one.says is Says.COUNTERSIGN:
                self._seconds.setdefault(one.subject, []).append(one.place)
        self._until: dict[str, dict[str, int]] = {}
        self._persons = _persons(entries)
        self._roles = _roles(entries, self.person)
        self._until = self._cuts(entries)
        counted = [one for one in entries if not self.is_past(one.place)]  # a thief's rotation does not make a person
        self._persons = _persons(counted)
        self._roles = _roles(counted, self.person)

    def person(self, key: str) -> str:
        """One key for all that were rotated into each other: the smallest."""
        return self._persons.get(key, key)

    def roles(self, key: str) -> frozenset[Role]:
        """Roles listed for the key or for one that it follows; none listed is the empty set."""
        return frozenset(self._roles.get(self.person(key), ()))

    def is_revoked(self, key: str) -> bool:
        """Revoked, or rotated to another."""
        return key in self._until

    def is_past(self, place: Place) -> bool:
        """Whether the entry was signed, as far as anyone can show, after its key was revoked or rotated."""
        until = self._until.get(place.author)
        return until is not None and place.position >= until.get(place.writer, 0)

    def seconds(self, first: Place) -> list[Place]:
        """Signatures of another person who may give one; empty also where the first one does not count."""
        if self.is_past(first):
            return []
        return [
            second
            for second in self._seconds.get(first.entry, [])
            if self.person(second.author) != self.person(first.author)
            and not self.is_past(second)
            and self.roles(second.author) & SECONDING
        ]

    def _cuts(self, entries: list[KeyEntry]) -> dict[str, dict[str, int]]:
        """Key -> writer -> entries that count, for every key that was revoked or rotated."""
        cuts: dict[str, dict[str, int]] = {}
        for key in {one.subject for one in entries if one.says in (Says.REVOKE, Says.ROTATE)}:
            about = [one for one in entries if one.subject == key]
            ends: list[Mapping[str, int]] = [
                {**one.known, one.place.writer: one.place.position + 1} for one in about if self._by_own(one)
            ]
            revoking = [one for one in about if one.says is Says.REVOKE]
            if self._by_two(key, revoking):
                ends += [one.known for one in revoking if one.place.author != key]
            if ends:
                writers = {writer for end in ends for writer in end}
                cuts[key] = {writer: min(end[writer] for end in ends if writer in end) for writer in writers}
        return cuts

    def _by_own(self, end: KeyEntry) -> bool:
        """Whether a key ends itself: it revokes itself, or names the next one, which signed the same."""
        if end.place.author != end.subject:
            return False
        if end.says is Says.ROTATE:
            return end.next is not None and self.person(end.next) == self.person(end.subject)
        return end.says is Says.REVOKE

    def _by_two(self, key: str, revoking: list[KeyEntry]) -> bool:
        """A key that was lost or stolen: two others who may second must say so."""
        signers = {one.place.author for one in revoking} | {
            second.author for one in revoking for second in self._seconds.get(one.place.entry, [])
        }
        persons = {self.person(signer) for signer in signers} - {self.person(key)}
        return sum(bool(self._roles.get(person, set()) & SECONDING) for person in persons) > 1


def _persons(entries: list[KeyEntry]) -> dict[str, str]:
    """Key -> person, by rotations that the old key and the new one both signed."""
    signed: dict[tuple[str, str], set[str]] = {}
    for one in entries:
        if one.says is Says.ROTATE and one.next is not None:
            signed.setdefault((one.subject, one.next), set()).add(one.place.author)
    person: dict[str, str] = {}
    for pair, authors in sorted(signed.items()):
        if authors >= set(pair):
            joined = {person.get(key, key) for key in pair}
            person |= {key: min(joined) for key in {*person, *pair} if person.get(key, key) in joined}
    return person


def _roles(entries: list[KeyEntry], person: Callable[[str], str]) -> dict[str, set[Role]]:
    """Person -> roles. A keeper is who founded the case, or whom a keeper lists as one; nobody lists themselves."""
    roles: dict[str, set[Role]] = {}
    for one in entries:
        if one.says is Says.FOUND:
            roles.setdefault(person(one.place.author), set()).add(Role.KEEPER)
    grown = True
    while grown:
        grown = False
        for one in entries:
            lister, listed = person(one.place.author), person(one.subject)
            held = roles.setdefault(listed, set())
            if one.says is not Says.LIST or lister == listed or one.roles <= held:
                continue
            if Role.KEEPER in roles.get(lister, set()):
                held |= one.roles
                grown = True
    return roles

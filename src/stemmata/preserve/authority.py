"""What signatures bring into force: second signatures given, objects and bodies that are absent by decision.

    deaccession   references {"removed": [sha256, ...], "bodies": [entry, ...], "case": [id]}
                  body {"reason": text, "authority": text or null}

Nothing is removed by an entry. One that two people signed is in force; `preserve.erasure` then carries it out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from stemmata.model.custody_event import SECOND_SIGNATURE, CustodyEvent
from stemmata.model.errors import LogDamaged
from stemmata.model.keyring import Keyring, Place, Says
from stemmata.model.seams import Statement
from stemmata.preserve.casefolder import CASE_ROLE, CaseFolder
from stemmata.preserve.disclosure_entry import END, HOLDING, on_hold
from stemmata.preserve.entry import Header, read_leaf
from stemmata.preserve.key_entry import key_entries
from stemmata.preserve.log import Log
from stemmata.preserve.objects import ObjectStore

REMOVED, BODIES = "removed", "bodies"

STRUCTURE = frozenset({"manifest", "checkpoints"})
"""Roles of objects that logs are read by: never removed, whoever signs it."""

TYPES = frozenset({*Says, *SECOND_SIGNATURE, *HOLDING, END})
"""Types of entries on which authority rests."""

Headers = Mapping[str, Mapping[int, Header]]
"""Writer -> position -> header of an entry whose signature holds."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one person alone may only propose, in the case of id `case`.

    `seconds`: signatures that bring it into force, by the keys of that case; none: it waits.
    """

    place: Place
    case: str
    event: CustodyEvent
    objects: tuple[str, ...]
    bodies: tuple[str, ...]
    seconds: tuple[Place, ...]

    @property
    def in_force(self) -> bool:
        return bool(self.seconds)


@dataclass(frozen=True, slots=True)
class Authority:
    """`keyring`: of this case. `revocations`: entries that end a key, by id.

    `held`: items on hold, each with the disclosure that names it: no decision removes them until it is ended.
    `objects`, `bodies`: what may be absent by decision (SHA-256; id of an entry), each with the decision. That of a
    case whose log was merged explains what is not there, and removes nothing here.
    """

    keyring: Keyring
    proposals: Sequence[Proposal]
    revocations: Mapping[str, Place]
    held: Mapping[str, str]
    objects: Mapping[str, Proposal]
    bodies: Mapping[str, Proposal]


def deaccession_statement(
    case_id: str, objects: Iterable[str], bodies: Iterable[str], reason: str, authority: str | None
) -> Statement:
    references = {CASE_ROLE: [case_id], REMOVED: sorted(objects), BODIES: sorted(bodies)}
    return Statement(
        CustodyEvent.DEACCESSION,
        {role: ids for role, ids in references.items() if ids},
        {"reason": reason, "authority": authority},
    )


def authority_of(headers: Headers, case_id: str, objects: ObjectStore) -> Authority:
    """Depends on the set of entries only. ObjectMissing, ObjectDamaged: see `key_entries`."""
    rings = {case_id: Keyring(key_entries(headers, case_id, objects))}
    proposals = []
    for writer, members in headers.items():
        for position, header in members.items():
            about = header.references.get(CASE_ROLE, [case_id])  # without one, what it decides is decided here
            if header.type not in SECOND_SIGNATURE or len(about) != 1:
                continue
            if about[0] not in rings:
                rings[about[0]] = Keyring(key_entries(headers, about[0], objects))
            place = Place(header.id, header.author, writer, position)
            proposals.append(_proposal(header, place, about[0], rings[about[0]]))
    proposals.sort(key=lambda one: (one.case == case_id, one.place.entry))
    structure = _structure(headers)
    removed: dict[str, Proposal] = {}
    erased: dict[str, Proposal] = {}
    for one in proposals:  # those of this case last: they say more than a merged one's
        if one.in_force:
            removed |= {name: one for name in one.objects if name not in structure}
            erased |= dict.fromkeys(one.bodies, one)
    revocations = {
        header.id: Place(header.id, header.author, writer, position)
        for writer, members in headers.items()
        for position, header in members.items()
        if header.type == Says.REVOKE
    }
    return Authority(rings[case_id], proposals, revocations, on_hold(headers.values()), removed, erased)


def authority(case: CaseFolder) -> Authority:
    """Of the case as it stands. The signature of every entry on which it rests is checked. LogDamaged."""
    return authority_of({log.writer: _relevant(log) for log in case.logs()}, case.id, case.objects)


def _relevant(log: Log) -> dict[int, Header]:
    """Entries of TYPES with their signatures checked, and of others those that name structure."""
    state, _ = log.extension()
    key = log.verifier().key
    found: dict[int, Header] = {}
    for position, leaf in enumerate(log.leaves(state.size)):
        try:
            header = read_leaf(leaf, None)
            if header.type in TYPES:
                found[position] = read_leaf(leaf, key)
            elif header.references.keys() & STRUCTURE:
                found[position] = header
        except ValueError as error:
            raise LogDamaged(log.writer, f"entry {position}: {error}") from error
    return found


def _proposal(header: Header, place: Place, case_id: str, ring: Keyring) -> Proposal:
    named = header.references
    return Proposal(
        place,
        case_id,
        CustodyEvent(header.type),
        tuple(named.get(REMOVED, [])),
        tuple(named.get(BODIES, [])),
        tuple(ring.seconds(place)),
    )


def _structure(headers: Headers) -> set[str]:
    return {
        name
        for members in headers.values()
        for header in members.values()
        for role in STRUCTURE & header.references.keys()
        for name in header.references[role]
    }

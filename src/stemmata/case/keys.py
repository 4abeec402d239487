"""The keys of a case, as a person looks at them."""

from collections.abc import Iterator
from dataclasses import dataclass

from stemmata.model.keyring import Role, Says
from stemmata.preserve.authority import authority
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.key_entry import key_of_line, public_line
from stemmata.preserve.keys import public_key_id
from stemmata.preserve.log import LoggedEntry


@dataclass(frozen=True, slots=True)
class KeyRow:
    """`key`: its id, SHA-256 of the public key. `line`: that key as `keys add` takes it. `name`: as a keeper listed it,
    None where nobody did or the name was erased. `entries`: how many it signed, in all its logs."""

    key: str
    line: str
    name: str | None
    roles: frozenset[Role]
    entries: int
    revoked: bool

    def as_json(self) -> dict[str, object]:
        return {
            "key": self.key,
            "line": self.line,
            "name": self.name,
            "roles": sorted(self.roles),
            "entries": self.entries,
            "revoked": self.revoked,
        }


def keys_of(case: CaseFolder) -> list[KeyRow]:
    """Every key that signed here or was listed, by id."""
    ring = authority(case).keyring
    lines: dict[str, str] = {}
    names: dict[str, str] = {}
    signed: dict[str, int] = {}
    for log in case.logs():
        key = log.verifier().key
        lines[public_key_id(key)] = public_line(key)
        signed[public_key_id(key)] = signed.get(public_key_id(key), 0) + log.checkpoint().size
    for key_id, line, name in _listed(case):
        lines.setdefault(key_id, line)
        if name is not None:
            names[key_id] = name
    return [
        KeyRow(key, line, names.get(key), ring.roles(key), signed.get(key, 0), ring.is_revoked(key))
        for key, line in sorted(lines.items())
    ]


def _listed(case: CaseFolder) -> Iterator[tuple[str, str, str | None]]:
    """(key id, public line, name) of every listing whose body is there and fits its header."""
    for entry in case.entries():
        if entry.type == Says.LIST and entry.body is not None:
            found = _line_and_name(entry)
            if found is not None:
                yield found


def _line_and_name(entry: LoggedEntry) -> tuple[str, str, str | None] | None:
    line, name = (entry.body or {}).get("vkey"), (entry.body or {}).get("name")
    if not isinstance(line, str):
        return None
    try:
        key_id = public_key_id(key_of_line(line))
    except ValueError:
        return None
    return (key_id, line, name if isinstance(name, str) else None) if [key_id] == entry.references.get("key") else None

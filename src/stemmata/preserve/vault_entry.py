"""Entries whose bodies lie in the vault: written, and told from headers alone.

vault      body {"recipients": [age1…, ...]}       to whom it is encrypted from here on
identity   references {"items": [sha256, ...]}     body {"field", "value", "reason"}, in the vault from the start
seal       references {"sealed": [entry, ...]}     body {"reason"}; the bodies of these were moved into the vault
"""

from collections.abc import Collection, Iterable, Mapping

from stemmata.model.canonical import Json
from stemmata.model.seams import Statement
from stemmata.preserve.entry import Header

VAULT, IDENTITY, SEAL = "vault", "identity", "seal"
SEALED = "sealed"


def vault_statement(recipients: Collection[str]) -> Statement:
    named: list[Json] = [*sorted(recipients)]
    return Statement(VAULT, {}, {"recipients": named})


def identity_statement(items: Collection[str], field: str, value: str, reason: str) -> Statement:
    references = {"items": sorted(items)} if items else {}
    return Statement(IDENTITY, references, {"field": field, "value": value, "reason": reason})


def seal_statement(entries: Collection[str], reason: str) -> Statement:
    return Statement(SEAL, {SEALED: sorted(entries)}, {"reason": reason})


def sealed_entries(headers: Iterable[Mapping[int, Header]]) -> set[str]:
    """Ids of entries whose body is to lie in the vault and nowhere else."""
    found: set[str] = set()
    for members in headers:
        for header in members.values():
            if header.type == IDENTITY:
                found.add(header.id)
            elif header.type == SEAL:
                found.update(header.references.get(SEALED, []))
    return found

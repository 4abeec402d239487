"""What names a person goes into the vault: recorded there from the start, or moved there from an entry."""

from collections.abc import Callable, Collection
from pathlib import Path

from stemmata.acts.named_units import reason_given, refuse_unheld_items, tables
from stemmata.acts.told import as_text
from stemmata.model.errors import BadRequest, NotHeld
from stemmata.preserve.bodies import erase_body, read_bodies
from stemmata.preserve.casefolder import CaseFolder, now_us
from stemmata.preserve.entry import Body, Header
from stemmata.preserve.vault_entry import identity_statement, seal_statement, vault_statement

Place = tuple[str, int, Header]
"""Writer, position and header of an entry."""


def begin_vault(case: CaseFolder, recipients: Collection[str], clock_us: Callable[[], int] = now_us) -> str:
    """The entry's id. VaultRefused for fewer than two recipients. What lies in it already stays encrypted as it is."""
    with case.writing(clock_us) as writer:
        case.vault.begin(sorted(recipients))
        return writer.append([vault_statement(case.vault.recipients())])[0]


def record_identity(
    case: CaseFolder,
    items: Collection[str],
    field: str,
    value: str,
    reason: str,
    clock_us: Callable[[], int] = now_us,
) -> str:
    """The entry's id; what it says is in the vault alone. VaultRefused, NotHeld, BadRequest without a reason."""
    told = reason_given(reason, "an identity")
    with case.writing(clock_us) as writer:
        with tables(case) as connection:
            refuse_unheld_items(connection, items)
        return writer.append([identity_statement(items, as_text(field), as_text(value), told)], case.vault)[0]


def seal(case: CaseFolder, entries: Collection[str], reason: str, clock_us: Callable[[], int] = now_us) -> str:
    """Move the bodies of entries into the vault; the entry's id. Killed at any step and repeated, it goes on.

    In the vault, then signed, then taken out of the plain text: at no moment is a body in neither place. NotHeld for an
    entry that is not in the case, or whose body is erased.
    """
    told = reason_given(reason, "sealing")
    with case.writing(clock_us) as writer:
        places = {entry: _place(case, entry) for entry in entries}
        for entry, (writer_id, position, header) in places.items():
            if not case.vault.has(entry):
                case.vault.place(entry, _plain(case, writer_id, position, header))
        signed = writer.append([seal_statement(entries, told)])[0]
        for writer_id, position, _ in places.values():
            erase_body(case.log(writer_id).bodies, position)
        return signed


def unsealed(case: CaseFolder, entry: str, identity: Path) -> dict[str, object]:
    """What an entry in the vault says, once it is shown to be what was signed. VaultRefused, NotHeld."""
    if not case.vault.has(entry):
        raise NotHeld(entry, "entry in the vault")
    return dict(case.vault.open(entry, _place(case, entry)[2].body, identity).content())


def _place(case: CaseFolder, entry: str) -> Place:
    for log in case.logs():
        for position, header in log.headers(log.checkpoint().size):
            if header.id == entry:
                return log.writer, position, header
    raise NotHeld(entry, "entry")


def _plain(case: CaseFolder, writer_id: str, position: int, header: Header) -> Body:
    log = case.log(writer_id)
    for at, body in read_bodies(log.bodies, position, position + 1):
        if at == position and body is not None and body.commitment == header.body:
            return body
    todo = "stemmata verify says what is wrong with it"
    raise BadRequest(f"what entry {header.id[:16]} said was erased, or is not what was signed", todo)

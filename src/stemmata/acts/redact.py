"""A derivative with parts hidden is kept and signed; it may be handed out once a second person signed."""

import os
from collections.abc import Callable, Sequence

from stemmata.acts.named_units import reason_given, refuse_unheld_items, tables
from stemmata.model.errors import BadRequest
from stemmata.preserve.casefolder import CaseFolder, now_us
from stemmata.preserve.entry import SALT_BYTES
from stemmata.preserve.manifest import manifest_bytes
from stemmata.preserve.redaction_entry import redaction_said

ENDINGS = {"image/png": ".png", "video/webm": ".webm"}


def redact(
    case: CaseFolder,
    item: str,
    derivative: bytes,
    mime: str,
    hidden: Sequence[str],
    tool: str,
    reason: str,
    *,
    clock_us: Callable[[], int] = now_us,
    random_bytes: Callable[[int], bytes] = os.urandom,
) -> tuple[str, str]:
    """(entry, SHA-256 of the derivative). `hidden`: what was hidden, each in words with place and time.

    NotHeld; BadRequest without a reason or with nothing hidden.
    """
    told = reason_given(reason, "a redaction")
    if not hidden:
        raise BadRequest("nothing was to be hidden", "name windows with --box, or times with --mute")
    with case.writing(clock_us) as writer:
        with tables(case) as connection:
            refuse_unheld_items(connection, [item])
        with case.objects.batch() as objects:
            kept = objects.put_bytes(derivative)
            named = kept.sha256, kept.size, f"redacted{ENDINGS[mime]}"
            said = redaction_said(named, item, hidden, tool, told, lambda: random_bytes(SALT_BYTES).hex())
            manifest = objects.put_bytes(manifest_bytes([said.row])).sha256
        return writer.append([said.statement(manifest)])[0], kept.sha256

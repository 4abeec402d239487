"""A redacted derivative of one item, made in the locked worker."""

from collections.abc import Sequence

from stemmata.decode.redaction import REDACTION
from stemmata.model.canonical import Json
from stemmata.model.errors import BadRequest
from stemmata.model.failure import Failure
from stemmata.preserve.casefolder import CaseFolder
from stemmata.sandbox.worker import LocalWorker


def redacted(
    case: CaseFolder, item: str, boxes: Sequence[Sequence[Json]], silences: Sequence[Sequence[Json]]
) -> tuple[bytes, str]:
    """(the derivative, its media type). Parameters as decode.redaction has them. BadRequest where the file
    cannot be redacted, with the reason; WorkerUnavailable."""
    parameters: dict[str, Json] = {"boxes": [[*row] for row in boxes], "silences": [[*row] for row in silences]}
    with LocalWorker((REDACTION.entry.split(":")[0],)) as worker:
        made = worker.reduce(REDACTION, str(case.objects.path(item)), parameters)
    if isinstance(made, Failure):
        detail = f" ({made.detail})" if made.detail else ""
        raise BadRequest(f"file {item[:16]} {made.happened}{detail}, so nothing was hidden in it", made.todo)
    return made.arrays["file"].tobytes(), str(made.facts["mime"])

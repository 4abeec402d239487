"""Groups and roots formed again after something was signed, and what stopped that the last time."""

from sqlalchemy import Connection

from stemmata.case import queries, schema
from stemmata.case.followed import are_followed
from stemmata.case.index import Index
from stemmata.case.project import project
from stemmata.model.errors import StemmataError
from stemmata.pipeline.run import Run
from stemmata.preserve.casefolder import CaseFolder

REDRAWN_AT_ONCE = 500
"""Up to so many items the groups are formed again before the next page is shown: 0.2 s for the 40 of the example, and
a person should not wait for more than a few seconds. Above it, the page says what to do."""


class Redrawing:
    """Of one case. What was signed stays signed, whatever stops this: the next page says why, in the error's words."""

    def __init__(self, case: CaseFolder, index: Index) -> None:
        self._case, self._index = case, index
        self._stopped: StemmataError | None = None

    def after_signing(self) -> None:
        project(self._case, self._index)
        self._stopped = None
        with self._index.read() as connection:
            if queries.count(connection, schema.item) > REDRAWN_AT_ONCE:
                return
        try:
            with Run(self._case, 1, lambda step, done, total: None) as work:
                work.redraw()
        except StemmataError as error:
            self._stopped = error

    def state(self, connection: Connection) -> dict[str, object]:
        """`followed`: whether families and roots follow all that stands. `stopped`: what kept them from it, else None;
        forgotten as soon as they follow, since another command may have formed them."""
        followed = are_followed(connection)
        if followed:
            self._stopped = None
        return {"followed": followed, "stopped": None if self._stopped is None else self._stopped.diagnostics()}

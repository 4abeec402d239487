"""Whether families and roots in the tables follow all that people signed and that stands."""

import json

from sqlalchemy import Connection, select

from stemmata.case import schema
from stemmata.case.judgements import standing_judgements
from stemmata.case.sourcings import standing_sourcings

FOLLOWED = "followed"
"""Key in `meta`: entries that the families and roots in the tables follow, sorted."""


def are_followed(connection: Connection) -> bool:
    """Whether what is in the tables was formed with the judgements and records that stand now."""
    kept = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == FOLLOWED))
    judged = {one.id for one in standing_judgements(connection).applied}
    recorded = {one.id for one in standing_sourcings(connection).sourcings}
    return bool(json.loads(kept or "[]") == sorted(judged | recorded))

"""The small case as a copy of one's own that can be judged in, without reading its files again."""

import shutil
from pathlib import Path

from sqlalchemy import select
from tests import cases

from stemmata.case import schema
from stemmata.model.unit import Track, Unit
from stemmata.preserve.casefolder import CaseFolder


def own_copy(case: CaseFolder, place: Path) -> CaseFolder:
    """Byte for byte, logs and keys' names too: not a merge but the case itself in another place."""
    shutil.copytree(case.path, place)
    return CaseFolder.open(place)


def unit(case: CaseFolder, name: str, track: Track = Track.PICTURE) -> Unit:
    """The whole of the first file received under that name."""
    index = cases.opened(case)
    with index.read() as connection:
        query = select(schema.name.c.item).where(schema.name.c.shown.like(f"%/{name}")).limit(1)
        found = Unit(track, item=connection.scalar(query))
    index.close()
    return found

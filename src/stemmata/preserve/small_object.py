"""Objects of a few fields that entries name: read with care, since a stranger's entry may name any object."""

import json

from stemmata.model.canonical import Json
from stemmata.preserve.objects import ObjectStore


def small_object(name: str, objects: ObjectStore, at_most: int, what: str) -> dict[str, Json]:
    """The fields of the object of that name. `at_most`: bytes, far above any of its kind: a name may be that of a film.
    `what` it should be, as it stands in an error. ValueError for anything else; ObjectMissing, ObjectDamaged."""
    path = objects.path(name)
    if path.exists() and path.stat().st_size > at_most:
        raise ValueError(f"object {name[:12]} is too large for a {what}")
    try:
        found = json.loads(objects.read(name))
    except RecursionError as error:
        raise ValueError(f"object {name[:12]} nests too deep") from error
    if not isinstance(found, dict):
        raise ValueError(f"object {name[:12]} is no {what}")
    return found

"""A ZIP from somebody else: a WACZ, a bag, or neither. One reducer, inside the worker."""

from collections.abc import Collection, Mapping
from typing import BinaryIO

from stemmata.intake import bag_tags
from stemmata.intake.bag import check_bag, looks_like_a_bag
from stemmata.intake.bag_tags import MOST_TAG_BYTES, Declared, read_tag
from stemmata.intake.wacz import check_wacz, looks_like_a_wacz
from stemmata.intake.zip_members import Members, opened
from stemmata.model.canonical import Json
from stemmata.model.inspected import Inspected, Kind
from stemmata.model.plain import text
from stemmata.model.seams import Reducer, Reduction
from stemmata.model.signed import Verdict

ARCHIVE = Reducer(
    name="archive/1",
    entry="stemmata.intake.archive:archive",
    arrays={},
    max_json_bytes=4_000_000,
    seconds=3_600.0,  # every byte is unpacked and hashed: an hour is 500 GB at 150 MB/s
)


class ZippedBag:
    """A bag in a ZIP, at its root or in the one folder that the ZIP has."""

    def __init__(self, members: Members, root: str) -> None:
        self._members, self._root = members, root
        self.names = {_below(name, root): size for name, size in members.sizes.items() if name.startswith(root)}
        self.odd = {_below(name, root): why for name, why in members.odd.items() if name.startswith(root)}

    def tag(self, form: str, name: str, told: Declared | None) -> list[list[str]]:
        return read_tag(self._members.small(self._root + name, MOST_TAG_BYTES), form, name, told)

    def digests(self, name: str, algorithms: Collection[str]) -> Mapping[str, str]:
        return self._members.digests(self._root + name, algorithms)


def warm() -> None:
    bag_tags.warm()


def archive(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """See ARCHIVE. facts: inspected (model.inspected as JSON; None where it is no form that is known), signed_data (of
    a WACZ, as it is written). parameters: name, which the answer is to carry."""
    name = text(parameters["name"])
    try:
        with opened(source) as members:
            if looks_like_a_wacz(members):
                found, signed = check_wacz(members, name)
                return Reduction({"inspected": found.to_json(), "signed_data": signed}, {})
            root = _bag_root(members)
            told = None if root is None else check_bag(ZippedBag(members, root), name).to_json()
            return Reduction({"inspected": told, "signed_data": None}, {})
    except ValueError as error:
        verdict, why = Verdict.FAILED, str(error)
    except LookupError as error:
        verdict, why = Verdict.UNCHECKED, str(error.args[0])
    broken = Inspected(Kind.ARCHIVE, name, verdict, reasons=(f"{why[:1].upper()}{why[1:400]}.",))
    return Reduction({"inspected": broken.to_json(), "signed_data": None}, {})


def _bag_root(members: Members) -> str | None:
    """The beginning of every name in the bag: "", or the one folder at the top with its "/"."""
    names = [*members.sizes, *members.odd]
    tops = {name.partition("/")[0] for name in names if "/" in name}
    for root in ("", *(f"{top}/" for top in tops if len(tops) == 1)):
        if looks_like_a_bag([_below(name, root) for name in names if name.startswith(root)]):
            return root
    return None


def _below(name: str, root: str) -> str:
    return name[len(root) :]

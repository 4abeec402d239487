"""From a form to a signed judgement: what a page sends, and what may stop it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from stemmata.acts.judge import judge, take_back
from stemmata.case.index import Index
from stemmata.case.judgements import judgement_named
from stemmata.case.restricted import restricted
from stemmata.model.errors import BadRequest, CaseBusy, CaseClosed, StemmataError
from stemmata.model.judgement import Said, Seen
from stemmata.model.unit import Unit
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.proofs import Proofs
from stemmata.pipeline.seen import seen_between
from stemmata.preserve.casefolder import CaseFolder
from stemmata.publish.proof_between import proof_between
from stemmata.publish.proof_picture import Labels
from stemmata.web.compare import state_seen

CHOICES = {
    "same": (Said.SAME, False),
    "different": (Said.DIFFERENT, False),
    "unsure": (Said.UNSURE, False),
    "a_parent": (Said.PARENT, False),
    "b_parent": (Said.PARENT, True),
    "a_not_parent": (Said.NOT_PARENT, False),
    "b_not_parent": (Said.NOT_PARENT, True),
}
"""Value of the form -> what is said, and whether B comes first in it."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nothing was signed: a key of the words, and for what has no words of its own, the error's."""

    key: str
    detail: str = ""


def signed(
    case: CaseFolder, index: Index, one: Unit, other: Unit, fields: Mapping[str, str], *, blind: bool = False
) -> str | Refused:
    """The entry made, or why none was. `one` is A of the page, `other` B. `blind`: signed on a page that shows neither
    what was computed nor what was judged, so that nothing is frozen as relied on."""
    try:
        return _act(case, index, one, other, fields, blind=blind)
    except CaseBusy:
        return Refused("refused_busy")
    except CaseClosed:
        return Refused("refused_closed")
    except BadRequest:
        return Refused("refused_incomplete")
    except StemmataError as error:
        return Refused("refused_other", error.diagnostics())


def _act(
    case: CaseFolder, index: Index, one: Unit, other: Unit, fields: Mapping[str, str], *, blind: bool
) -> str | Refused:
    reason = fields.get("reason", "")
    if "undo" in fields:
        with index.read() as connection:
            row = judgement_named(connection, fields["undo"])
        if row is None or {row.one_holder, row.other_holder} != {one.holder, other.holder}:
            return Refused("refused_incomplete")
        return take_back(case, fields["undo"], reason)
    if fields.get("said") not in CHOICES or not reason.strip():
        return Refused("refused_incomplete")
    said, turned = CHOICES[fields["said"]]
    first, second = (other, one) if turned else (one, other)
    if blind:
        return judge(case, said, first, second, reason)
    with index.read() as connection:
        if fields.get("seen") != state_seen(connection, one, other):
            return Refused("refused_stale")
        seen = _seen(case, connection, one, other)
    return judge(case, said, first, second, reason, seen=seen)


def _seen(case: CaseFolder, connection: Connection, one: Unit, other: Unit) -> Seen:
    """With the proof picture in the letters of the page."""
    a, b = sorted((one.holder, other.holder))
    labels = Labels("A", "B") if a == one.holder else Labels("B", "A")
    picture = proof_between(connection, Proofs(Derived(case.derived), restricted(connection)), a, b, labels)
    return seen_between(connection, one, other, picture)

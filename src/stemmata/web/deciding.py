"""From a form on the page of a story to a signed decision on one change, and what may stop it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from stemmata.acts.decide_change import decide_change, undo_decision
from stemmata.case.index import Index
from stemmata.case.project import project
from stemmata.model.decision import Decision
from stemmata.model.errors import BadRequest, CaseBusy, CaseClosed, StemmataError
from stemmata.pipeline.named_changes import NamedChange
from stemmata.preserve.casefolder import CaseFolder
from stemmata.web.story import pair_changes, state_seen


@dataclass(frozen=True, slots=True)
class NotSigned:
    """Why nothing was signed: a key of the words, and for what has no words of its own, the error's."""

    key: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """The entry made, what it says as the end of a key of words, and the number of the change on the page."""

    entry: str
    said: str
    number: int | None


def signed_decision(case: CaseFolder, index: Index, family: str, fields: Mapping[str, str]) -> Signed | NotSigned:
    """`fields`: before, after, change, seen, and decision (confirmed, rejected or back)."""
    with index.read() as connection:
        found = _asked_for(connection, family, fields)
    if found is None:
        return NotSigned("decide_refused_stale")
    number, change = found
    said = fields.get("decision", "")
    try:
        entry = _act(case, change, said)
    except CaseBusy:
        return NotSigned("decide_refused_busy")
    except CaseClosed:
        return NotSigned("decide_closed")
    except BadRequest:
        return NotSigned("decide_refused_stale")
    except StemmataError as error:
        return NotSigned("decide_refused_other", error.diagnostics())
    project(case, index)
    return Signed(entry, said, number)


def _act(case: CaseFolder, change: NamedChange, said: str) -> str:
    standing = change.verdict.standing
    if said == "back" and standing:
        entry = ""
        for one in standing:
            entry = undo_decision(case, one.id)
        return entry
    if said not in set(Decision):
        raise BadRequest("a decision that is none was sent", "choose on the page of the story")
    return decide_change(case, change.unit, Decision(said))


def _asked_for(connection: Connection, family: str, fields: Mapping[str, str]) -> tuple[int, NamedChange] | None:
    """The change as the page numbers it; None where it is not there, or is not what the form saw."""
    found = pair_changes(connection, family, fields.get("before", ""), fields.get("after", ""))
    if found is None:
        return None
    for number, one in enumerate(found.named, start=1):
        if one.unit.id == fields.get("change") and state_seen(one) == fields.get("seen"):
            return number, one
    return None

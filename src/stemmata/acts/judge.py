"""A person says how two units are related, or takes such a judgement back. Each is one signed entry."""

from collections.abc import Callable

from stemmata.acts.named_units import reason_given, refuse_unheld, tables
from stemmata.case.judgements import judgement_from, judgement_named
from stemmata.model.canonical import canonical_json
from stemmata.model.errors import BadRequest, NotHeld
from stemmata.model.judgement import Said, Seen
from stemmata.model.unit import Unit
from stemmata.preserve.casefolder import CaseFolder, now_us
from stemmata.preserve.judge_entry import judge_statement
from stemmata.preserve.unit_object import unit_object

JUDGEMENT = "a judgement"
DIRECTED = frozenset({Said.PARENT, Said.NOT_PARENT})


def judge(
    case: CaseFolder,
    said: Said,
    one: Unit,
    other: Unit,
    reason: str,
    *,
    undoes: str | None = None,
    seen: Seen | None = None,
    clock_us: Callable[[], int] = now_us,
) -> str:
    """The entry's id. `undoes`: the judgement that this one replaces. `seen`: what is frozen as relied on.

    BadRequest without a reason or for a pair that cannot be judged, NotHeld for a unit or entry that is not in the
    case: then nothing is written. CaseClosed, CaseBusy, KeyMissing, StoreFull.
    """
    told = reason_given(reason, JUDGEMENT)
    _refuse_pair(said, one, other)
    with case.writing(clock_us) as writer:
        with tables(case) as connection:
            for unit in (one, other):
                refuse_unheld(connection, unit)
            if undoes is not None and judgement_named(connection, undoes) is None:
                raise NotHeld(undoes, "judgement")
        objects: list[str] = []
        relied_on: str | None = None
        with case.objects.batch() as store:
            for unit in (one, other):
                store.put_bytes(unit_object(unit))
            if seen is not None:
                picture = None if seen.picture is None else store.put_bytes(seen.picture).sha256
                objects = [] if picture is None else [picture]
                relied_on = store.put_bytes(canonical_json({**seen.result, "picture": picture})).sha256
        # A crash here leaves objects that no entry names: `verify` tells them, and the same judgement takes them up.
        statement = judge_statement(said, one, other, told, undoes=undoes, relied_on=relied_on, objects=objects)
        return writer.append([statement])[0]


def take_back(case: CaseFolder, entry: str, reason: str, *, clock_us: Callable[[], int] = now_us) -> str:
    """Undo one judgement, whoever signed it; the entry's id. Undoing an undo revives. Errors as of `judge`."""
    told = reason_given(reason, JUDGEMENT)
    with case.writing(clock_us) as writer:
        with tables(case) as connection:
            row = judgement_named(connection, entry)
            if row is None:
                raise NotHeld(entry, "judgement")
            undone = judgement_from(row)
        statement = judge_statement(None, undone.one, undone.other, told, undoes=entry)
        with case.objects.batch() as store:
            for unit in (undone.one, undone.other):
                store.put_bytes(unit_object(unit))
        return writer.append([statement])[0]


def _refuse_pair(said: Said, one: Unit, other: Unit) -> None:
    if one == other:
        raise BadRequest("both sides of the judgement are one and the same", "name two files, or two parts of one")
    if one.track is not other.track:
        raise BadRequest(
            f"{one.track.value} and {other.track.value} cannot be judged the same or different",
            "compare picture with picture, sound with sound, text with text",
        )
    if said in DIRECTED and one.holder == other.holder:
        raise BadRequest("a file is not made from itself", "name two files")

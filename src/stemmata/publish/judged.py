"""What people said, as the interchange has it: judgements, what waits for a person, and the sayings on each pair."""

from collections.abc import Iterator

from sqlalchemy import Connection

from stemmata.case.judgements import judgement_rows, judgements
from stemmata.case.tasks import tasks
from stemmata.model.interval import iso_utc
from stemmata.model.judgement import Said
from stemmata.model.unit import Unit

Row = dict[str, object]

ON_KINSHIP = frozenset({Said.SAME.value, Said.DIFFERENT.value, Said.UNSURE.value})
"""What stands with an edge, which has no direction; who came from whom stands in judgements.jsonl alone."""


def judgement_lines(connection: Connection) -> Iterator[Row]:
    """All of them, those taken back too: a reader that dropped them would revive what they undid."""
    for row in sorted(judgement_rows(connection), key=lambda row: str(row.entry)):
        yield {
            "entry": row.entry,
            "who": row.who,
            "when": iso_utc(row.when_us),
            "value": row.said,
            "one": row.one_holder,
            "other": row.other_holder,
            "one_unit": row.one,
            "other_unit": row.other,
            "reason": row.reason,
            "undoes": row.undoes,
            "relied_on": row.relied_on,
            "state": row.state,
        }


def task_lines(connection: Connection) -> Iterator[Row]:
    for task in sorted(tasks(connection), key=lambda task: task.id):
        yield {
            "task": task.id,
            "kind": task.kind.value,
            "entries": list(task.entries),
            "subject": dict(task.subject),
            "since": iso_utc(task.since_us),
        }


def judgements_of_pairs(connection: Connection) -> dict[tuple[str, str], list[Row]]:
    """(holder, holder) in order -> what was said of them or of parts of them and not taken back, by entry."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in sorted(judgement_rows(connection), key=lambda row: str(row.entry)):
        if row.state != "undone" and row.said in ON_KINSHIP:
            pair = (min(row.one_holder, row.other_holder), max(row.one_holder, row.other_holder))
            said: Row = {"who": row.who, "when": iso_utc(row.when_us), "value": row.said, "entry": row.entry}
            found.setdefault(pair, []).append(said)
    return found


def judged_units(connection: Connection) -> dict[str, Unit]:
    """Units that some judgement names, by id."""
    return {unit.id: unit for one in judgements(connection) for unit in (one.one, one.other)}

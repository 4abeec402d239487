"""Judgements and tasks in whole sentences, one for each kind."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row

from stemmata.case.judgements import judgement_named
from stemmata.case.queries import short_name
from stemmata.case.sourcings import sourcing_named
from stemmata.model.interval import iso_utc
from stemmata.model.task import Task, TaskKind

SAYINGS = {
    "same": "{one} and {other} are the same footage or story.",
    "different": "{one} and {other} are different.",
    "unsure": "whether {one} and {other} are the same stays open.",
    "parent": "{one} is the source of {other}.",
    "not_parent": "{one} is not the source of {other}.",
}
TAKEN_BACK = "judgement {undoes} on {one} and {other} is taken back."

TASKS = {
    TaskKind.SAME_AND_DIFFERENT: "{one} and {other} are judged the same and different; neither is followed.",
    TaskKind.PARENT_AND_DIFFERENT: "{one} and {other} are judged different and one the source of the other; "
    "neither is followed.",
    TaskKind.PARENT_AND_NOT_PARENT: "{one} is judged the source of {other} and not its source; neither is followed.",
    TaskKind.PARENTS_IN_A_CIRCLE: "{number} judgements make a circle of sources, {one} and {other} in it; "
    "none of them is followed.",
    TaskKind.UNREADABLE: "what somebody signed cannot be read here: another version wrote it, or a part is missing.",
    TaskKind.STILL_JOINED: "{one} and {other} are judged different and are still joined{through}. "
    "Nothing was guessed: judge one of the links in between.",
    TaskKind.SEVERAL_PARTS: "{one} and {other} are judged the same as wholes, though one holds several pieces of "
    "footage; all of them were joined. Name the stretch that is meant.",
    TaskKind.RECOMPUTED: "for {one} and {other} you relied on {was} ({was_by}); recomputed it reads {now} ({now_by}). "
    "Both are kept.",
    TaskKind.AGAINST_PROOF: "what is judged of {one} and {other} goes against what their content proves. It is "
    "followed, and the proof is kept beside it: look at both, or take it back.",
    TaskKind.PARENT_OF_ITSELF: "{one} and {other} hold the very same coded pictures, which cannot show that either is "
    "the source of the other. The judgement on them changes nothing in the tree.",
    TaskKind.CIRCLE_OF_PICTURES: "{number} judgements make a circle of sources, {one} and {other} in it, since files "
    "with the same coded pictures count as one; none of them is followed.",
    TaskKind.ONE_AND_SEPARATE: "one observer is said to be behind {one} and {other}, and separate observers too; "
    "the first is followed. Take one of the two back.",
    TaskKind.CONFIRMED_AND_REJECTED: "that {one} rests on {other} is confirmed and rejected; neither is followed. "
    "Take one of the two back.",
    TaskKind.ONE_AND_SEPARATE_GROUPS: "one observer is said to be behind the groups of {one} and {other}, and separate "
    "observers too; the first is followed. Take one of the two back.",
    TaskKind.JOINED_AND_SEPARATE: "{one} and {other} are said to be separate, and they are joined; the link is "
    "followed. Judge the two, or take back what was said.",
    TaskKind.SAID_OF_COPY: "{one} and {other} are said to be separate, and at least one of them rests on other "
    "material; it does not count. Say it of what it rests on.",
    TaskKind.SAID_OF_SEVERAL: "{one} and {other} are said to be separate, and one of them lies in several groups; it "
    "does not count. Name the stretch that is meant.",
    TaskKind.CHANGE_CONFIRMED_AND_REJECTED: "a named change from {one} to {other} is confirmed and rejected; it stays "
    "suggested until one of the decisions is taken back.",
}


STATES = {"standing": "stands", "in_conflict": "in conflict", "undone": "taken back"}


def signed_lines(row: Row[tuple[Any, ...]], sentence: str) -> tuple[str, str]:
    """Two lines on what a person signed: its state and what it says; when by the signer's clock, by whom, and why."""
    why = "reason erased" if row.reason is None else f"“{row.reason}”"
    return (
        f"{row.entry[:16]}  {STATES[row.state]}: {sentence}",
        f"                  {iso_utc(row.when_us)}, by {row.who[:16]}: {why}",
    )


def judgement_sentence(connection: Connection, row: Row[tuple[Any, ...]]) -> str:
    pattern = TAKEN_BACK if row.said is None else SAYINGS[row.said]
    return pattern.format(
        one=side_words(connection, row.one_fields),
        other=side_words(connection, row.other_fields),
        undoes=(row.undoes or "")[:16],
    )


def side_words(connection: Connection, kept: str) -> str:
    """A unit as it can be typed: the name, and the stretch where it is not the whole."""
    fields = json.loads(kept)
    name = short_name(connection, fields["item"] or fields["posting"])
    if fields["span"] is None or fields["track"] == "text":
        return name
    start, end = (_clock(us) for us in fields["span"])
    return f"{name}@{start}-{end}"


def _clock(us: int) -> str:
    minutes, rest = divmod(us, 60_000_000)
    text = f"{rest / 1e6:09.6f}".rstrip("0").rstrip(".")
    return f"{minutes}:{text}"


def task_sentence(connection: Connection, task: Task) -> str:
    one, other = _sides(connection, task.entries[0])
    through = [short_name(connection, str(holder)) for holder in _listed(task.subject.get("through"))]
    return TASKS[task.kind].format(
        one=one or _named(connection, task, "parent"),
        other=other or _named(connection, task, "child"),
        number=len(task.entries),
        through=f" through {', '.join(through)}" if through else "",
        was=_verdict(task.subject.get("was")),
        now=_verdict(task.subject.get("now")),
        was_by=task.subject.get("was_by"),
        now_by=task.subject.get("now_by"),
    )


def _sides(connection: Connection, entry: str) -> tuple[str, str]:
    """What a judgement or a record is about; empty where it is about no second side, or is neither."""
    judged, recorded = judgement_named(connection, entry), sourcing_named(connection, entry)
    kept: list[str] = []
    if judged is not None:
        kept = [judged.one_fields, judged.other_fields]
    elif recorded is not None:
        kept = [json.dumps(fields) for fields in json.loads(recorded.units)]
    one, other = ([side_words(connection, fields) for fields in kept] + ["", ""])[:2]
    return one, other


def _named(connection: Connection, task: Task, key: str) -> str:
    """Of a task that is about no judgement but names two texts; of others nothing."""
    holder = task.subject.get(key)
    return short_name(connection, holder) if isinstance(holder, str) else ""


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _verdict(value: object) -> str:
    """A verdict as pipeline.seen writes it, in its own words."""
    if not isinstance(value, Mapping):
        return "nothing"
    found = [str(kind) for key in ("kinds", "undecided") for kind in _listed(value.get(key))]
    found += [str(one[2]) for one in _listed(value.get("descents")) if isinstance(one, list)]
    return ", ".join(word.replace("_", " ") for word in found) or "nothing established"

"""Records of who stands behind material, in whole sentences; persons under their pseudonyms."""

import json
from typing import Any

from sqlalchemy import Connection, Row

from stemmata.cli.judgement_words import side_words
from stemmata.model.sourcing import PERSONS, Sourced

SAYINGS = {
    Sourced.ONE_PERSON: "one person is behind {one} and {other}.",
    Sourced.ONE_TEAM: "one team is behind {one} and {other}.",
    Sourced.ONE_ACCOUNT: "one account is the author of {one} and {other}.",
    Sourced.ONE_WITNESS: "{one} and {other} retell what one person said.",
    Sourced.SEPARATE_DEVICES: "two devices recorded {one} and {other}.",
    Sourced.SEPARATE_AUTHORS: "two authors wrote {one} and {other}.",
    Sourced.SEPARATE_OBSERVERS: "separate observers are behind {one} ({first}) and {other} ({second}).",
    Sourced.ASSERTED: "nobody behind {one} is behind {other}.",
    Sourced.AUTHOR: "{first} is the author of {one}.",
    Sourced.OBSERVER: "{first} is the observer behind {one}.",
    Sourced.DECLARED: "{one} says of itself that it rests on {other}.",
    Sourced.CONFIRMED: "{one} rests on {other}; confirmed.",
    Sourced.REJECTED: "that {one} rests on {other} is rejected.",
}
TAKEN_BACK = "record {undoes} on {one} and {other} is taken back."
TAKEN_BACK_OF_ONE = "record {undoes} on {one} is taken back."
ERASED = "a person whose name was erased"


def sourcing_sentence(connection: Connection, row: Row[tuple[Any, ...]]) -> str:
    sides = [side_words(connection, json.dumps(fields)) for fields in json.loads(row.units)]
    one, other = (*sides, "")[:2]
    if row.said is None:
        return (TAKEN_BACK if other else TAKEN_BACK_OF_ONE).format(one=one, other=other, undoes=(row.undoes or "")[:16])
    said = Sourced(row.said)
    persons = json.loads(row.persons) or [ERASED] * PERSONS.get(said, 0)
    first, second = (*persons, "", "")[:2]
    return SAYINGS[said].format(one=one, other=other, first=first, second=second)

"""The spread of one family in sentences."""

import json
from dataclasses import asdict

from stemmata.cli.spread_words import spread_lines
from stemmata.corroborate.spread import Group, spread_of_posts
from stemmata.lineage.posted import Posted
from stemmata.model.interval import Basis, TimeInterval

NOON = 1_931_256_000_000_000
HOUR = 3_600_000_000


def post(id_: str, platform: str, low: int | None, high: int | None = None) -> Posted:
    at = None if low is None else TimeInterval(low, high or low, Basis.PLATFORM)
    return Posted(id_, platform, f"{platform}:private-1", None, None, at, ("A",))


def lines(*posts: Posted) -> list[str]:
    kept = json.loads(json.dumps(asdict(spread_of_posts(posts, Group("f1", 1, 3, 2, len(posts))))))
    return spread_lines(kept)


def test_what_is_counted_and_what_is_not_known_stand_beside_each_other() -> None:
    said = lines(post("p1", "telegram", NOON), post("p2", "board", NOON + 2 * HOUR), post("p3", "board", None))
    assert said == [
        "Postings held that carry it: 3. Time not known, or contradicted by when we received it: 1.",
        "1 of 2 dated posts have no earlier relative in this case.",
        "  2031-03-14: 2",
        "Channels: 2.",
        "  telegram:private-1 (telegram): postings 1, first 2031-03-14T12:00:00Z",
        "  board:private-1 (board): postings 2, first 2031-03-14T14:00:00Z",
        "First held on another platform: board, 2.0 h or more after telegram.",
        "Language not told: 3 of 3.",
        "The group with no copying found to others, to which it belongs: files 3 (different bytes 2), postings 3.",
        "Times are as claimed by the platforms, among what is held; an earlier post may exist elsewhere.",
    ]


def test_a_crossing_whose_order_is_open_names_no_first() -> None:
    said = lines(post("p1", "telegram", NOON, NOON + 3 * HOUR), post("p2", "board", NOON + HOUR))
    assert "Held on telegram and on board; their times do not tell which came first." in said


def test_a_family_that_nobody_posted_is_said_to_be_unknown() -> None:
    assert spread_lines(None) == ["No posting that carries it is held. Nothing is known of how it spread."]

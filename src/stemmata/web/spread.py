"""The card of one family that says how it spread, as far as held postings tell."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from stemmata.case import queries

CHANNELS = 8
DAYS = 14
"""Rows shown of each; the rest are counted, and stand in spread.jsonl."""
HOUR_US = 3_600_000_000

Page = dict[str, object]


def spread_of(connection: Connection, family_id: str) -> Page | None:
    """None where no posting of the family is held."""
    found = queries.spread_of(connection, family_id)
    if found is None:
        return None
    channels: Sequence[Mapping[str, Any]] = found["channels"]
    return {
        "posts": len(found["posts"]),
        "dated": found["dated"],
        "undated": found["undated"],
        "no_earlier": found["no_earlier"],
        "days": [{"low": epoch_us(day), "posts": count} for day, count in found["per_day"][:DAYS]],
        "more_days": max(0, len(found["per_day"]) - DAYS),
        "day_unknown": found["day_unknown"],
        "channels": [
            {"name": _name(one), "number": _number(one), "posts": one["posts"], "first": epoch_us(one["first_low"])}
            for one in channels[:CHANNELS]
        ],
        "channel_count": len(channels),
        "more_channels": max(0, len(channels) - CHANNELS),
        "channel_unknown": found["channel_unknown"],
        "platforms": [_crossing(one) for one in found["platforms"]],
        "languages": [_crossing(one) for one in found["languages"]],
        "group": found["group"],
    }


def epoch_us(iso: str | None) -> int | None:
    """µs since 1970 of what `iso_utc` wrote, or of a date of it (its first moment)."""
    if iso is None:
        return None
    return round(datetime.fromisoformat(iso if "T" in iso else f"{iso}T00:00:00Z").timestamp() * 1e6)


def _name(channel: Mapping[str, Any]) -> str | None:
    """None for a place that is not public."""
    key = str(channel["channel"])
    return channel["name"] or (None if ":private-" in key else key)


def _number(channel: Mapping[str, Any]) -> str:
    """What stands for a place that is not public: the number behind its key."""
    return str(channel["channel"]).rsplit("-", 1)[-1]


def _crossing(one: Mapping[str, Any]) -> Page:
    """`key` names the sentence: with least hours where the order is certain, without where it is not."""
    least = one["gap_us"][0]
    told = one["certain"] and least is not None
    return {
        "to": one["to"],
        "since": one["since"],
        "hours": f"{least / HOUR_US:,.1f}" if told else None,
    }

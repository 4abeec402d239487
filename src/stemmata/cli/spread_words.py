"""The spread of one family in sentences: what is counted, and what is not known of it."""

from collections.abc import Mapping, Sequence
from typing import Any

CHANNELS = 12
"""Channels named; the rest are counted."""
CERTAIN = {
    "platforms": "First held on another platform: {to}, {hours} h or more after {since}.",
    "languages": "First held in another language: {to}, {hours} h or more after {since}.",
}
OPEN = {
    "platforms": "Held on {since} and on {to}; their times do not tell which came first.",
    "languages": "Held in {since} and in {to}; their times do not tell which came first.",
}


def spread_lines(found: Mapping[str, Any] | None) -> list[str]:
    """`found` as case.queries.spread_of gives it."""
    if found is None:
        return ["No posting that carries it is held. Nothing is known of how it spread."]
    posts = len(found["posts"])
    lines = [
        f"Postings held that carry it: {posts:,}. Time not known, or contradicted by when we received it: "
        f"{found['undated']:,}.",
    ]
    if found["dated"]:
        lines.append(
            f"{found['no_earlier']:,} of {found['dated']:,} dated posts have no earlier relative in this case."
        )
    lines += [f"  {day}: {count:,}" for day, count in found["per_day"]]
    if found["day_unknown"]:
        lines.append(f"  on a day that is not certain: {found['day_unknown']:,}")
    lines += _channels(found["channels"], found["channel_unknown"])
    lines += [_crossing(kind, crossing) for kind in CERTAIN for crossing in found[kind]]
    if found["language_unknown"]:
        lines.append(f"Language not told: {found['language_unknown']:,} of {posts:,}.")
    group = found["group"]
    if group is not None:
        lines.append(
            f"The group with no copying found to others, to which it belongs: files {group['files']:,} "
            f"(different bytes {group['items']:,}), postings {group['postings']:,}."
        )
    lines.append("Times are as claimed by the platforms, among what is held; an earlier post may exist elsewhere.")
    return lines


def _channels(channels: Sequence[Mapping[str, Any]], unknown: int) -> list[str]:
    lines = [f"Channels: {len(channels):,}." + (f" Channel not known: {unknown:,} postings." if unknown else "")]
    for one in channels[:CHANNELS]:
        name = one["name"] or one["channel"]
        since = f"first {one['first_low']}" if one["first_low"] else "time not known"
        lines.append(f"  {name} ({one['platform']}): postings {one['posts']:,}, {since}")
    if len(channels) > CHANNELS:
        lines.append(f"  … and {len(channels) - CHANNELS:,} more, in spread.jsonl of an export.")
    return lines


def _crossing(kind: str, crossing: Mapping[str, Any]) -> str:
    least = crossing["gap_us"][0]
    if not crossing["certain"] or least is None:
        return OPEN[kind].format(**crossing)
    return CERTAIN[kind].format(**crossing, hours=f"{least / 3_600_000_000:,.1f}")

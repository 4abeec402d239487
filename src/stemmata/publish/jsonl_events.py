"""Events in the interchange: a row for each, on its own clock in integer µs, with the pairs that were left out."""

from collections.abc import Iterator

from sqlalchemy import Connection

from stemmata.case.events import EventClip, held_events

Row = dict[str, object]


def events(connection: Connection) -> Iterator[Row]:
    """In order of their ids."""
    for event in sorted(held_events(connection), key=lambda one: one.id):
        yield {
            "event": event.id,
            "reference": event.reference,
            "recordings": event.recordings,
            "apart_m": event.apart_m,
            "clips": [_clip(clip) for clip in event.clips],
            "pairs": sum(pair.kept for pair in event.pairs),
            "left_out": [
                {"a": pair.a, "b": pair.b, "residual_us": pair.residual_us, "missed_us": pair.missed_us}
                for pair in event.pairs
                if not pair.kept
            ],
        }


def _clip(clip: EventClip) -> Row:
    return {
        "item": clip.item,
        "start_us": clip.start_us,
        "low_us": clip.low_us,
        "high_us": clip.high_us,
        "confirmed": clip.confirmed,
        "recording": clip.recording,
        "rate_ppm": None if clip.rate_ppb is None else clip.rate_ppb / 1000,
        "rate_error_ppm": None if clip.rate_error_ppb is None else clip.rate_error_ppb / 1000,
    }

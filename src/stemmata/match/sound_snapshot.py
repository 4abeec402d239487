"""What trials on unrelated sound gave, printed by `python -m bench.sound null`: not changed by hand."""

from stemmata.match.chance import Null

SNAPSHOT = "sound-2026-11-28"
STRETCHES = Null(
    "stretches of ten seconds", SNAPSHOT, 2520, (2162, 125, 116, 63, 24, 17, 7, 5, 0, 0, 1), ways=1, look_alikes=None
)
"""Against an hour, in all ways of playing. Look-alikes (one studio, one announcer, one drum loop) were not tried."""

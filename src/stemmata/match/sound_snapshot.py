"""What trials on unrelated sound gave, printed by `python -m bench.sound null`: not changed by hand."""

from stemmata.match.chance import Null

SNAPSHOT = "sound-2026-11-28"
STRETCHES = Null(
    "stretches of ten seconds",
    SNAPSHOT,
    4410,
    (3815, 204, 166, 105, 48, 32, 17, 15, 3, 3, 1, 1),
    ways=1,
    look_alikes=None,
)
"""Against an hour, in all ways of playing; seeds 2000 and 3000 together. Look-alikes (one studio, one announcer, one
drum loop) were not tried."""

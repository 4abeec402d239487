"""What trials on unrelated pictures gave, printed by `python -m bench.chance --snapshot`: not changed by hand."""

from stemmata.match.chance import Null

SNAPSHOT = "pictures-2026-11-24"
LOOK_ALIKES = 26 / 4146
"""`python -m bench.lookalikes run` on seeds 31 (21 false) and 37 (5), of which nothing was looked at before."""

FRAMES = Null("frames of films", SNAPSHOT, 520000, (519161, 0, 0, 0, 839), LOOK_ALIKES)
STILLS = Null("stills", SNAPSHOT, 104000, (102341, 0, 0, 3, 1646, 10), LOOK_ALIKES)
STRETCHES = Null(
    "ten frames of two films",
    SNAPSHOT,
    26000,
    (24407, 0, 0, 21, 109, 216, 276, 241, 224, 197, 113, 58, 45, 40, 17, 14, 19, 3),
    LOOK_ALIKES,
)

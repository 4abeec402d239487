"""What trials on unrelated pictures gave, printed by `python -m bench.chance --snapshot`: never changed by hand."""

from stemmata.match.chance import Null

SNAPSHOT = "pictures-2026-11"

FRAMES = Null("frames of films", SNAPSHOT, 520000, (519161, 0, 0, 0, 839))
STILLS = Null("stills", SNAPSHOT, 104000, (102341, 0, 0, 3, 1646, 10))
STRETCHES = Null(
    "ten frames of two films",
    SNAPSHOT,
    26000,
    (24407, 0, 0, 21, 109, 216, 276, 241, 224, 197, 113, 58, 45, 40, 17, 14, 19, 3),
)

"""What trials on unrelated pictures gave, printed by `python -m bench.chance --snapshot`: never changed by hand."""

from stemmata.match.chance import Null

SNAPSHOT = "pictures-2026-11"

FRAMES = Null("frames of films", SNAPSHOT, 520000, (519161, 0, 0, 0, 839))
STILLS = Null("stills", SNAPSHOT, 104000, (102341, 0, 0, 3, 1646, 10))
STRETCHES = Null(
    "ten frames of two films",
    SNAPSHOT,
    26000,
    (
        24407,
        0,
        0,
        0,
        48,
        107,
        143,
        157,
        171,
        177,
        142,
        129,
        138,
        89,
        75,
        72,
        43,
        26,
        13,
        6,
        7,
        0,
        17,
        13,
        0,
        5,
        0,
        5,
        0,
        0,
        0,
        7,
        3,
    ),
)

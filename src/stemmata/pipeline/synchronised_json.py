"""What synchronisation found of a pair, as it is kept: JSON of its fields but for the candidate that led to it."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from stemmata.match.lag_steps import Step
from stemmata.match.sound_kinship import Coherence, Kinship
from stemmata.match.sync_windows import Window
from stemmata.match.synchronise import Synchronised, Verdict

LEFT_OUT = "candidate"


def synchronised_to_json(found: Synchronised) -> dict[str, object]:
    return {name: value for name, value in asdict(found).items() if name != LEFT_OUT}


def synchronised_from_json(kept: Mapping[str, Any]) -> Synchronised:
    """TypeError, KeyError or ValueError for what `synchronised_to_json` did not make."""
    step, seen = kept["step"], kept["coherence"]
    return Synchronised(
        **dict(kept)
        | {
            "verdict": Verdict(kept["verdict"]),
            "kinship": Kinship(kept["kinship"]),
            "step": None if step is None else Step(**step),
            "coherence": None if seen is None else Coherence(**seen),
            "windows": tuple(Window(**one) for one in kept["windows"]),
        }
    )

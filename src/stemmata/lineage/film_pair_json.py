"""What two films come to beside each other, as JSON and back: kept, and passed between processes."""

from collections.abc import Mapping
from dataclasses import asdict

from stemmata.lineage.film_beyond import Beyond
from stemmata.lineage.film_copying import FilmPair, FilmSide, Steps
from stemmata.model.canonical import Plain


def film_pair_to_json(pair: FilmPair) -> dict[str, Plain]:
    return asdict(pair)


def film_pair_from_json(row: Mapping[str, object]) -> FilmPair:
    """ValueError or TypeError for what `film_pair_to_json` did not write."""
    sides = {name: _side(row[name]) for name in ("one", "other")}
    return FilmPair(**{**row, **sides})  # type: ignore[arg-type]


def _side(row: object) -> FilmSide:
    if not isinstance(row, Mapping):
        raise ValueError(f"expected one side of two films, got {row!r:.80}")
    beyond = {**row["beyond"], "bare": tuple(row["beyond"]["bare"])}
    return FilmSide(**{**row, "steps": Steps(**row["steps"]), "beyond": Beyond(**beyond)})

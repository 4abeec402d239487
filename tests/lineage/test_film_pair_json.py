"""What two films come to comes back from its JSON as it was."""

import json
from dataclasses import replace

import pytest

from stemmata.lineage.film_beyond import Beyond
from stemmata.lineage.film_copying import FilmPair, FilmSide, Steps
from stemmata.lineage.film_pair_json import film_pair_from_json, film_pair_to_json

SIDE = FilmSide(
    Steps(-0.4, 0.05, 3), Beyond((0.1, 0.0, 0.0, 0.0), True, False, 1.5, 0.0, True, False), 0.01, 0.0, 2.0, 9.0
)
PAIR = FilmPair(SIDE, replace(SIDE, marked=0.2), 1.5, 6.0, 0.5, -0.2, 0.0, 0.4, 1.0, False, 3.0, 0.1)


def test_a_pair_survives_its_json() -> None:
    assert film_pair_from_json(json.loads(json.dumps(film_pair_to_json(PAIR)))) == PAIR


def test_what_was_not_written_here_is_refused() -> None:
    with pytest.raises((ValueError, TypeError, KeyError)):
        film_pair_from_json({"one": 3, "other": 4})

"""Roots come back from JSON as they were."""

import json

import pytest
from hypothesis import given
from tests.corroborate.made import materials

from stemmata.corroborate.origins import Material
from stemmata.corroborate.roots import Count, count_roots
from stemmata.corroborate.roots_json import roots_from_json, roots_to_json


@given(materials())
def test_what_is_written_is_read_back(material: Material) -> None:
    roots = count_roots(material)
    assert roots_from_json(json.loads(json.dumps(roots_to_json(roots)))) == roots
    one = Count(material).behind(["a"])
    assert roots_from_json(json.loads(json.dumps(roots_to_json(one)))) == one


@pytest.mark.parametrize("key", ["groups", "exact", "shown_set", "pairs", "levels"])
def test_what_is_not_ours_is_refused(key: str) -> None:
    row = {**roots_to_json(count_roots(Material(()))), key: "many"}
    with pytest.raises(ValueError, match="expected"):
        roots_from_json(row)

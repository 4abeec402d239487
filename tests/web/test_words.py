"""Words of the pages: one place for each."""

import ast
from collections import Counter
from pathlib import Path

import stemmata.web

TABLES = sorted(Path(stemmata.web.__file__).parent.glob("*words.py"))


def test_no_two_tables_of_words_have_one_key() -> None:
    keys = Counter(
        key.value
        for path in TABLES
        for made in ast.parse(path.read_text("utf-8")).body
        if isinstance(made, ast.Assign | ast.AnnAssign) and isinstance(made.value, ast.Dict)
        for key in made.value.keys
        if isinstance(key, ast.Constant) and isinstance(made.value.values[0], ast.Tuple)
    )
    assert len(keys) > 300
    assert [key for key, count in keys.items() if count > 1] == []

"""Pages that say which test shows a promise name one that is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = {
    page.name: sorted(set(re.findall(r"`(?:tests/\w+/)?(test_\w+)(?:\.py)?`", page.read_text("utf-8"))))
    for page in sorted((ROOT / "docs").glob("*.md"))
}


@pytest.mark.parametrize("page", [page for page, names in NAMED.items() if names])
def test_every_test_that_a_page_names_is_there(page: str) -> None:
    there = {path.stem for path in (ROOT / "tests").rglob("test_*.py")}
    assert [name for name in NAMED[page] if name not in there] == []

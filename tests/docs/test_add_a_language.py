"""The guide's example is a lexicon that is read, and names what the guide says it names."""

import re
from pathlib import Path

import pytest

from stemmata.lineage.changes import Version, changes_between
from stemmata.lineage.changes_lexicon_file import FORMS, PHRASES, VALUES, lexicon_from, lexicons

GUIDE = (Path(__file__).parents[2] / "docs" / "add-a-language.md").read_text("utf-8")
FRENCH = re.search(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
ROWS = re.findall(r"^\| (.*?) \| (.*?) \| ([A-Z_]+) \|$", GUIDE, re.MULTILINE)


def test_the_guide_has_an_example_and_pairs() -> None:
    assert FRENCH is not None
    assert len(ROWS) == 3


@pytest.mark.parametrize(("before", "after", "code"), ROWS)
def test_the_example_names_what_the_guide_says(before: str, after: str, code: str) -> None:
    assert FRENCH is not None
    languages = {**lexicons(), "fr": lexicon_from(FRENCH.group(1))}
    found = changes_between(Version(None, before), Version(None, after), languages=languages)
    assert [change.code.value for change in found] == [code]


def test_the_guide_explains_every_section_and_every_list() -> None:
    table = GUIDE.split("## Sections", 1)[1]
    for section, keys in {**PHRASES, **VALUES, "inflection": FORMS}.items():
        assert f"`{section}`" in table, section
        if section != "dates":
            for key in keys:
                assert f"`{key}`" in table, f"[{section}] {key}"

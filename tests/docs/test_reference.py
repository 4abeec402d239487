"""The reference pages say what the program says; run `make docs` when this fails."""

import importlib.util
import re
from pathlib import Path

import pytest

from stemmata.cli.main import GROUPS, VERBS

ROOT = Path(__file__).parents[2]
SPEC = importlib.util.spec_from_file_location("write_reference", ROOT / "tools" / "write_reference.py")
assert SPEC is not None
assert SPEC.loader is not None
reference = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(reference)


@pytest.mark.parametrize("page", list(reference.PAGES))
def test_a_reference_page_is_in_step_with_the_program(page: str) -> None:
    assert (ROOT / "docs" / page).read_text("utf-8") == reference.PAGES[page]()


def test_every_verb_has_an_example_in_its_help() -> None:
    written = reference.commands()
    sections = re.split(r"^## ", written, flags=re.MULTILINE)[1:]
    assert {section.partition("\n")[0].split(" ")[0] for section in sections} == {*VERBS, *GROUPS}
    for section in sections:
        assert "Example: stemmata" in section, section.partition("\n")[0]


def test_every_relative_link_in_the_docs_leads_somewhere() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"

"""Texts of a story as versions: their order, what links them, and what orders a pair that nothing links."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, insert
from tests import cases, stories
from tests.judged_case import own_copy

from stemmata.case import schema
from stemmata.case.index import Index
from stemmata.case.versions import held_text, in_order, link_as_named, shared_spans, text_links, texts_of
from stemmata.lineage.stemma import Descent, Stemma, Sureness, Witness
from stemmata.lineage.stemma_json import stemma_to_json
from stemmata.model.interval import Basis
from stemmata.preserve.casefolder import CaseFolder


@pytest.fixture
def index(story_case: CaseFolder, tmp_path: Path) -> Iterator[Index]:
    made = cases.opened(own_copy(story_case, tmp_path / "case"))
    yield made
    made.close()


def test_posted_texts_come_first_and_tell_whose_clock(index: Index) -> None:
    with index.read() as connection:
        texts = texts_of(connection, stories.story(index, "قُتل ١٢"))
    assert [text.platform for text in texts] == ["telegram", None, None]
    assert [text.time.basis for text in texts if text.time] == [Basis.PLATFORM, Basis.COLLECTED, Basis.COLLECTED]


def test_where_no_direction_is_told_none_is_made_up_with_a_tree_or_without(index: Index) -> None:
    with index.read() as connection:
        of_tree = text_links(connection, stories.story(index, "Dozens"))
    with index.write() as connection:
        connection.execute(delete(schema.stemma))
    with index.read() as connection:
        links = text_links(connection, stories.story(index, "Dozens"))
    (link,) = links
    assert (link.before, link.after) == (stories.holder(index, "Dozens"), stories.holder(index, "Shell hits"))
    assert not link.directed
    assert of_tree == links


def test_clocks_order_a_pair_only_where_both_are_posted(index: Index) -> None:
    with index.read() as connection:
        post, arabic = (held_text(connection, stories.holder(index, words)) for words in ("Dozens", "قُتل العشرات"))
        wire = held_text(connection, stories.holder(index, "Shell hits"))
        assert post is not None
        assert arabic is not None
        assert wire is not None
        assert in_order(post, arabic).by_time
        assert not in_order(arabic, post).by_time
        assert not in_order(wire, post).directed


def test_links_are_those_of_the_stemma_where_there_is_one(index: Index) -> None:
    family = stories.story(index, "Dozens")
    with index.read() as connection:
        wire, post = (held_text(connection, stories.holder(index, words)) for words in ("Shell hits", "Dozens"))
        assert wire is not None
        assert post is not None
    witnesses = tuple(Witness(text.unit().id, (text.unit(),)) for text in (wire, post))
    descents = (Descent(post.unit().id, wire.unit().id, Sureness.LIKELY), Descent(wire.unit().id, None, Sureness.NONE))
    body = json.dumps(stemma_to_json(Stemma(family, witnesses, descents)))
    with index.write() as connection:
        connection.execute(delete(schema.stemma).where(schema.stemma.c.family == family))
        connection.execute(insert(schema.stemma).values(family=family, body=body))
    with index.read() as connection:
        (link,) = text_links(connection, family)
        assert (link.before, link.after, link.sureness) == (wire.holder, post.holder, Sureness.LIKELY)
        assert link_as_named(connection, wire, post) == link
        assert not link_as_named(connection, post, wire).directed


def test_shared_passages_are_told_from_either_side(index: Index) -> None:
    one, other = stories.holder(index, "Dozens"), stories.holder(index, "Shell hits")
    with index.read() as connection:
        forth, back = shared_spans(connection, one, other), shared_spans(connection, other, one)
        post = held_text(connection, one)
    assert post is not None
    assert forth
    assert back == sorted((b0, b1, a0, a1) for a0, a1, b0, b1 in forth)
    assert post.body[slice(*forth[0][:2])].startswith("people were killed on Friday")

"""Which sentences of two versions are compared with each other."""

from stemmata.lineage.changes_blocks import Block, blocks_of
from stemmata.lineage.changes_lexicon_file import lexicons
from stemmata.lineage.changes_reading import Reading, read
from stemmata.model.change import Where


def reading(text: str) -> Reading:
    return read(Where.BODY, text, lexicons()["en"])


def test_sentences_meet_wherever_they_stand() -> None:
    before = reading("The mill at Ostra burned. Two guards fled to Dalmo.")
    after = reading("Two guards fled to Dalmo on foot. The mill at Ostra burned down.")
    assert blocks_of(before, after) == [Block((1,), (0,)), Block((0,), (1,))]


def test_two_sentences_drawn_into_one_are_one_block() -> None:
    before = reading("The mill at Ostra burned. Two guards fled to Dalmo.")
    after = reading("Two guards fled to Dalmo when the mill at Ostra burned.")
    assert blocks_of(before, after) == [Block((0, 1), (0,))]


def test_a_sentence_without_a_partner_stands_alone() -> None:
    before, after = reading("The mill burned."), reading("The mill burned. Cows grazed nearby.")
    assert blocks_of(before, after) == [Block((0,), (0,)), Block((), (1,))]


def test_two_short_sentences_between_the_same_neighbours_meet() -> None:
    before = reading("The toll was given as 19. It is 16. The street was misspelled.")
    after = reading("The toll was given as 19. It is 13. The street was misspelled.")
    assert blocks_of(before, after)[1] == Block((1,), (1,))


def test_repeated_sentences_meet_one_by_one() -> None:
    before, after = reading("They ran. They ran."), reading("They ran. They ran. They ran.")
    assert blocks_of(before, after) == [Block((0,), (0,)), Block((1,), (1,)), Block((), (2,))]

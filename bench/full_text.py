"""Search over all text at scale: time to index, time of a page of 100 results, beside a plain LIKE over the bodies.

Texts are made: 200 words each, half Arabic and half Latin, words as frequent as in a language (Zipf, exponent 1); some
Arabic words are forms of مستشفى and بغداد. CPU seconds of one process, so that a busy machine tells the same.
Run: python -m bench.full_text [--texts N]
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from itertools import accumulate
from pathlib import Path
from random import Random
from time import process_time

from sqlalchemy import func, insert, select

from stemmata.case import schema
from stemmata.case.asked_words import asked_words
from stemmata.case.index import Index
from stemmata.case.search import search
from stemmata.case.search_index import index_texts

WORDS, VOCABULARY, BATCH = 200, 20_000, 10_000
FORMS = ("كلمة", "المدينة", "والمستشفى", "بالمستشفى", "للمستشفى", "مستشفى", "قتل", "وقتل", "وبغداد", "بغداد")
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
QUESTIONS = ("مستشفى", "المستشفى", "word0", "word0 word1", '"word0 word1"', "word19* OR بغداد", f"word{VOCABULARY - 1}")


def bodies(texts: int) -> list[str]:
    """The same on every machine."""
    random = Random(1)
    latin = [f"word{at}" for at in range(VOCABULARY)]
    arabic = [*FORMS, *("".join(random.choices(LETTERS, k=random.randint(3, 8))) for _ in range(VOCABULARY))]
    weights = list(accumulate(1 / at for at in range(1, VOCABULARY + 1)))
    return [
        " ".join(random.choices((latin if at % 2 else arabic)[:VOCABULARY], cum_weights=weights, k=WORDS))
        for at in range(texts)
    ]


def filled(index: Index, texts: int) -> None:
    rows = [
        {"holder": f"{at:064x}", "posting": f"{at:064x}", "extraction": "bench/1", "body": body, "parts": "[]"}
        for at, body in enumerate(bodies(texts))
    ]
    with index.write() as connection:
        for at in range(0, len(rows), BATCH):
            connection.execute(insert(schema.text), rows[at : at + BATCH])


def timed(work: Callable[[], int]) -> tuple[int, float]:
    """What it gave, and the seconds of CPU."""
    began = process_time()
    found = work()
    return found, process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=100_000)
    texts: int = parser.parse_args().texts
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder) / "index.db")
        filled(index, texts)

        def indexed() -> int:
            with index.write() as connection:
                index_texts(connection)
            return texts

        sys.stdout.write(f"{texts:,} texts of {WORDS} words: indexed in {timed(indexed)[1]:.1f} s of CPU")
        sys.stdout.write(f", again with nothing new {timed(indexed)[1]:.1f} s\n")
        for question in QUESTIONS:
            ours, first = timed(partial(page, index, question))
            like, plain = timed(partial(contained, index, question))
            sys.stdout.write(f"{question:<24} {ours:>7,} found, page {first:.2f} s   LIKE {like:>7,}, {plain:.2f} s\n")
        index.close()


def page(index: Index, question: str) -> int:
    with index.read() as connection:
        found = search(connection, asked_words(question))
    return found.total


def contained(index: Index, question: str) -> int:
    """What the first version did: the question as written, anywhere in a body."""
    body = schema.text.c.body
    with index.read() as connection:
        return int(connection.scalar(select(func.count()).where(body.like(f"%{question.strip(chr(34))}%"))) or 0)


if __name__ == "__main__":
    main()

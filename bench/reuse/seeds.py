"""Seed articles, light paraphrases and formulas, in two halves: one to fit by, one only to report on.

The half is the parity of the first byte of SHA-256 of the id (of the text, for formulas, which have none). It was fixed
before anybody who wrote or tuned the code read any of them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

PLACE = Path(__file__).parents[1] / "texts" / "reuse"
HALVES = ("fit", "report")


@dataclass(frozen=True, slots=True)
class Seed:
    """An article on an invented event. `quote` is a statement that stands in one paragraph; seeds of one `event` are
    written apart from one another. paraphrases: by number of the paragraph."""

    id: str
    language: str
    topic: str
    event: str
    headline: str
    paragraphs: tuple[str, ...]
    speaker: str
    quote: str
    agency: str
    paraphrases: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Half:
    """Seeds in order of id, and formulas by language."""

    seeds: tuple[Seed, ...]
    stock: Mapping[str, tuple[str, ...]]

    def of(self, language: str) -> list[Seed]:
        return [seed for seed in self.seeds if seed.language == language]


def half_of(id_or_text: str) -> str:
    return HALVES[sha256(id_or_text.encode("utf-8")).digest()[0] % 2]


def half(name: str, place: Path = PLACE) -> Half | None:
    """None where the texts are not there."""
    if not (place / "seeds.jsonl").is_file():
        return None
    paraphrases: dict[str, dict[int, str]] = {}
    for row in _rows(place / "paraphrases.jsonl"):
        paraphrases.setdefault(row["id"], {})[row["paragraph"]] = row["paraphrase"]
    seeds = [_seed(row, paraphrases.get(row["id"], {})) for row in _rows(place / "seeds.jsonl")]
    stock: dict[str, list[str]] = {}
    for row in _rows(place / "stock.jsonl"):
        if half_of(row["text"]) == name:
            stock.setdefault(row["language"], []).append(row["text"])
    kept = sorted((seed for seed in seeds if half_of(seed.id) == name), key=lambda seed: seed.id)
    return Half(tuple(kept), {language: tuple(texts) for language, texts in stock.items()})


def _rows(path: Path) -> Sequence[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _seed(row: Mapping[str, Any], paraphrases: Mapping[int, str]) -> Seed:
    return Seed(
        row["id"],
        row["language"],
        row["topic"],
        row["event"],
        row["text"]["headline"],
        tuple(row["text"]["paragraphs"]),
        row["statement"]["speaker"],
        row["statement"]["quote"],
        row["agency"],
        paraphrases,
    )

"""The bench of reuse: the same seed, the same case; truth follows from words; halves do not mix."""

import json
from pathlib import Path
from random import Random

import pytest
from bench.reuse.__main__ import main
from bench.reuse.edits import misread, reworded
from bench.reuse.methods import Found, ours, tiling
from bench.reuse.pieces import Role, built, made, overlap, piece
from bench.reuse.scale import articles
from bench.reuse.score import score
from bench.reuse.seeds import HALVES, Half, half, half_of
from bench.reuse.tiling import tiles
from bench.reuse.worlds import KINDS, paragraph, world

SEEDS = 24


def words(random: Random, count: int) -> str:
    return " ".join("".join(random.choice("aeioubdgklmnpr") for _ in range(7)) for _ in range(count))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Seeds of no meaning, in the form of the true ones."""
    random = Random(1)
    rows: list[dict[str, object]] = []
    rewritten: list[dict[str, object]] = []
    for at in range(SEEDS):
        quote = words(random, 12)
        paragraphs = [words(random, 30) for _ in range(4)] + [f"“{quote},” said the mayor."]
        rows.append(
            {
                "id": f"en-{at:02}",
                "language": "en",
                "topic": f"topic {at % 4}",
                "event": f"ev-{at}",
                "text": {"headline": words(random, 8), "paragraphs": paragraphs},
                "statement": {"speaker": "the mayor", "quote": quote},
                "agency": "Orvane News Service",
            }
        )
        rewritten.append({"id": f"en-{at:02}", "paragraph": 1, "paraphrase": f"Now {paragraphs[1]}"})
    stock: list[dict[str, object]] = [{"language": "en", "text": words(random, 10)} for _ in range(8)]
    for name, lines in {"seeds": rows, "paraphrases": rewritten, "stock": stock}.items():
        (tmp_path / f"{name}.jsonl").write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    return tmp_path


@pytest.fixture
def fit(place: Path) -> Half:
    kept = half("fit", place)
    assert kept is not None
    return kept


def test_the_halves_are_apart_and_together_whole(place: Path) -> None:
    found = [half(name, place) for name in HALVES]
    ids = [{seed.id for seed in one.seeds} for one in found if one is not None]
    assert ids[0] | ids[1] == {f"en-{at:02}" for at in range(SEEDS)}
    assert not ids[0] & ids[1]
    assert all(half_of(name) == HALVES[at] for at in (0, 1) for name in ids[at])


def test_where_there_are_no_seeds_it_says_not_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--texts", str(tmp_path)]) == 0
    assert "not run" in capsys.readouterr().out


def test_the_same_seed_makes_the_same_case(fit: Half) -> None:
    one, other = world(fit, "en", 4), world(fit, "en", 4)
    assert [made.text for made in one] == [made.text for made in other]
    assert [made.text for made in one] != [made.text for made in world(fit, "en", 5)]
    assert {made.kind for made in one} == {"seed", "agency", "common source", *KINDS}


def test_two_texts_share_the_words_that_come_from_one() -> None:
    taken = piece("one two three four", "seed 1")
    a, b = built([made("before"), taken]), built([taken, made("after")])
    shared = overlap(a, b)
    assert {a.body[at] for at in shared.a} >= set("onetwthrefu")
    assert "".join(b.body[at] for at in sorted(shared.b)) == "one two three four"
    assert (shared.equal, shared.longest, shared.running) == (4, 4, 4)
    assert set(shared.roles) == {(Role.TEXT, Role.TEXT)}
    assert not overlap(a, built([made("one two three four")])).roles


def test_a_changed_word_stays_shared_and_is_not_equal() -> None:
    taken = piece(" ".join(f"word{at}" for at in range(200)), "seed 1")
    changed = reworded(taken, 0.2, ["other"], Random(2))
    shared = overlap(built([taken]), built([changed]))
    kept = sum(word.origin is not None for word in changed.words)
    assert shared.running == kept
    assert 120 < shared.equal < kept
    assert overlap(built([taken]), built([misread(taken, 0.2, "en", Random(2))])).equal < 200


def test_what_stands_in_quotation_marks_is_the_speakers(fit: Half) -> None:
    found = paragraph(fit.seeds[0], 4)
    assert [word.role for word in found.words] == [Role.QUOTATION] * 12 + [Role.TEXT] * 3


def test_tiles_are_the_longest_runs_each_word_once() -> None:
    a, b = ["a", "b", "c", "d", "e", "f", "g", "h", "x", "a", "b", "c", "d"], ["a", "b", "c", "d", "e", "f", "g", "h"]
    assert tiles(a, b, least=4) == [(0, 0, 8)]
    assert tiles(a, b, least=9) == []


def test_a_wrong_link_and_a_missed_one_are_counted(fit: Half) -> None:
    case = [world(fit, "en", 1)]
    nothing = score(case, lambda texts: {})
    assert all(counted[0] == 0 for counted in nothing.pairs.values())
    assert not any(nothing.joined.values())
    holders = sorted(one.text.holder for one in case[0])
    all_pairs = {(a, b): Found([(0, 5, 0, 5)]) for at, a in enumerate(holders) for b in holders[at + 1 :]}
    everything = score(case, lambda texts: all_pairs)
    assert everything.joined == everything.unrelated


def test_ours_finds_most_of_a_small_case_and_tiling_less(fit: Half) -> None:
    case = [world(fit, "en", 2)]
    found, tiled = score(case, ours), score(case, tiling)
    assert found.every.both / found.every.true > 0.9
    assert found.every.both / found.every.true > tiled.every.both / tiled.every.true


def test_the_bench_prints_its_rows(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--texts", str(place), "--half", "fit", "--worlds", "1"]) == 0
    printed = capsys.readouterr().out
    assert "greedy string tiling" in printed
    assert main(["seeds", "--texts", str(place), "--half", "fit"]) == 0
    assert main(["scale", "--articles", "30"]) == 0
    assert "30 articles" in capsys.readouterr().out


def test_generated_articles_are_the_same_for_the_same_seed() -> None:
    assert articles(20, 1) == articles(20, 1)

"""The public benchmark of families: the same seed, the same bytes; trees that are trees; scores that can be checked."""

import io
import random
from collections import Counter
from pathlib import Path

import bench.families.__main__
import numpy as np
import pytest
from bench.edits.truth import Medium, NotUsable
from bench.families import metadata, truth
from bench.families.answers import read_placed, write_placed
from bench.families.coding import Coding, decoded, encoded, quantiser
from bench.families.making import Asked, make
from bench.families.regimes import Regime
from bench.families.report import Outcome, claim_lines, outcome
from bench.families.score import (
    Kind,
    Known,
    Placed,
    Verdict,
    files_parents,
    held_files,
    known,
    said,
    tree_score,
    verdict,
)
from bench.families.stemma import ancestry, depth, first_root, held, leaves, roots, surviving
from bench.families.trees import planned
from bench.families.truth import Exactly, Witness
from example.textures import Picture, noise, tinted
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

Parents = dict[str, frozenset[str]]


def _textured(seed: int, size: tuple[int, int] = (320, 240)) -> Picture:
    return tinted(noise(np.random.default_rng(seed), size[1], size[0], 24, 4), (20, 40, 60), (230, 210, 190))


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos")
    for seed in range(4):
        Image.fromarray(_textured(seed)).save(folder / f"{seed}.png")
    return folder


def _asked(photos: Path, regime: Regime, roots: int = 1) -> Asked:
    return Asked(seed=3, families=2, copies=12, regime=regime, roots=roots, photos=photos)


def _silent(line: str) -> None:
    """Nothing is printed in a test."""


@pytest.fixture(scope="module")
def made(photos: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "families"
    make(folder, _asked(photos, Regime.HOSTILE, 2), _silent)
    return folder


def _bytes_and_times(folder: Path) -> dict[str, tuple[bytes, float]]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): (path.read_bytes(), _time(path)) for path in files}


def _time(path: Path) -> float:
    return 0.0 if path.name == truth.NAME else path.stat().st_mtime


def test_the_same_seed_gives_the_same_bytes_times_and_truth(made: Path, photos: Path, tmp_path: Path) -> None:
    make(tmp_path, _asked(photos, Regime.HOSTILE, 2), _silent)
    assert _bytes_and_times(tmp_path) == _bytes_and_times(made)


def test_another_seed_gives_another_tree() -> None:
    assert planned(random.Random(1), 1, 20) != planned(random.Random(2), 1, 20)


def test_the_truth_names_every_file_and_stands_beside_them(made: Path) -> None:
    named = {one.file for one in truth.read(made)}
    assert named == {str(path.relative_to(made)) for path in made.glob("stills/*")}
    assert {path.name for path in made.iterdir()} == {"stills", truth.NAME}


@pytest.mark.parametrize("regime", list(Regime))
def test_every_file_of_every_regime_can_be_decoded(regime: Regime, photos: Path, tmp_path: Path) -> None:
    witnesses = make(tmp_path, _asked(photos, regime), _silent)
    for one in witnesses:
        with Image.open(tmp_path / one.file) as image:
            size = image.convert("RGB").size
        content = (tmp_path / one.file).read_bytes()
        assert decoded(content).shape == (size[1], size[0], 3)
        assert np.ptp(decoded(content)) > 40


@pytest.mark.parametrize("roots", [1, 2, 3])
def test_the_tree_has_its_roots_and_no_circle_and_joins_only_different_roots(roots: int) -> None:
    for seed in range(50):
        parents = planned(random.Random(seed), roots, 20)
        assert [not above for above in parents] == [node < roots for node in range(20)]
        assert all(parent < node for node, above in enumerate(parents) for parent in above)
        joins = [above for above in parents if len(above) > 1]
        assert bool(joins) == (roots > 1)
        shows = [{node} for node in range(roots)]
        for above in parents[roots:]:
            assert sum(len(shows[parent]) for parent in above) == len(set().union(*(shows[one] for one in above)))
            shows.append(set().union(*(shows[parent] for parent in above)))


def test_roots_that_cannot_be_joined_are_refused() -> None:
    with pytest.raises(ValueError, match="3 roots need at least 5 nodes"):
        planned(random.Random(1), 3, 4)


def test_a_copy_that_descends_exactly_has_its_parents_bytes_or_coded_picture(photos: Path, tmp_path: Path) -> None:
    seen: Counter[Exactly] = Counter()
    witnesses = make(tmp_path, Asked(5, 4, 20, Medium.STILL, Regime.PLATFORM, photos=photos), _silent)
    for family in truth.families(witnesses).values():
        content = {one.node: (tmp_path / one.file).read_bytes() for one in family}
        for one in family:
            if one.descends_exactly is not None:
                own, parent = content[one.node], content[one.parents[0]]
                seen[one.descends_exactly] += 1
                assert (own == parent) == (one.descends_exactly is Exactly.BYTES)
                assert one.pictures == next(two.pictures for two in family if two.node == one.parents[0])
                assert np.array_equal(decoded(own), decoded(parent))
                if one.descends_exactly is Exactly.STREAM:
                    assert metadata.stripped(own) == metadata.stripped(parent)
    assert min(seen[Exactly.BYTES], seen[Exactly.STREAM]) > 0


def test_false_metadata_says_an_earlier_day_than_the_parent(photos: Path) -> None:
    rng = random.Random(1)
    first = metadata.taken(rng)
    content = metadata.stating(encoded(_textured(1), Coding("jpeg", 90)), first)
    later = metadata.stating(content, metadata.earlier(rng, first.taken))
    days = [Image.open(io.BytesIO(one)).getexif()[0x0132] for one in (content, later)]
    assert days[1] < days[0]
    assert metadata.stripped(later) == metadata.stripped(content)


@pytest.mark.parametrize("quality", [40, 60, 80, 90])
def test_a_quality_quantises_about_as_hard_as_libjpegs(quality: int) -> None:
    picture, target = _textured(1), io.BytesIO()
    Image.fromarray(picture).save(target, "JPEG", quality=quality)
    own, libjpegs = _mean_of_table(encoded(picture, Coding("jpeg", quality))), _mean_of_table(target.getvalue())
    assert 0.7 < own / libjpegs < 1.4
    assert 1 <= quantiser(quality) <= 31


def _mean_of_table(content: bytes) -> float:
    with Image.open(io.BytesIO(content)) as image:
        assert isinstance(image, JpegImageFile)
        return float(np.mean(image.quantization[0]))


@pytest.mark.parametrize("chroma", ["420", "444"])
def test_coding_again_and_again_does_not_darken(chroma: str) -> None:
    first = picture = _textured(2)
    for _ in range(6):
        picture = decoded(encoded(picture, Coding("jpeg", 85, chroma)))
    assert abs(picture.mean(axis=(0, 1)) - first.mean(axis=(0, 1))).max() < 0.25


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.jpg").write_bytes(b"")
    with pytest.raises(NotUsable, match="is not empty: name another folder"):
        make(tmp_path, Asked())


def _tree(**above: str) -> Parents:
    """Each letter of the value is a parent."""
    return {node: frozenset(parents) for node, parents in above.items()}


TREE = _tree(a="", b="a", c="a", d="b", e="b", f="d")


def test_losing_nodes_gives_nearest_held_ancestors() -> None:
    assert surviving(TREE, {"a", "e", "f"}) == _tree(a="", e="a", f="a")
    assert surviving(TREE, {"c", "d", "e", "f"}) == _tree(c="", d="", e="", f="d")


def test_a_lost_join_hands_down_both_its_parents() -> None:
    joined = _tree(a="", b="", c="ab", d="c")
    assert surviving(joined, {"a", "b", "d"}) == _tree(a="", b="", d="ab")
    assert surviving(joined, {"a", "d"}) == _tree(a="", d="a")


@pytest.mark.parametrize(("share", "left"), [(0.0, 6), (0.15, 5), (0.5, 3), (0.9, 2)])
def test_what_is_held_depends_on_the_seed_only(share: float, left: int) -> None:
    assert len(held(TREE, share, 1)) == left
    assert held(TREE, share, 1) == held(dict(reversed(TREE.items())), share, 1)


def test_a_root_can_be_lost() -> None:
    assert any("a" not in held(TREE, 0.3, seed) for seed in range(20))


def test_measures_of_a_tree_by_hand() -> None:
    assert (roots(TREE), leaves(TREE)) == ({"a"}, {"c", "e", "f"})
    assert len(ancestry(TREE)) == 9
    assert (depth(TREE, "f"), first_root(TREE)) == (3, "a")


def test_the_truth_itself_scores_full() -> None:
    score = tree_score(TREE, TREE)
    assert (score.root, score.depth) == (True, 0)
    assert {score.roots, score.edges, score.leaves, score.ancestry, score.vo, score.eo, score.veo} == {1.0}


def test_one_wrong_parent_costs_an_edge_and_what_hangs_on_it() -> None:
    """f hangs on e in place of d."""
    score = tree_score(TREE, TREE | {"f": frozenset("e")})
    assert (score.root, score.edges, score.vo, score.eo) == (True, 4 / 5, 1.0, 4 / 5)
    assert score.leaves == 2 / 4  # c, f of c, d, e, f
    assert score.ancestry == 8 / 10
    assert score.veo == 2 * (6 + 4) / (12 + 10)


def test_a_tree_hung_by_another_node_has_that_nodes_depth_and_undirected_links() -> None:
    score = tree_score(TREE, _tree(a="b", b="d", c="a", d="", e="b", f="d"))
    assert (score.root, score.depth, score.edges) == (False, 2, 3 / 5)
    assert (score.eo, score.eo_loose, score.veo_loose) == (3 / 5, 1.0, 1.0)


def test_of_a_forest_either_sides_edges_count() -> None:
    true = _tree(a="", b="a", c="", d="c")
    score = tree_score(true, _tree(a="", b="a", c="a", d="c"))
    assert (score.root, score.roots, score.edges) == (True, 1 / 2, 2 / 3)


def test_an_answer_without_links_scores_nothing_but_the_root_by_name() -> None:
    score = tree_score(TREE, dict.fromkeys(TREE, frozenset()))
    assert (score.edges, score.ancestry, score.vo, score.eo, score.veo) == (0.0, 0.0, 0.0, 0.0, 0.0)


def test_an_answer_that_runs_in_circles_has_no_root() -> None:
    score = tree_score(_tree(a="", b="a"), _tree(a="b", b="a"))
    assert (score.root, score.depth) == (False, None)
    assert score.eo == 2 / 3


def _witness(node: int, *parents: int, pictures: str | None = None) -> Witness:
    file = "abcdefgh"[node]
    return Witness("0000", file, node, parents, (), None, pictures or file, Medium.STILL, "platform")


FAMILY = [
    _witness(0),
    _witness(1, 0),
    _witness(2, 0),
    _witness(3, 1),
    _witness(4, 1),
    _witness(5, 3),
    _witness(6, 5, pictures="f"),
]


def _known(files: str) -> Known:
    return known(FAMILY, frozenset(files))


@pytest.mark.parametrize(
    ("child", "parent", "expected"),
    [
        ("d", "a", Verdict.PARENT),  # b is lost
        ("f", "d", Verdict.PARENT),
        ("f", "a", Verdict.FARTHER),
        ("d", "f", Verdict.REVERSED),
        ("d", "e", Verdict.COUSIN),  # both from b, which is lost
        ("d", "x", Verdict.OTHER),
        ("g", "f", Verdict.SAME),
        ("f", "g", Verdict.SAME),
        ("g", "d", Verdict.PARENT),
        ("a", None, Verdict.NO_PARENT),
        ("d", None, Verdict.MISSED),
    ],
)
def test_a_claim_is_judged_against_what_is_held(child: str, parent: str | None, expected: Verdict) -> None:
    kind = Kind.NONE if parent is None else Kind.LIKELY
    assert verdict(_known("adefg"), Placed(child, parent, kind)) is expected


def test_same_pictures_are_told_apart_by_nobody() -> None:
    """g is f with other metadata: whichever is named as the parent, the tree is right."""
    family = known([*FAMILY, _witness(7, 6)], frozenset("abcdefgh"))
    tree = {"b": "a", "c": "a", "d": "b", "e": "b", "f": "d", "g": "f"}
    for parent in "fg":
        answer = [Placed(one, above, Kind.LIKELY) for one, above in (tree | {"h": parent}).items()]
        assert tree_score(family.held, said(family, answer)).edges == 1.0


def test_a_picture_that_came_out_as_its_grandparent_stands_where_that_was_made() -> None:
    family = [_witness(0), _witness(1, 0), _witness(2, 1), _witness(3, 2, pictures="b"), _witness(4, 3)]
    assert known(family, frozenset("abcde")).held == _tree(a="", b="a", c="b", e="b")


def _outcome(*placed: Placed) -> Outcome:
    return outcome("ours", [_known("adefg")], placed)


def test_claims_are_counted_by_kind_with_what_the_wrong_ones_are() -> None:
    found = _outcome(
        Placed("d", "a", Kind.PROVEN, 1.0),
        Placed("f", "a", Kind.PROVEN, 0.9),
        Placed("e", "d", Kind.LIKELY, 0.6),
        Placed("z", "a", Kind.LIKELY),
    )
    lines = "\n".join(claim_lines(found))
    assert "proven                 0.500" in lines
    assert "n = 2: parent 1, farther ancestor 1" in lines
    assert "proven descent         0 wrong in 2; below 7.76e-01 (95 %)" in lines
    assert "likely                 0 of 1; below 0.950 (95 %): cousin 1" in lines
    assert "p 0.50 to 0.70         0 of 1; below 0.950 (95 %); claimed 0.600" in lines
    assert "held files of which nothing was said: 2" in lines
    assert "not read: 1 answers that name files that are not held" in lines


def test_a_reversed_proof_is_wrong() -> None:
    lines = "\n".join(claim_lines(_outcome(Placed("d", "f", Kind.PROVEN))))
    assert "proven descent         1 wrong in 1" in lines


@pytest.mark.parametrize(
    ("parent", "kind", "p", "message"),
    [
        (None, Kind.LIKELY, None, "kind likely with parent None"),
        ("b", Kind.NONE, None, "kind none with parent b"),
        ("a", Kind.LIKELY, None, "named as its own parent"),
        ("b", Kind.LIKELY, 1.5, "between 0 and 1, got 1.5"),
    ],
)
def test_an_answer_that_contradicts_itself_is_refused(
    parent: str | None, kind: Kind, p: float | None, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Placed("a", parent, kind, p)


def test_answers_are_read_as_they_were_written(tmp_path: Path) -> None:
    answers = [Placed("b", "a", Kind.LIKELY, 0.75), Placed("a", None, Kind.NONE)]
    write_placed(tmp_path / "placed.jsonl", answers)
    assert read_placed(tmp_path / "placed.jsonl") == sorted(answers, key=lambda one: one.child)


@pytest.mark.parametrize("line", ["[]", "{}", "no", '{"child": "a", "parent": "b", "kind": "sure"}'])
def test_a_line_that_is_no_answer_is_refused_with_its_number(tmp_path: Path, line: str) -> None:
    (tmp_path / "placed.jsonl").write_text(line)
    with pytest.raises(NotUsable, match=r"placed.jsonl, line 1: expected \{\"child\": file"):
        read_placed(tmp_path / "placed.jsonl")


def test_the_truth_as_an_answer_scores_full_with_losses_too(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    families = truth.families(truth.read(made)).values()
    answers = []
    for family in families:
        files = held_files(family, 0.3, 0)
        for child, above in surviving(files_parents(family), files).items():
            answers += [Placed(child, parent, Kind.LIKELY) for parent in sorted(above)]
            answers += [] if above else [Placed(child, None, Kind.NONE)]
    write_placed(tmp_path / "placed.jsonl", answers)
    command = ["score", str(made), str(tmp_path / "placed.jsonl"), "--lost", "0.3"]
    assert bench.families.__main__.main(command) == 0
    printed = capsys.readouterr().out
    assert f"{len(families)} families, 16 files held" in printed
    row = next(line for line in printed.splitlines() if line.startswith("  placed.jsonl"))
    assert row.split()[1::3] == ["1.000", "1.000", "1.000", "1.000", "0.000"]


def test_the_files_that_are_held_can_be_named(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.families.__main__.main(["held", str(made), "--lost", "0.5"]) == 0
    named = capsys.readouterr().out.split()
    assert len(named) == 12
    assert all((made / file).is_file() for file in named)

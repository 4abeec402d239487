"""A model of the user's in a run: it proposes pairs, and has no say in what they come to."""

import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import pytest
from PIL import Image
from tests import cases
from tests.match import footage
from tests.media import make
from tests.media import onnx_models as onnx

from stemmata.acts.create import create_case
from stemmata.match.candidates import Pair
from stemmata.model.errors import ModelRefused
from stemmata.pipeline import candidate_index, learned
from stemmata.pipeline.run import Run, RunSummary
from stemmata.preserve.casefolder import CaseFolder

needs_the_runtime = pytest.mark.skipif(
    find_spec("onnxruntime") is None,
    reason='not run: onnxruntime is not installed (pip install "stemmata[learned]")',
)


def worked(case: CaseFolder, model: Path | None) -> RunSummary:
    with Run(case, 2, lambda step, done, total: None, learned=model) as run:
        return run.run()


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    """A street, a copy of it, two other streets, a film."""
    folder = tmp_path / "folder"
    folder.mkdir()
    for name, seed, quality in (("street", 1, 90), ("copy", 1, 40), ("other", 2, 90), ("third", 3, 90)):
        Image.fromarray(footage.street(seed)).save(folder / f"{name}.jpg", quality=quality)
    (folder / "film.mp4").write_bytes(make.film(5, seconds=2, sound=False))
    made = create_case(tmp_path / "case", "Test")
    cases.add(made, folder)
    return made


def written(folder: Path, content: bytes) -> Path:
    path = folder / "model.onnx"
    path.write_bytes(content)
    return path


def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own search finds nothing."""

    def none(*_: object) -> list[Pair]:
        return []

    monkeypatch.setattr(candidate_index.CandidateIndex, "pairs", none)


@needs_the_runtime
def test_a_pair_that_only_the_model_proposes_gets_the_ordinary_verdict(
    case: CaseFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordinary = worked(case, None)
    edges = cases.rows(case, tmp_path / "before", "edges")
    assert len(edges) == 1
    assert ordinary.answer["learned"] is None
    blind(monkeypatch)
    assert worked(case, None).answer["edges"] == {}
    answer = worked(case, written(tmp_path, onnx.of_cells())).answer
    assert cases.rows(case, tmp_path / "after", "edges") == edges
    said = answer["learned"]
    assert isinstance(said, dict)
    assert said["established_among_them"] == 1
    assert said["model_sha256"] == sha256(onnx.of_cells()).hexdigest()


@needs_the_runtime
def test_a_model_that_proposes_everything_makes_no_edge_between_strangers(case: CaseFolder, tmp_path: Path) -> None:
    before = worked(case, None).answer
    answer = worked(case, written(tmp_path, onnx.of_sameness())).answer
    said = answer["learned"]
    assert isinstance(said, dict)
    assert said["proposed_pairs"] == 10
    assert said["compared_only_for_it"] == 9
    assert said["established_among_them"] == 0
    assert {key: answer[key] for key in ("edges", "groups", "footage")} == {
        key: before[key] for key in ("edges", "groups", "footage")
    }


@needs_the_runtime
def test_descriptors_are_kept_by_model_and_not_made_twice(
    case: CaseFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, onnx.of_cells())
    first = worked(case, path).answer
    kept = sorted(case.derived.glob("learned-1-*/*/*.stm"))
    assert len(kept) == 5
    worked(case, None)
    assert sorted(case.derived.glob("learned-1-*/*/*.stm")) == kept

    def never(*_: object) -> None:
        raise AssertionError("it was described again")

    monkeypatch.setattr(learned.LearnedCandidates, "_described", never)
    assert worked(case, path).answer == first


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a JPEG": (make.still, "is no ONNX file"),
    "an operator of its own": (lambda: onnx.of_cells().replace(b"Flatten", b"Flattem"), "refused by the runtime"),
    "another form": (lambda: onnx.model([], [], [], []), "refused by the runtime|0 inputs"),
    "empty": (lambda: b"", "has no bytes"),
}


@needs_the_runtime
@pytest.mark.parametrize("name", REFUSED)
def test_a_model_that_cannot_be_used_is_refused_before_anything_is_read(
    name: str, case: CaseFolder, tmp_path: Path
) -> None:
    make_it, why = REFUSED[name]
    with pytest.raises(ModelRefused, match=why):
        worked(case, written(tmp_path, make_it()))
    assert not list(case.derived.glob("probe-*"))


@needs_the_runtime
def test_a_model_that_fails_on_a_picture_is_named_and_what_was_read_is_kept(case: CaseFolder, tmp_path: Path) -> None:
    Image.new("RGB", (64, 64)).save(tmp_path / "dark.png")
    cases.add(case, tmp_path / "dark.png")
    with pytest.raises(ModelRefused, match=r"failed on a picture: .*not finite"):
        worked(case, written(tmp_path, onnx.of_means("Sqrt")))
    assert len(list(case.derived.glob("still-*/*/*.stm"))) == 5
    assert worked(case, None).answer["complete"] is True


def test_without_the_runtime_the_way_to_it_is_named(
    case: CaseFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learned, "find_spec", lambda name: None)
    with pytest.raises(ModelRefused, match="not installed") as raised:
        worked(case, written(tmp_path, onnx.of_cells()))
    assert "stemmata[learned]" in raised.value.todo


PLAIN = """
import sys
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from stemmata.pipeline.run import Run
from stemmata.preserve.casefolder import CaseFolder
with Run(CaseFolder.open(Path(sys.argv[1])), 1, lambda step, done, total: None) as run:
    run.run()
assert not {name for name in sys.modules if "onnx" in name or "learned" in name}, "imported"
"""


def test_without_the_flag_nothing_of_it_is_imported(case: CaseFolder) -> None:
    ended = subprocess.run([sys.executable, "-c", PLAIN, str(case.path)], check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr

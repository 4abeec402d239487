"""Whether containers tell a parent from other kin: counted between files coded apart, with equals shared out."""

from pathlib import Path

import pytest
from bench.edits.truth import Medium
from bench.families import containers
from bench.families.containers import Told, told
from bench.families.making import Asked, make
from bench.families.truth import Witness

from stemmata.decode.container_form import Form

ONE, OTHER = Form("image/jpeg", {"coding": "baseline"}), Form("image/jpeg", {"coding": "progressive"})


def witness(node: int, parents: tuple[int, ...], pictures: str | None = None) -> Witness:
    return Witness("0", f"{node}.jpg", node, parents, (), None, pictures or str(node), Medium.STILL, "platform")


@pytest.mark.parametrize(
    ("parents", "others", "ahead", "chosen"),
    [((1.0,), (0.5, 0.2), 1.0, 1.0), ((0.5,), (0.5, 0.5), 0.5, 1 / 3), ((0.2,), (0.5,), 0.0, 0.0)],
)
def test_equal_members_share_what_is_counted(
    parents: tuple[float, ...], others: tuple[float, ...], ahead: float, chosen: float
) -> None:
    one = Told(parents, others)
    assert one.ahead() == pytest.approx(ahead)
    assert one.chosen() == pytest.approx(chosen)


def test_a_child_is_compared_with_those_that_were_coded_apart() -> None:
    family = [witness(0, ()), witness(1, (0,)), witness(2, (0,)), witness(3, (1,), pictures="1")]
    forms = {"0.jpg": ONE, "1.jpg": ONE, "2.jpg": OTHER, "3.jpg": ONE}
    assert list(told(family, forms)) == [Told((1.0,), (0.5,)), Told((0.5,), (0.5, 0.5))]


def test_made_families_are_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(tmp_path, Asked(seed=9, families=1, copies=5))
    assert containers.main([str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "1 families" in printed
    assert "the member that agrees most is a parent" in printed
    assert "quantisation" in printed

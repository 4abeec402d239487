"""Named changes on pairs of versions that people labelled, one half of which no lexicon was written with a look at.

    python -m bench.changes fit|report [DIR]

DIR holds en_fit.jsonl and so on; bench/texts/changes where it is not given. Matching: the same code, and spans that
overlap wherever the label has them. Languages are recognised, not declared. `fit` also prints what is found of hedges
and speakers when each pair's own words are taken out of the lexicon. Intervals are over pairs.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.changes.baselines import digits_alone, word_difference
from bench.changes.held_out import without_its_words
from bench.changes.pairs import Pair, Tally, pairs_in, tally
from bench.changes.score import GROUPS, in_group, row

from stemmata.lineage.changes import changes_between
from stemmata.lineage.changes_lexicon_file import lexicons
from stemmata.model.change import Change, Code

LANGUAGES = {"en": "English", "ar": "Arabic"}
PAIRS = Path(__file__).parents[1] / "texts" / "changes"
FOLDS = 5


def main(half: str, folder: Path) -> None:
    for code, name in LANGUAGES.items():
        path = folder / f"{code}_{half}.jsonl"
        if not path.exists():
            print(f"{name}, {half} half: not run, {path.name} is absent")
            continue
        pairs = list(pairs_in(path))
        print(f"{name}, {half} half: {len(pairs)} pairs, {sum(not pair.labels for pair in pairs)} without a change")
        _ours(pairs)
        for label, baseline in (("words differ", word_difference), ("digits alone", digits_alone)):
            tallies = [tally(pair, baseline(pair)) for pair in pairs]
            for group, prefix in GROUPS.items():
                print("  " + row(f"{label}: {group}", tallies, in_group(prefix)))
        if half == "fit":
            _folds(pairs)
            _floors(pairs, code)


def _ours(pairs: list[Pair]) -> None:
    lexicons()
    started = time.process_time()
    tallies = [tally(pair, _found(pair)) for pair in pairs]
    spent = 1000 * (time.process_time() - started) / len(pairs)
    for group, prefix in GROUPS.items():
        print("  " + row(group, tallies, in_group(prefix)))
    for code in Code:
        print("    " + row(code.value, tallies, code.__eq__))
    clean = [one for pair, one in zip(pairs, tallies, strict=True) if not pair.labels]
    print(f"  false changes in pairs without one: {sum(len(one.false) for one in clean)} in {len(clean)} pairs")
    print(f"  {spent:.1f} ms of CPU a pair")


def _found(pair: Pair) -> list[Change]:
    return list(changes_between(pair.before, pair.after))


def _folds(pairs: list[Pair]) -> None:
    """How far groups differ between fifths: nothing is fitted to numbers here, so this shows spread alone."""
    for group, prefix in GROUPS.items():
        shares = []
        for fold in range(FOLDS):
            tallies = [tally(pair, _found(pair)) for pair in pairs[fold::FOLDS]]
            shares.append(_f1(tallies, in_group(prefix)))
        print(f"  {group} by fifths: {', '.join(f'{share:.3f}' for share in shares)}")


def _f1(tallies: list[Tally], counts: Callable[[Code], bool]) -> float:
    right, missed, false = (
        sum(counts(code) for one in tallies for code in getattr(one, kind)) for kind in ("right", "missed", "false")
    )
    return 2 * right / max(1, 2 * right + missed + false)


def _floors(pairs: list[Pair], language: str) -> None:
    for group in ("HEDGE", "ATTRIBUTION"):
        labelled = [pair for pair in pairs if any(label.code.startswith(group) for label in pair.labels)]
        lexicon = lexicons()[language]
        tallies = [tally(pair, without_its_words(pair, lexicon, group)) for pair in labelled]
        print("  " + row(f"{group}, words taken out", tallies, in_group(group)))


if __name__ == "__main__":
    if len(sys.argv) not in {2, 3} or sys.argv[1] not in {"fit", "report"}:
        raise SystemExit(__doc__)
    main(sys.argv[1], Path(sys.argv[2]) if len(sys.argv) == 3 else PAIRS)

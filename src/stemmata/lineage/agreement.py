"""Alignments against each other: one that most ways round it contradict is left out before files share a clock.

Two files are aligned on their own, so now and then one pair in some hundreds lies seconds off. Where both are aligned
with third files as well, the ways round tell: a -> c -> b against a -> b.
"""

from collections.abc import Sequence

from stemmata.lineage.joins import Join

WAYS = 12
"""Third files asked for one alignment, the first by name: enough for a vote, whatever the size of the family."""
LEAST_AGAINST = 2
"""Of three files alone nobody can tell which of three alignments is wrong."""

Pairs = dict[tuple[str, str], list[Join]]


def outvoted(joins: Sequence[Join], within_us: float) -> frozenset[int]:
    """Positions of joins that more third files contradict than bear out, two at least. `within_us`: what two ways to
    one moment may differ by. The order of joins leaves no trace."""
    between: Pairs = {}
    beside: dict[str, set[str]] = {}
    for join in joins:
        for one in (join, join.turned()):
            between.setdefault((one.a, one.b), []).append(one)
            beside.setdefault(one.a, set()).add(one.b)
    return frozenset(
        at for at, join in enumerate(joins) if join.a != join.b and _loses(join, between, beside, within_us)
    )


def _loses(join: Join, between: Pairs, beside: dict[str, set[str]], within_us: float) -> bool:
    third = sorted((beside[join.a] & beside[join.b]) - {join.a, join.b})
    votes = [_vote(join, between[join.a, c], between[c, join.b], within_us) for c in third[:WAYS]]
    against, for_it = votes.count(False), votes.count(True)
    return against >= LEAST_AGAINST and against > for_it


def _vote(join: Join, there: Sequence[Join], on: Sequence[Join], within_us: float) -> bool | None:
    """Whether a way round comes out where the join does; None where no way round covers any of it. A file that shows
    something twice has several ways, and one of them is enough."""
    met = False
    for first in there:
        for second in on:
            start, end = _covered(join, first, second)
            if end - start <= within_us:
                continue
            met = True
            apart = [
                join.rate * at + join.offset_us - second.rate * (first.rate * at + first.offset_us) - second.offset_us
                for at in (start, end)
            ]
            if max(abs(one) for one in apart) <= within_us:
                return True
    return False if met else None


def _covered(join: Join, first: Join, second: Join) -> tuple[float, float]:
    """On a's clock: what the join and both legs of the way round speak of."""
    legs = sorted((at - first.offset_us) / first.rate for at in (second.a_span.start_us, second.a_span.end_us))
    start = max(float(join.a_span.start_us), float(first.a_span.start_us), legs[0])
    return start, min(float(join.a_span.end_us), float(first.a_span.end_us), legs[1])


def shown_twice(joins: Sequence[Join], within_us: float) -> frozenset[tuple[str, str]]:
    """Pairs, in both orders, of which one file was seen to hold a stretch of the other more than once: a loop, or a
    report that shows it again."""
    between: Pairs = {}
    for join in joins:
        between.setdefault((join.a, join.b), []).append(join)
        between.setdefault((join.b, join.a), []).append(join.turned())
    found: set[tuple[str, str]] = set()
    for (a, b), own in between.items():
        for at, one in enumerate(own):
            for other in own[at + 1 :]:
                same = one.a_span.shared_us(other.a_span) > within_us
                if same and one.b_span.shared_us(other.b_span) <= within_us:
                    found |= {(a, b), (b, a)}
    return frozenset(found)

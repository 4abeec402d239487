"""What postings say of files: when each was posted by whose clock, where from, and which bounds are no claims."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from stemmata.lineage import signs
from stemmata.lineage.stemma import Dated, Proof, Sign
from stemmata.model.canonical import Plain
from stemmata.model.interval import Basis, TimeInterval, iso_utc

NO_CLAIMS = frozenset({Basis.ANCHORED, Basis.COLLECTED})
UNSET_US = 0
"""1970-01-01 00:00 is what a clock says that was never set, and no time at which anything was posted."""


@dataclass(frozen=True, slots=True)
class Posted:
    """One held posting and the items that it carries. No author: a channel is all that is ever told of an account.

    `channel` is a key that two postings of one channel share. `name` is what the channel calls itself, None where it
    may be a person's or is not known. `collected_us`: when the export that shows it was received. `forwarded_from`:
    what the export calls the place that it was forwarded from; it is compared, and never printed. `edited`: whether the
    export says so; what it carried before is then not known.
    """

    id: str
    platform: str
    channel: str | None
    name: str | None
    native_id: str | None
    at: TimeInterval | None
    items: tuple[str, ...]
    url: str | None = None
    language: str | None = None
    forwarded_from: str | None = None
    reply_to: str | None = None
    links: tuple[str, ...] = ()
    collected_us: int | None = None
    edited: bool = False

    @property
    def clock_contradicts(self) -> bool:
        """Whether it claims to be younger than the export that already shows it."""
        low = None if self.at is None else self.at.low_us
        return low is not None and self.collected_us is not None and low > self.collected_us

    @property
    def dated(self) -> TimeInterval | None:
        """Its time where that can be used: known, set, and not contradicted by when it was received."""
        usable = self.at is not None and self.at.low_us is not None and self.at.low_us != UNSET_US
        return self.at if usable and not self.clock_contradicts else None


@dataclass(frozen=True, slots=True)
class Bounds:
    """When bytes were made, by what is no claim; None where nothing is proved. `contradict`: the bounds exclude each
    other (a clock was wrong), and neither is used."""

    not_before_us: int | None = None
    existed_by_us: int | None = None
    contradict: bool = False


def existence_bounds(seen: Iterable[TimeInterval]) -> Bounds:
    """`seen`: (None, t) for bytes that existed by t, (t, None) for bytes that cannot be older than t. What platforms
    and files claim is left out."""
    used = [one for one in seen if one.basis in NO_CLAIMS]
    low = max((one.low_us for one in used if one.low_us is not None), default=None)
    high = min((one.high_us for one in used if one.high_us is not None), default=None)
    if low is not None and high is not None and low > high:
        return Bounds(contradict=True)
    return Bounds(low, high)


def earlier(one: TimeInterval, other: TimeInterval) -> bool:
    """Whether `one` is earlier wherever in its interval it lies, by the clocks as claimed."""
    return one.high_us is not None and other.low_us is not None and one.high_us < other.low_us


def by_time(posts: Iterable[Posted]) -> list[tuple[TimeInterval, Posted]]:
    """The dated ones, by the lower ends of their times; equal ones by the upper end and id."""
    dated = [(post.dated, post) for post in posts]
    kept = [(at, post) for at, post in dated if at is not None]
    return sorted(kept, key=lambda pair: (*_ends(pair[0]), pair[1].id))


def _ends(at: TimeInterval) -> tuple[float, float]:
    low = float("-inf") if at.low_us is None else float(at.low_us)
    return low, float("inf") if at.high_us is None else float(at.high_us)


def earliest_dated(posts: Iterable[Posted], items: Sequence[str]) -> Dated | None:
    """The posting of any of `items` whose time has the lowest lower end, and those that may be as early."""
    wanted = frozenset(items)
    ordered = by_time(post for post in posts if wanted.intersection(post.items))
    if not ordered or (low_us := ordered[0][0].low_us) is None:
        return None
    at, first = ordered[0]
    rivals = tuple(sorted(post.id for other, post in ordered[1:] if not earlier(at, other)))
    item = min(wanted.intersection(first.items))
    return Dated(first.id, item, low_us, at.high_us, at.basis.value, first.platform, rivals)


def posting_signs(
    parent: Sequence[Posted],
    child: Sequence[Posted],
    parent_bounds: Bounds = Bounds(),
    child_bounds: Bounds = Bounds(),
    weights: Mapping[str, float] | None = None,
) -> tuple[Sign, ...]:
    """What postings and bounds say on whether `child` comes from `parent`: TIMES, POSTED and FORWARDED, in this order.

    Only bounds that are no claims forbid. `weights`: of kinds for which a calibration exists; None elsewhere, since
    neither a platform's clock nor a forwarding has been measured.
    """
    weights = weights or {}
    made: list[Sign] = []
    forbidden = _forbidden(parent_bounds, child_bounds)
    if forbidden is not None:
        made.append(forbidden)
    first, later = by_time(parent), by_time(child)
    if first and later:
        values: dict[str, Plain] = {
            "parent": iso_utc(first[0][0].low_us),
            "child": iso_utc(later[0][0].low_us),
            "basis": _weaker(first[0][0].basis, later[0][0].basis),
            "order": _order(first[0][0], later[0][0]),
        }
        made.append(Sign(signs.POSTED, None, weights.get(signs.POSTED), values))
    for post in sorted(child, key=lambda one: one.id):
        named = _named_by(post, parent)
        if named is not None:
            made.append(Sign(signs.FORWARDED, None, weights.get(signs.FORWARDED), named))
    return tuple(made)


def _forbidden(parent: Bounds, child: Bounds) -> Sign | None:
    if parent.not_before_us is None or child.existed_by_us is None or parent.not_before_us <= child.existed_by_us:
        return None
    values: dict[str, Plain] = {
        "not_before": iso_utc(parent.not_before_us),
        "existed_by": iso_utc(child.existed_by_us),
    }
    return Sign(signs.TIMES, Proof.NOT_ANCESTOR, None, values)


def _order(parent: TimeInterval, child: TimeInterval) -> str:
    if earlier(parent, child):
        return "parent first"
    return "child first" if earlier(child, parent) else "not told"


def _weaker(one: Basis, other: Basis) -> str:
    return max((one, other), key=list(Basis).index).value


def _named_by(post: Posted, parent: Sequence[Posted]) -> dict[str, Plain] | None:
    """What `post` names of the postings that carry the parent: an address, a message answered, or the channel that it
    was forwarded from. A posting that was certainly made later is named by nobody."""
    possible = [
        one
        for one in sorted(parent, key=lambda one: one.id)
        if one.id != post.id
        and not (post.dated is not None and one.dated is not None and earlier(post.dated, one.dated))
    ]
    for one in possible:
        if one.url is not None and _address(one.url) in {_address(link) for link in post.links}:
            return {"posting": post.id, "channel": one.channel, "how": "link", "names": one.id}
    for one in possible:
        same_channel = (one.platform, one.channel) == (post.platform, post.channel) and one.channel is not None
        if same_channel and one.native_id is not None and one.native_id == post.reply_to:
            return {"posting": post.id, "channel": one.channel, "how": "reply", "names": one.id}
    if post.forwarded_from is None:
        return None
    wanted = _folded(post.forwarded_from)
    alike = [one for one in possible if one.platform == post.platform and one.name is not None]
    channels = {one.channel for one in alike if one.name is not None and _folded(one.name) == wanted}
    if len(channels) != 1:  # a name that two channels bear leads to neither
        return None
    return {"posting": post.id, "channel": channels.pop(), "how": "forward", "names": None}


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _address(link: str) -> str:
    """As compared: without scheme, www, query and fragment."""
    bare = link.strip().split("#", 1)[0].split("?", 1)[0].rstrip("/")
    bare = bare.split("://", 1)[-1].casefold()
    return bare.removeprefix("www.")

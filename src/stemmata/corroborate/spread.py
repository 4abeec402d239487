"""How footage spread, as far as held postings tell: when, by how many channels, across which platforms and languages.

All order here is by clocks as platforms claim them, and among what is held. An earlier post may exist elsewhere.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from stemmata.lineage.posted import Posted, by_time, earlier
from stemmata.model.interval import TimeInterval, iso_utc

DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Post:
    """One held posting of the family's footage. low, high: ISO 8601 UTC or None; both None where its time is unknown,
    was never set, or contradicts when we received it (`clock_contradicts`)."""

    posting: str
    platform: str
    channel: str | None
    low: str | None
    high: str | None
    basis: str | None
    language: str | None
    clock_contradicts: bool = False
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """`name`: what it calls itself; None for a place that is not public. first_low: of its earliest dated posting."""

    channel: str
    platform: str
    name: str | None
    posts: int
    first_low: str | None
    first_posting: str | None


@dataclass(frozen=True, slots=True)
class Crossing:
    """The first posting held on another platform, or in another language, than the earliest one's. gap_us: least and
    most time between the two; None for an open end. `certain`: whether the order holds wherever in their intervals
    the two lie."""

    to: str
    since: str
    from_posting: str
    to_posting: str
    gap_us: tuple[int | None, int | None]
    certain: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The root that this family's footage goes back to, as far as copying was found. files: names held of all families
    in it; items: with different bytes; postings: that carry any."""

    name: str
    families: int
    files: int
    items: int
    postings: int


@dataclass(frozen=True, slots=True)
class Spread:
    """Of one family. `per_day`: (UTC date, postings) where the whole interval lies within one day; `day_unknown`: dated
    ones whose does not. `no_earlier`: dated postings of which no other held one is earlier wherever in its interval it
    lies."""

    posts: tuple[Post, ...]
    dated: int
    undated: int
    per_day: tuple[tuple[str, int], ...]
    day_unknown: int
    channels: tuple[Channel, ...]
    channel_unknown: int
    no_earlier: int
    platforms: tuple[Crossing, ...]
    languages: tuple[Crossing, ...]
    language_unknown: int
    group: Group | None = None


def spread_of_posts(posts: Sequence[Posted], group: Group | None = None) -> Spread:
    """Pure; the order of postings leaves no trace. Two of the same id are an error of the caller's: ValueError."""
    if len({post.id for post in posts}) != len(posts):
        raise ValueError("a posting is counted once")
    ordered = by_time(posts)
    days: dict[str, int] = {}
    for at, _ in ordered:
        day = _day(at)
        if day is not None:
            days[day] = days.get(day, 0) + 1
    undated = sorted((post for post in posts if post.dated is None), key=lambda post: post.id)
    return Spread(
        posts=tuple(_post(post) for post in [*(post for _, post in ordered), *undated]),
        dated=len(ordered),
        undated=len(undated),
        per_day=tuple(sorted(days.items())),
        day_unknown=len(ordered) - sum(days.values()),
        channels=_channels(posts, ordered),
        channel_unknown=sum(post.channel is None for post in posts),
        no_earlier=len(without_earlier(posts)),
        platforms=_crossings(ordered, lambda post: post.platform),
        languages=_crossings(ordered, lambda post: post.language),
        language_unknown=sum(post.language is None for post in posts),
        group=group,
    )


def without_earlier(posts: Sequence[Posted]) -> frozenset[str]:
    """Ids of the dated postings before which no other of `posts` certainly lies."""
    ordered = by_time(posts)
    ends = sorted((at.high_us, post.id) for at, post in ordered if at.high_us is not None)
    if not ends:
        return frozenset(post.id for _, post in ordered)
    first_end = ends[0][0]
    return frozenset(post.id for at, post in ordered if at.low_us is None or at.low_us <= first_end)


def no_earlier_relative(families: Mapping[str, Sequence[Posted]]) -> tuple[int, int, int]:
    """(dated postings with no earlier relative in the case, dated ones, undated ones), each posting counted once.

    A posting that carries footage of several families has no earlier relative only where it has none in any of them.
    """
    first: dict[str, bool] = {}
    undated: set[str] = set()
    for posts in families.values():
        free = without_earlier(posts)
        for post in posts:
            if post.dated is None:
                undated.add(post.id)
            else:
                first[post.id] = first.get(post.id, True) and post.id in free
    return sum(first.values()), len(first), len(undated)


def _post(post: Posted) -> Post:
    at = post.dated
    return Post(
        post.id,
        post.platform,
        post.channel,
        None if at is None else iso_utc(at.low_us),
        None if at is None else iso_utc(at.high_us),
        None if at is None else at.basis.value,
        post.language,
        post.clock_contradicts,
        post.edited,
    )


def _day(at: TimeInterval) -> str | None:
    if at.low_us is None or at.high_us is None or at.low_us // DAY_US != at.high_us // DAY_US:
        return None
    return (iso_utc(at.low_us) or "")[:10]


def _channels(posts: Sequence[Posted], ordered: Sequence[tuple[TimeInterval, Posted]]) -> tuple[Channel, ...]:
    """By first posting; those without a dated one last."""
    of_channel: dict[str, list[Posted]] = {}
    for post in sorted(posts, key=lambda post: post.id):
        if post.channel is not None:
            of_channel.setdefault(post.channel, []).append(post)
    first: dict[str, tuple[int, TimeInterval, Posted]] = {}
    for at, (time, post) in enumerate(ordered):
        if post.channel is not None:
            first.setdefault(post.channel, (at, time, post))
    made = []
    for channel in sorted(of_channel, key=lambda name: (first[name][0] if name in first else len(ordered), name)):
        own = of_channel[channel]
        name = next((post.name for post in own if post.name is not None), None)
        seen = first.get(channel)
        low = None if seen is None else iso_utc(seen[1].low_us)
        made.append(Channel(channel, own[0].platform, name, len(own), low, None if seen is None else seen[2].id))
    return tuple(made)


def _crossings(
    ordered: Sequence[tuple[TimeInterval, Posted]], value: Callable[[Posted], str | None]
) -> tuple[Crossing, ...]:
    """From where the earliest known one stands to every other, in the order in which these begin."""
    known = [(at, post, kind) for at, post in ordered if (kind := value(post)) is not None]
    if not known:
        return ()
    began, origin, since = known[0]
    made: dict[str, Crossing] = {}
    for at, post, kind in known:
        if kind != since and kind not in made:
            made[kind] = Crossing(kind, since, origin.id, post.id, _gap(began, at), earlier(began, at))
    return tuple(made.values())


def _gap(one: TimeInterval, other: TimeInterval) -> tuple[int | None, int | None]:
    least = None if one.high_us is None or other.low_us is None else max(0, other.low_us - one.high_us)
    most = None if one.low_us is None or other.high_us is None else other.high_us - one.low_us
    return least, most

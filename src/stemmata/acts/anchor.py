"""A state of the log gets an outside time: a request goes out as a file, a token comes back and becomes an entry."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from urllib.request import HTTPRedirectHandler, Request, build_opener

from stemmata.model.errors import AnchorRefused, BadRequest
from stemmata.preserve.anchor_entry import Anchor, anchor_statement, anchors_of, bundle, covered, read_anchor
from stemmata.preserve.casefolder import CaseFolder, now_us
from stemmata.preserve.durable import replace_file
from stemmata.preserve.evidence import own_note
from stemmata.preserve.log import Log
from stemmata.preserve.timestamp import MOST_TOKEN, by_library, by_openssl, chain_of, read_stamp, request

REQUESTS = "anchor-requests"
"""Below logs/<writer>/: requests that no token has answered yet, <size>.<how many tokens they cover>.tsq."""

RENEW_BEFORE_US = 90 * 24 * 3600 * 1_000_000
"""A stamp is due to be covered by a newer one three months before a certificate of it expires."""

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """A request over the state of `size` entries. `imprint`: the one thing that it tells of the case, a hash."""

    size: int
    content: bytes
    imprint: str


@dataclass(frozen=True, slots=True)
class Anchored:
    """`entry` is None where the case held this stamp already."""

    entry: str | None
    anchor: Anchor
    checked: dict[str, bool | None]


def request_anchor(
    case: CaseFolder, *, renew: bool = False, nonce: int | None = None, clock_us: Callable[[], int] = now_us
) -> Asked:
    """Over the newest signed state of one's own log; with `renew` over the stamp that expires first, if one is due.

    BadRequest where none is due. KeyMissing, CaseBusy.
    """
    with case.writing(clock_us, even_closed=True) as writer:
        log = writer.log
        if renew:
            due = [one for one in due_anchors(case, clock_us()) if one.writer == log.writer]
            if not due:
                raise BadRequest("no time stamp is due", "stemmata anchor status says when one will be")
            signed, earlier, size = due[0].signed, due[0].tokens, due[0].size
        else:
            signed, earlier, size = own_note(log, log.signed_checkpoint()), (), log.checkpoint().size
        content = request(covered(signed, earlier), nonce)
        path = log.folder / REQUESTS / f"{size}.{len(earlier)}.tsq"
        replace_file(path, content, case.temporary)
    return Asked(size, content, sha256(covered(signed, earlier)).hexdigest())


def due_anchors(case: CaseFolder, at_us: int) -> list[Anchor]:
    """Stamps that no newer one covers and of which a certificate expires soon, or has; the first to expire first."""
    anchors = anchors_of(case)
    renewed = {(one.signed, earlier) for one in anchors for earlier in one.earlier}
    last = [one for one in anchors if (one.signed, one.token) not in renewed]
    due = [one for one in last if one.chain.expires_us - RENEW_BEFORE_US <= at_us]
    return sorted(due, key=lambda one: (one.chain.expires_us, one.size))


def waiting_requests(log: Log) -> list[tuple[int, int]]:
    """(size, how many tokens it covers) of requests that are not answered."""
    found = (path.name.split(".")[:2] for path in (log.folder / REQUESTS).glob("*.*.tsq"))
    return sorted((int(size), int(tokens)) for size, tokens in found if size.isdecimal() and tokens.isdecimal())


def add_anchor(
    case: CaseFolder, token: bytes, certificates: Sequence[bytes] = (), clock_us: Callable[[], int] = now_us
) -> Anchored:
    """Keep a token that covers a state of one's own log, once openssl (or, where there is none, the library) accepts
    it. `certificates`: PEM of those that did not come with it.

    AnchorRefused for a token that covers nothing of ours, or that the deciding program does not accept. KeyMissing,
    CaseBusy, StoreFull.
    """
    try:
        stamp = read_stamp(token)
        pem = bundle(chain_of(stamp, certificates))
    except ValueError as error:
        raise AnchorRefused(
            str(error), "ask the authority again, or name its certificates with --certificates"
        ) from error
    with case.writing(clock_us, even_closed=True) as writer:
        held = anchors_of(case)
        found = [one for one in _contents(writer.log, held) if stamp.covers(covered(*one))]
        if not found:
            raise AnchorRefused("it covers no signed state of your log", "make a request with stemmata anchor request")
        signed, earlier = found[0]
        anchor = read_anchor(signed, earlier, token, pem)
        checked = check_anchor(anchor)
        same = [one for one in held if one.content == anchor.content and one.stamp.identity == stamp.identity]
        entry = None
        if not same:
            with case.objects.batch() as objects:
                statement = anchor_statement(anchor, case.id, objects, checked)
            (entry,) = writer.append([statement])
        (writer.log.folder / REQUESTS / f"{anchor.size}.{len(earlier)}.tsq").unlink(missing_ok=True)
    return Anchored(entry, anchor, checked)


def _contents(log: Log, held: Sequence[Anchor]) -> Iterator[tuple[bytes, tuple[bytes, ...]]]:
    """(note, earlier tokens) of all that a token may cover."""
    for size in log.kept_sizes():
        yield own_note(log, log.kept_checkpoint(size)), ()
    for one in held:
        if one.writer == log.writer:
            yield one.signed, one.tokens


def check_anchor(anchor: Anchor) -> dict[str, bool | None]:
    """What each program found; None where it is not there. AnchorRefused where that is not enough."""
    try:
        by_program = by_openssl(anchor.token, anchor.content, anchor.chain, anchor.stamp.time_us)
    except TimeoutError as error:
        raise AnchorRefused(str(error), "ask another authority: its certificates are too slow to check") from error
    checked = {"openssl": by_program, "rfc3161-client": by_library(anchor.token, anchor.content, anchor.chain)}
    if checked["openssl"] is None and checked["rfc3161-client"] is None:
        todo = "install openssl, or the extra: pip install stemmata[anchor]"
        raise AnchorRefused("neither openssl nor rfc3161-client is there to check it", todo)
    if not (checked["rfc3161-client"] if checked["openssl"] is None else checked["openssl"]):
        todo = "name the authority's certificates with --certificates FILE.pem, or ask the authority again"
        raise AnchorRefused("its signature or its certificates do not verify", todo)
    return checked


def refuse_address(url: str) -> None:
    """BadRequest for anything but https."""
    if not url.startswith("https://"):
        raise BadRequest(f"{url} is no https address", "name an https address, or carry the request over as a file")


def send_request(url: str, content: bytes, post: Callable[[Request], bytes] | None = None) -> bytes:
    """The one outbound request of this program: a hash goes to the address that the user typed, a token comes back.

    BadRequest for anything but https; AnchorRefused where no answer comes. A redirection is not followed.
    """
    refuse_address(url)
    asked = Request(url, content, {"Content-Type": "application/timestamp-query", "User-Agent": "stemmata"})
    try:
        return (post or _post)(asked)
    except OSError as error:
        raise AnchorRefused(
            f"no answer came from {url} ({error})", "try again, or carry the request over as a file"
        ) from error


class _StayHere(HTTPRedirectHandler):
    def redirect_request(self, *asked: object) -> None:
        return None


def _post(asked: Request) -> bytes:
    with build_opener(_StayHere).open(asked, timeout=SECONDS) as answer:
        return bytes(answer.read(MOST_TOKEN + 1))

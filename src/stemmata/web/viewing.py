"""Looking and listening: what a browser is given to play was made by our worker, never the bytes that were received."""

import re
import threading
from collections import OrderedDict
from collections.abc import Mapping

from sqlalchemy import Connection, select
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from stemmata.case import schema
from stemmata.case.events import held_event
from stemmata.case.index import Index
from stemmata.case.restricted import restricted
from stemmata.model.failure import Failure
from stemmata.model.item import Media
from stemmata.model.seams import Reduction
from stemmata.pipeline.viewing_copies import ViewingCopies
from stemmata.web.security import REFUSED_FORM, FormRefused, own_form
from stemmata.web.signing import is_hash

PLAYED_TOGETHER = 16
"""Files of one event: more than a screen holds, and than browsers play at once."""
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, max-age=3600",
    "Accept-Ranges": "bytes",
}
AT_HAND_BYTES = 128_000_000
"""Of copies held in memory: a browser asks for one in many pieces."""

Page = dict[str, object]


def played_together(connection: Connection, event: str) -> list[str]:
    """Items that the page of an event plays, as they stand on it; nothing for an event that is not known."""
    held = held_event(connection, event)
    return [] if held is None else [clip.item for clip in held.clips[:PLAYED_TOGETHER]]


def is_of_an_event(connection: Connection, item: str) -> bool:
    clip = schema.event_clip.c
    return connection.execute(select(clip.item).where(clip.item == item)).first() is not None


def copy_of(copies: ViewingCopies, item: str, media: str | None) -> Page:
    """How the copy of one file stands, for its place on the page."""
    page: Page = {"failure": None, "is_cut": False, "end_us": None, "is_film": media == Media.VIDEO}
    if item in copies.waiting():
        return page | {"state": "waiting"}
    kept = copies.facts(item)
    if isinstance(kept, Failure):
        return page | {"state": "failed", "failure": kept}
    if not isinstance(kept, Reduction):
        return page | {"state": "none"}
    return page | {
        "state": "made",
        "failure": kept.failure,
        "is_cut": kept.facts.get("is_cut") is True,
        "end_us": kept.facts.get("end_us"),
        "is_film": kept.facts.get("has_picture") is True,
    }


class Viewing:
    """Copies are made where a form asks for them, and only handed out where a page plays them."""

    def __init__(self, index: Index, copies: ViewingCopies) -> None:
        self._index, self._copies = index, copies
        self._lock = threading.Lock()
        self._at_hand: OrderedDict[str, bytes] = OrderedDict()

    def routes(self) -> list[Route]:
        return [
            Route("/viewing/{id}.webm", self.webm),
            Route("/events/{id}/viewing", self.ask, methods=["POST"]),
            Route("/events/{id}/viewing.json", self.progress),
        ]

    async def webm(self, request: Request) -> Response:
        return await run_in_threadpool(self._webm, request)

    def _webm(self, request: Request) -> Response:
        item = request.path_params["id"]
        if not is_hash(item):
            return PlainTextResponse("", 404)
        with self._index.read() as connection:
            allowed = is_of_an_event(connection, item) and item not in restricted(connection)
        content = self._content(item) if allowed else None
        if content is None:
            return PlainTextResponse("", 404)
        return _ranged(content, request.headers)

    def _content(self, item: str) -> bytes | None:
        with self._lock:
            content = self._at_hand.get(item)
            if content is None:
                content = self._copies.webm(item)
                if content is None:
                    return None
                self._at_hand[item] = content
            self._at_hand.move_to_end(item)
            while len(self._at_hand) > 1 and sum(map(len, self._at_hand.values())) > AT_HAND_BYTES:
                self._at_hand.popitem(last=False)
            return content

    async def ask(self, request: Request) -> Response:
        try:
            await own_form(request)
        except FormRefused:
            return PlainTextResponse(REFUSED_FORM, 403)
        return await run_in_threadpool(self._ask, request)

    def _ask(self, request: Request) -> Response:
        event = request.path_params["id"]
        with self._index.read() as connection:
            unseen = restricted(connection)
            items = [item for item in played_together(connection, event) if item not in unseen]
        if not items:
            return PlainTextResponse("", 404)
        self._copies.ask(items)
        return RedirectResponse(f"/events/{event}#together", 303)

    async def progress(self, request: Request) -> Response:
        return await run_in_threadpool(self._progress, request)

    def _progress(self, request: Request) -> Response:
        with self._index.read() as connection:
            items = played_together(connection, request.path_params["id"])
        return JSONResponse({"waiting": len(set(items) & set(self._copies.waiting()))})


def _ranged(content: bytes, headers: Mapping[str, str]) -> Response:
    """All of it, or the one range that was asked for: without that, a browser cannot go to a place in a film."""
    asked = re.fullmatch(r"bytes=(\d{0,18})-(\d{0,18})", headers.get("range", ""))
    if asked is None or asked[1] == asked[2] == "":
        return Response(content, media_type="video/webm", headers=HEADERS)
    size = len(content)
    if asked[1]:
        first, last = int(asked[1]), min(int(asked[2] or size), size - 1)
    else:
        first, last = max(0, size - int(asked[2])), size - 1
    if first > last:
        return Response(b"", 416, headers=HEADERS | {"Content-Range": f"bytes */{size}"})
    return Response(
        content[first : last + 1],
        206,
        media_type="video/webm",
        headers=HEADERS | {"Content-Range": f"bytes {first}-{last}/{size}"},
    )

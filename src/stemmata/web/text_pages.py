"""The routes of everything that is read: searches, single texts, and stories with what is decided on their changes."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from stemmata.case import queries
from stemmata.case.index import Index
from stemmata.case.search_index import follow
from stemmata.preserve.casefolder import CaseFolder
from stemmata.web.deciding import NotSigned, signed_decision
from stemmata.web.search import search_page, text_page
from stemmata.web.security import REFUSED_FORM, FormRefused, own_form
from stemmata.web.story import StoryAsked, story_page

Page = dict[str, object]
Render = Callable[[Request, str, Page, int], Response]

ASKED = 1000
"""Characters of a question that are read."""


class TextPages:
    """`missing` answers for a page that is not there."""

    def __init__(
        self,
        case: CaseFolder,
        index: Index,
        render: Render,
        missing: Callable[[Request], Response],
    ) -> None:
        self._case, self._index = case, index
        self._render, self._missing = render, missing

    def routes(self) -> list[Route]:
        return [
            Route("/search", self.search),
            Route("/text/{id}", self.text),
            Route("/story/{id}", self.story),
            Route("/story/{id}/decide", self.decide, methods=["POST"]),
        ]

    async def search(self, request: Request) -> Response:
        return await run_in_threadpool(self._search, request)

    def _search(self, request: Request) -> Response:
        asked, after = request.query_params.get("q", "")[:ASKED], request.query_params.get("after")
        follow(self._index)
        with self._index.read() as connection:
            page = search_page(connection, asked, after)
        return self._render(request, "search.html", page, 200)

    async def text(self, request: Request) -> Response:
        return await run_in_threadpool(self._text, request)

    def _text(self, request: Request) -> Response:
        holder, asked = request.path_params["id"], request.query_params.get("q", "")[:ASKED]
        with self._index.read() as connection:
            page = text_page(connection, holder, asked)
            if page is None:
                return self._missing(request)
            page["stories"] = queries.families_of(connection, holder)
        return self._render(request, "text.html", page, 200)

    async def story(self, request: Request) -> Response:
        return await run_in_threadpool(self._story, request, None)

    def _story(self, request: Request, refused: NotSigned | None, fields: Mapping[str, str] | None = None) -> Response:
        chosen = request.query_params if fields is None else fields
        asked = StoryAsked(chosen.get("before"), chosen.get("after"))
        with self._index.read() as connection:
            page = story_page(connection, request.path_params["id"], asked)
        if page is None:
            return self._missing(request)
        said = request.query_params.get("signed")
        page |= {
            "refused": refused,
            "said": said if said in {"confirmed", "rejected", "back"} and refused is None else None,
            "case_closed": self._case.is_closed(),
            "signing_token": request.state.form_token,
        }
        return self._render(request, "story.html", page, 200 if refused is None else 409)

    async def decide(self, request: Request) -> Response:
        try:
            fields = await own_form(request)
        except FormRefused:
            return PlainTextResponse(REFUSED_FORM, 403)
        return await run_in_threadpool(self._decide, request, fields)

    def _decide(self, request: Request, fields: Mapping[str, str]) -> Response:
        family = request.path_params["id"]
        made = signed_decision(self._case, self._index, family, fields)
        if isinstance(made, NotSigned):
            return self._story(request, made, fields)
        back = urlencode({"before": fields["before"], "after": fields["after"], "signed": made.said})
        return RedirectResponse(f"/story/{family}?{back}#change-{made.number}", 303)

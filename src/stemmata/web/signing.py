"""The pages on which a person signs: two files side by side, who stands behind material, and the review queue."""

from collections.abc import Mapping
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from stemmata.case.index import Index
from stemmata.preserve.casefolder import CaseFolder
from stemmata.web.compare import compare_page, pair_of
from stemmata.web.judging import CHOICES, Refused, signed
from stemmata.web.recorded import behind_page, record_made
from stemmata.web.redrawing import Redrawing
from stemmata.web.review import review_page
from stemmata.web.security import REFUSED_FORM, FormRefused, own_form
from stemmata.web.sourcing import OF_ONE, OF_PAIR, recorded, units_meant

Page = dict[str, object]


class Renders(Protocol):
    """What makes a page of a template and its values."""

    def __call__(self, request: Request, template: str, page: Page, status: int = 200) -> Response: ...


class Signing:
    """Each form is answered by the page that it came from, with what was signed or why it was not."""

    def __init__(self, case: CaseFolder, index: Index, redrawing: Redrawing, render: Renders) -> None:
        self._case, self._index, self._redrawing, self._render = case, index, redrawing, render

    def routes(self) -> list[Route]:
        return [
            Route("/compare/{a}/{b}", self.compare),
            Route("/judge/{a}/{b}", self.judge, methods=["POST"]),
            Route("/review", self.review),
            Route("/review/{a}/{b}", self.judge_blind, methods=["POST"]),
            Route("/behind/{a}", self.behind),
            Route("/behind/{a}/{b}", self.behind),
            Route("/behind/{a}", self.record, methods=["POST"]),
            Route("/behind/{a}/{b}", self.record, methods=["POST"]),
        ]

    async def compare(self, request: Request) -> Response:
        return await run_in_threadpool(self._compare, request, None, {})

    def _compare(self, request: Request, refused: Refused | None, kept: Mapping[str, str]) -> Response:
        """`kept` is what a refused form held: nothing that somebody wrote is lost."""
        a, b = request.path_params["a"], request.path_params["b"]
        with self._index.read() as connection:
            pair = pair_of(connection, a, b) if is_hash(a) and is_hash(b) else None
            if pair is None:
                return self._missing(request)
            page = compare_page(connection, *pair, request.query_params.get("signed"))
            page |= self._redrawing.state(connection)
        page |= {"refused": refused, "kept": kept, "choices": list(CHOICES), "closed": self._case.is_closed()}
        return self._render(request, "compare.html", page, 200 if refused is None else 409)

    async def judge(self, request: Request) -> Response:
        return await self._formed(request, self._judge)

    async def judge_blind(self, request: Request) -> Response:
        return await self._formed(request, self._judge_blind)

    async def record(self, request: Request) -> Response:
        return await self._formed(request, self._record)

    async def _formed(self, request: Request, act: "Act") -> Response:
        try:
            fields = await own_form(request)
        except FormRefused:
            return PlainTextResponse(REFUSED_FORM, 403)
        return await run_in_threadpool(act, request, fields)

    def _judge(self, request: Request, fields: Mapping[str, str]) -> Response:
        made = self._judged(request, fields, blind=False)
        if made is None:
            return self._missing(request)
        if isinstance(made, Refused):
            return self._compare(request, made, fields)
        return RedirectResponse(f"/compare/{request.path_params['a']}/{request.path_params['b']}?signed={made}", 303)

    def _judge_blind(self, request: Request, fields: Mapping[str, str]) -> Response:
        made = self._judged(request, fields, blind=True)
        if made is None:
            return self._missing(request)
        if isinstance(made, Refused):
            return self._review(request, (request.path_params["a"], request.path_params["b"]), made, fields)
        return RedirectResponse(f"/review?signed={made}", 303)

    def _judged(self, request: Request, fields: Mapping[str, str], *, blind: bool) -> str | Refused | None:
        a, b = request.path_params["a"], request.path_params["b"]
        with self._index.read() as connection:
            pair = pair_of(connection, a, b) if is_hash(a) and is_hash(b) else None
        if pair is None:
            return None
        made = signed(self._case, self._index, *pair, fields, blind=blind)
        if isinstance(made, str):
            self._redrawing.after_signing()
        return made

    async def review(self, request: Request) -> Response:
        at = tuple(request.query_params.get("at", "").split("-"))
        asked = (at[0], at[1]) if len(at) == 2 and all(is_hash(one) for one in at) else None
        return await run_in_threadpool(self._review, request, asked, None, {})

    def _review(
        self, request: Request, at: tuple[str, str] | None, refused: Refused | None, kept: Mapping[str, str]
    ) -> Response:
        with self._index.read() as connection:
            page = review_page(connection, at, request.query_params.get("signed"))
            page |= self._redrawing.state(connection)
        page |= {"refused": refused, "kept": kept, "closed": self._case.is_closed(), "is_story": False}
        return self._render(request, "review.html", page, 200 if refused is None else 409)

    async def behind(self, request: Request) -> Response:
        return await run_in_threadpool(self._behind, request, None, {})

    def _behind(self, request: Request, refused: Refused | None, kept: Mapping[str, str]) -> Response:
        with self._index.read() as connection:
            units = units_meant(connection, _holders(request), kept or dict(request.query_params))
            if units is None:
                return self._missing(request)
            page = behind_page(connection, units) | self._redrawing.state(connection)
            page["made"] = record_made(connection, request.query_params.get("recorded"))
        page |= {"refused": refused, "kept": kept, "closed": self._case.is_closed()}
        page["choices"] = list(OF_PAIR if len(units) == 2 else OF_ONE)
        return self._render(request, "behind.html", page, 200 if refused is None else 409)

    def _record(self, request: Request, fields: Mapping[str, str]) -> Response:
        with self._index.read() as connection:
            units = units_meant(connection, _holders(request), fields)
        if units is None:
            return self._missing(request)
        made = recorded(self._case, self._index, units, fields)
        if isinstance(made, Refused):
            return self._behind(request, made, fields)
        self._redrawing.after_signing()
        back = fields.get("back", "")
        where = back if is_own(back) and "?" not in back and "#" not in back else request.url.path
        return RedirectResponse(f"{where}?recorded={made}#recorded", 303)

    def _missing(self, request: Request) -> Response:
        return self._render(request, "missing.html", {}, 404)


class Act(Protocol):
    """What is done with the fields of a form."""

    def __call__(self, request: Request, fields: Mapping[str, str]) -> Response: ...


def _holders(request: Request) -> list[str]:
    return [request.path_params[side] for side in ("a", "b") if side in request.path_params]


def is_hash(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def is_own(address: str) -> bool:
    """Whether it leads to a page of ours: browsers read a backslash as a slash."""
    return address.startswith("/") and address[1:2] not in {"/", "\\"}

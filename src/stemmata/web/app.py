"""The routes. Each asks Pages for values, and a template for their form."""

from functools import partial
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlalchemy import Connection
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from stemmata.case.index import Index
from stemmata.case.restricted import restricted
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.proofs import Proofs
from stemmata.pipeline.viewing_copies import ViewingCopies
from stemmata.preserve.casefolder import CaseFolder
from stemmata.publish.proof_between import proof_between
from stemmata.publish.proof_picture import MEDIA_TYPE, Labels
from stemmata.publish.written_words import borne_sentence
from stemmata.web import failure_words, filters
from stemmata.web.bars import lengths_of
from stemmata.web.events import event_list, event_page
from stemmata.web.flash import flash_form
from stemmata.web.pages import Page, Pages
from stemmata.web.recorded import record_made
from stemmata.web.redrawing import Redrawing
from stemmata.web.saved_tree import FORMS, saved_tree
from stemmata.web.security import HEADERS, Door
from stemmata.web.signing import Signing, is_hash, is_own
from stemmata.web.sourcing import OF_ONE, OF_PAIR
from stemmata.web.stemma import Asked
from stemmata.web.tasks import tasks_page
from stemmata.web.text_pages import TextPages
from stemmata.web.thumbnails import thumbnail
from stemmata.web.viewing import Viewing
from stemmata.web.waves import MEDIA_TYPE as WAVE_TYPE
from stemmata.web.waves import wave
from stemmata.web.words import LANGUAGES, WORDS, counted, word

LANGUAGE_COOKIE = "stemmata_language"
LISTED = {"footage": "footage", "sounds": "sound", "stories": "story"}
"""Kinds of families by the address of their list."""


def environment() -> Environment:
    made = Environment(
        loader=PackageLoader("stemmata.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "shown": filters.shown,
        "visible": filters.visible,
        "clock": filters.clock,
        "size": filters.size,
        "short_hash": filters.short_hash,
    }
    return made


class Workspace:
    def __init__(self, case: CaseFolder, index: Index) -> None:
        self._pages = Pages(case, index)
        self._redrawing = Redrawing(case, index)
        self.signing = Signing(case, index, self._redrawing, self._render)
        self._derived = Derived(case.derived)
        self._copies = ViewingCopies(case.objects, self._derived)
        self.viewing = Viewing(index, self._copies)
        self._environment = environment()
        self.texts = TextPages(case, index, self._render, self._missing)

    def _recording(self, request: Request, connection: Connection) -> Page:
        """What pages with roots need to have records signed on them."""
        return {
            "can_record": {"pair": list(OF_PAIR), "one": list(OF_ONE)},
            "closed": self._pages.is_closed(connection),
            "made": record_made(connection, request.query_params.get("recorded")),
            **self._redrawing.state(connection),
        }

    def _render(self, request: Request, template: str, page: Page, status: int = 200) -> HTMLResponse:
        language = self.language(request)
        with self._pages.index.read() as connection:
            frame = self._pages.frame(connection)
        text = self._environment.get_template(template).render(
            **frame,
            **page,
            lang=language,
            here=request.url.path,
            form_token=request.state.form_token,
            w=partial(word, language=language),
            says=lambda key, **values: filters.filled(word(key, language), **values),
            names_of=lambda found: filters.names(found, language),
            counted=lambda noun, number: counted(noun, number, language),
            amount=lambda text: filters.in_digits_of(text, language),
            num=lambda number: filters.number(number, language),
            when=lambda us: filters.when(us, language),
            between=lambda low, high: filters.when_between(low, high, language),
            date=lambda us: filters.date(us, language),
            happened=lambda failure: failure_words.happened(failure, language),
            safe=lambda failure: failure_words.safe(failure, language),
            todo=lambda failure: failure_words.todo(failure, language),
            borne=lambda mark, basis: borne_sentence(mark, basis, language),
            known_words=WORDS,
        )
        return HTMLResponse(text, status)

    @staticmethod
    def language(request: Request) -> str:
        asked = request.cookies.get(LANGUAGE_COOKIE, "en")
        return asked if asked in LANGUAGES else "en"

    async def answer(self, request: Request) -> Response:
        return await run_in_threadpool(self._answer, request)

    def _answer(self, request: Request) -> Response:
        with self._pages.index.read() as connection:
            page = self._pages.answer(connection, self.language(request)) | self._recording(request, connection)
        return self._render(request, "answer.html", page)

    async def listing(self, request: Request) -> Response:
        return await run_in_threadpool(self._listing, request)

    def _listing(self, request: Request) -> Response:
        name, after = request.path_params["name"], request.query_params.get("after", "")
        with self._pages.index.read() as connection:
            if name in LISTED:
                page = self._pages.families(connection, LISTED[name], int(after) if after.isdigit() else 0)
                return self._render(request, "families.html", page)
            if name == "events":
                page = event_list(connection, int(after) if after.isdigit() else 0, self.language(request))
                return self._render(request, "events.html", page)
            if name == "items":
                return self._render(request, "items.html", self._pages.items(connection, after))
            if name == "failures":
                return self._render(request, "failures.html", self._pages.failures(connection))
            if name == "tasks":
                return self._render(request, "tasks.html", tasks_page(connection))
            if name == "history":
                page = self._pages.history(connection, int(after) if after.isdigit() else 0)
                return self._render(request, "history.html", page)
        return self._missing(request)

    async def family(self, request: Request) -> Response:
        return await run_in_threadpool(self._family, request)

    def _family(self, request: Request) -> Response:
        asked = _asked(request, self.language(request))
        with self._pages.index.read() as connection:
            page = self._pages.family(connection, request.path_params["id"], asked)
            recording = self._recording(request, connection)
        return self._missing(request) if page is None else self._render(request, "family.html", page | recording)

    async def tree(self, request: Request) -> Response:
        return await run_in_threadpool(self._tree, request)

    def _tree(self, request: Request) -> Response:
        """A drawing to save: it holds no pictures, and nothing in it runs."""
        form, family = request.path_params["form"], request.path_params["id"]
        with self._pages.index.read() as connection:
            made = saved_tree(connection, family, form, _asked(request, self.language(request)))
        if made is None:
            return self._missing(request)
        return Response(
            made,
            media_type=FORMS[form],
            headers={
                "Content-Disposition": f'attachment; filename="tree-{family}.{form}"',
                "Content-Security-Policy": "sandbox; default-src 'none'",
            },
        )

    async def item(self, request: Request) -> Response:
        return await run_in_threadpool(self._item, request)

    def _item(self, request: Request) -> Response:
        with self._pages.index.read() as connection:
            page = self._pages.item(connection, request.path_params["id"])
        if page is None:
            return self._missing(request)
        flash = flash_form(request.query_params, self.language(request))
        return self._render(request, "item.html", page | {"flash": flash})

    async def event(self, request: Request) -> Response:
        return await run_in_threadpool(self._event, request)

    def _event(self, request: Request) -> Response:
        with self._pages.index.read() as connection:
            event, language = request.path_params["id"], self.language(request)
            page = event_page(connection, self._derived, self._copies, event, language)
        return self._missing(request) if page is None else self._render(request, "event.html", page)

    def _missing(self, request: Request) -> Response:
        return self._render(request, "missing.html", {}, 404)

    async def missing(self, request: Request, _: Exception) -> Response:
        return await run_in_threadpool(self._missing, request)

    async def thumb(self, request: Request) -> Response:
        sha256 = request.path_params["id"]
        if not is_hash(sha256):
            return PlainTextResponse("", 404)
        made = await run_in_threadpool(self._thumb, sha256)
        if made is None:
            return PlainTextResponse("", 404)
        return Response(made, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600"})

    def _thumb(self, sha256: str) -> bytes | None:
        with self._pages.index.read() as connection:
            return None if sha256 in restricted(connection) else thumbnail(self._derived, sha256)

    async def wave(self, request: Request) -> Response:
        sha256 = request.path_params["id"]
        if not is_hash(sha256):
            return PlainTextResponse("", 404)
        made = await run_in_threadpool(self._wave, sha256)
        if made is None:
            return PlainTextResponse("", 404)
        return Response(made, media_type=WAVE_TYPE, headers={"Cache-Control": "private, max-age=3600"})

    def _wave(self, sha256: str) -> bytes | None:
        with self._pages.index.read() as connection:
            if sha256 in restricted(connection):
                return None
            return wave(self._derived, sha256, lengths_of(connection, [sha256]).get(sha256))

    async def proof(self, request: Request) -> Response:
        a, b = request.path_params["a"], request.path_params["b"]
        letters = [request.query_params.get(side, default) for side, default in (("a", "A"), ("b", "B"))]
        named = all(len(letter) <= 3 and letter.isascii() and letter.isupper() for letter in letters)
        if not (is_hash(a) and is_hash(b) and named):
            return PlainTextResponse("", 404)
        made = await run_in_threadpool(self._proof, a, b, Labels(*letters))
        if made is None:
            return PlainTextResponse("", 404)
        return Response(made, media_type=MEDIA_TYPE, headers={"Cache-Control": "private, max-age=3600"})

    def _proof(self, a: str, b: str, labels: Labels) -> bytes | None:
        with self._pages.index.read() as connection:
            return proof_between(connection, Proofs(self._derived, restricted(connection)), a, b, labels)

    async def received(self, request: Request) -> Response:
        """The bytes as received: only ever saved, never shown by a browser."""
        sha256 = request.path_params["id"]
        if not is_hash(sha256) or not self._pages.case.objects.has(sha256):
            return PlainTextResponse("", 404)
        return FileResponse(
            self._pages.case.objects.path(sha256),
            media_type="application/octet-stream",
            filename=f"{sha256}.bin",
            headers={"Content-Security-Policy": "sandbox; default-src 'none'"},
        )

    async def progress(self, request: Request) -> Response:
        with self._pages.index.read() as connection:
            frame = self._pages.frame(connection)
        numbers = frame["answer_numbers"]
        complete = bool(numbers.get("complete")) if isinstance(numbers, dict) else False
        return JSONResponse({"running": bool(frame["progress"]), "complete": complete, "answer": numbers})

    async def switch(self, request: Request) -> Response:
        language = request.path_params["language"]
        back = request.query_params.get("back", "/")
        response = RedirectResponse(back if is_own(back) else "/", 303)
        if language in LANGUAGES:
            response.set_cookie(LANGUAGE_COOKIE, language, samesite="strict")
        return response


async def broken(request: Request, _: Exception) -> Response:
    """A fault of ours: said plainly, without the page, since making one may be what failed."""
    text = "\n".join(WORDS["broken"])
    return PlainTextResponse(text + "\n", 500, headers=HEADERS)


def _asked(request: Request, language: str) -> Asked:
    start = request.query_params.get("from", "")
    return Asked(
        language,
        request.query_params.get("axis", "steps"),
        request.query_params.get("at"),
        int(start) if start.isdecimal() and len(start) < 8 else 0,
    )


def create_app(case: CaseFolder, index: Index, token: str) -> Starlette:
    """The whole workspace of one case; `token` opens it once."""
    space = Workspace(case, index)
    return Starlette(
        routes=[
            Route("/", space.answer),
            Route("/progress.json", space.progress),
            Route("/family/{id}/tree.{form}", space.tree),
            Route("/family/{id}", space.family),
            Route("/item/{id}", space.item),
            Route("/events/{id}", space.event),
            *space.viewing.routes(),
            Route("/thumb/{id}.jpg", space.thumb),
            Route("/wave/{id}.svg", space.wave),
            Route("/proof/{a}/{b}.jpg", space.proof),
            *space.signing.routes(),
            Route("/received/{id}", space.received),
            Route("/language/{language}", space.switch),
            *space.texts.routes(),
            Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
            Route("/{name}", space.listing),
        ],
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=Door(token))],
        exception_handlers={404: space.missing, Exception: broken},
    )

"""The routes. Each asks Pages for values, and a template for their form."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from stemmata.case.index import Index
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.proofs import Proofs
from stemmata.preserve.casefolder import CaseFolder
from stemmata.publish.proof_between import proof_between
from stemmata.publish.proof_picture import MEDIA_TYPE, Labels
from stemmata.web import failure_words, filters
from stemmata.web.compare import compare_page, pair_of
from stemmata.web.judging import CHOICES, Refused, signed
from stemmata.web.pages import Page, Pages
from stemmata.web.saved_tree import FORMS, saved_tree
from stemmata.web.security import HEADERS, REFUSED_FORM, Door, FormRefused, own_form
from stemmata.web.stemma import Asked
from stemmata.web.tasks import tasks_page
from stemmata.web.text_pages import TextPages
from stemmata.web.thumbnails import thumbnail
from stemmata.web.words import LANGUAGES, WORDS, counted, word

LANGUAGE_COOKIE = "stemmata_language"


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
        self._derived = Derived(case.derived)
        self._environment = environment()
        self.texts = TextPages(case, index, self._render, self._missing)

    def _render(self, request: Request, template: str, page: Page, status: int = 200) -> HTMLResponse:
        language = self.language(request)
        with self._pages.index.read() as connection:
            frame = self._pages.frame(connection)
        text = self._environment.get_template(template).render(
            **frame,
            **page,
            lang=language,
            here=request.url.path,
            w=partial(word, language=language),
            says=lambda key, **values: filters.filled(word(key, language), **values),
            names_of=lambda found: filters.names(found, language),
            counted=lambda noun, number: counted(noun, number, language),
            amount=lambda text: filters.in_digits_of(text, language),
            num=lambda number: filters.number(number, language),
            when=lambda us: filters.when(us, language),
            date=lambda us: filters.date(us, language),
            happened=lambda failure: failure_words.happened(failure, language),
            safe=lambda failure: failure_words.safe(failure, language),
            todo=lambda failure: failure_words.todo(failure, language),
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
            page = self._pages.answer(connection)
        return self._render(request, "answer.html", page)

    async def listing(self, request: Request) -> Response:
        return await run_in_threadpool(self._listing, request)

    def _listing(self, request: Request) -> Response:
        name, after = request.path_params["name"], request.query_params.get("after", "")
        with self._pages.index.read() as connection:
            if name in {"footage", "stories"}:
                kind = "story" if name == "stories" else "footage"
                page = self._pages.families(connection, kind, int(after) if after.isdigit() else 0)
                return self._render(request, "families.html", page)
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
        return self._missing(request) if page is None else self._render(request, "family.html", page)

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
        return self._missing(request) if page is None else self._render(request, "item.html", page)

    def _missing(self, request: Request) -> Response:
        return self._render(request, "missing.html", {}, 404)

    async def missing(self, request: Request, _: Exception) -> Response:
        return await run_in_threadpool(self._missing, request)

    async def thumb(self, request: Request) -> Response:
        sha256 = request.path_params["id"]
        if not _is_hash(sha256):
            return PlainTextResponse("", 404)
        made = await run_in_threadpool(thumbnail, self._derived, sha256)
        if made is None:
            return PlainTextResponse("", 404)
        return Response(made, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600"})

    async def proof(self, request: Request) -> Response:
        a, b = request.path_params["a"], request.path_params["b"]
        letters = [request.query_params.get(side, default) for side, default in (("a", "A"), ("b", "B"))]
        named = all(len(letter) <= 3 and letter.isascii() and letter.isupper() for letter in letters)
        if not (_is_hash(a) and _is_hash(b) and named):
            return PlainTextResponse("", 404)
        made = await run_in_threadpool(self._proof, a, b, Labels(*letters))
        if made is None:
            return PlainTextResponse("", 404)
        return Response(made, media_type=MEDIA_TYPE, headers={"Cache-Control": "private, max-age=3600"})

    def _proof(self, a: str, b: str, labels: Labels) -> bytes | None:
        with self._pages.index.read() as connection:
            return proof_between(connection, Proofs(self._derived), a, b, labels)

    async def compare(self, request: Request) -> Response:
        return await run_in_threadpool(self._compare, request, None, {})

    def _compare(self, request: Request, refused: Refused | None, kept: Mapping[str, str]) -> Response:
        """`kept` is what a refused form held: nothing that somebody wrote is lost."""
        a, b = request.path_params["a"], request.path_params["b"]
        with self._pages.index.read() as connection:
            pair = pair_of(connection, a, b) if _is_hash(a) and _is_hash(b) else None
            if pair is None:
                return self._missing(request)
            page = compare_page(connection, *pair, request.query_params.get("signed"))
        page |= {"refused": refused, "kept": kept, "choices": list(CHOICES), "form_token": request.state.form_token}
        page["closed"] = self._pages.case.is_closed()
        return self._render(request, "compare.html", page, 200 if refused is None else 409)

    async def judge(self, request: Request) -> Response:
        try:
            fields = await own_form(request)
        except FormRefused:
            return PlainTextResponse(REFUSED_FORM, 403)
        return await run_in_threadpool(self._judge, request, fields)

    def _judge(self, request: Request, fields: Mapping[str, str]) -> Response:
        a, b = request.path_params["a"], request.path_params["b"]
        with self._pages.index.read() as connection:
            pair = pair_of(connection, a, b) if _is_hash(a) and _is_hash(b) else None
        if pair is None:
            return self._missing(request)
        made = signed(self._pages.case, self._pages.index, *pair, fields)
        if isinstance(made, Refused):
            return self._compare(request, made, fields)
        return RedirectResponse(f"/compare/{a}/{b}?signed={made}", 303)

    async def received(self, request: Request) -> Response:
        """The bytes as received: only ever saved, never shown by a browser."""
        sha256 = request.path_params["id"]
        if not _is_hash(sha256) or not self._pages.case.objects.has(sha256):
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
        own = back.startswith("/") and back[1:2] not in {"/", "\\"}  # browsers read a backslash as a slash
        response = RedirectResponse(back if own else "/", 303)
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


def _is_hash(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


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
            Route("/thumb/{id}.jpg", space.thumb),
            Route("/proof/{a}/{b}.jpg", space.proof),
            Route("/compare/{a}/{b}", space.compare),
            Route("/judge/{a}/{b}", space.judge, methods=["POST"]),
            Route("/received/{id}", space.received),
            Route("/language/{language}", space.switch),
            *space.texts.routes(),
            Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
            Route("/{name}", space.listing),
        ],
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=Door(token))],
        exception_handlers={404: space.missing, Exception: broken},
    )

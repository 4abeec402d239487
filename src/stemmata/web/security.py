"""Who may see a page, and who may sign: this machine, with the address that `serve` printed.

The token in that address works once and becomes a cookie, so that a shoulder or a history does not carry it. The Host
header is checked, since a page elsewhere can point a name of its own at loopback (DNS rebinding).

A form carries a second secret of the session, since a page elsewhere can send a form to loopback, cookie or not: what
it cannot do is read one of ours. Our pages send no referrer, so that a browser calls their own origin "null".
"""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

COOKIE = "stemmata_session_{port}"
"""Browsers share cookies between the ports of a host: two cases open at once must not lock each other out."""

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

REFUSED = (
    "The address has no valid token. Nothing was shown or changed. "
    "Open the address that stemmata serve printed; it works once. (WEB-TOKEN)\n"
)


REFUSED_FORM = (
    "This form was not sent by a page of this session. Nothing was signed or changed. "
    "Open the page again and sign there. (WEB-FORM)\n"
)
FORM_BYTES = 65_536
SAFE_METHODS = frozenset({"GET", "HEAD"})


class FormRefused(Exception):
    """A form that is not ours: answered with REFUSED_FORM."""


async def own_form(request: Request) -> dict[str, str]:
    """The fields of a form that a page of this session sent. FormRefused for any other, too large or malformed."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise FormRefused
    body = b""
    async for block in request.stream():
        body += block
        if len(body) > FORM_BYTES:
            raise FormRefused
    try:
        fields = dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=32))
    except ValueError as error:
        raise FormRefused from error
    if not hmac.compare_digest(fields.pop("form", "").encode(), request.state.form_token.encode()):
        raise FormRefused
    return fields


class Door:
    """Middleware: host, token, session, origin of what would change something, headers."""

    def __init__(self, token: str) -> None:
        self._token: str | None = token
        self._session = secrets.token_urlsafe(32)
        self._form_token = secrets.token_urlsafe(32)

    async def __call__(self, request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await self._answer(request, call_next)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    async def _answer(self, request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        host = request.headers.get("host", "").rsplit(":", 1)[0]
        if host not in LOOPBACK:
            return PlainTextResponse(REFUSED, 403)
        cookie = COOKIE.format(port=request.url.port or 80)
        held = request.cookies.get(cookie, "")
        if hmac.compare_digest(held.encode(), self._session.encode()):
            if request.method not in SAFE_METHODS and _is_foreign(request):
                return PlainTextResponse(REFUSED_FORM, 403)
            request.state.form_token = self._form_token
            return await call_next(request)
        offered = request.query_params.get("token", "")
        if self._token is None or not hmac.compare_digest(offered.encode(), self._token.encode()):
            return PlainTextResponse(REFUSED, 403)
        self._token = None
        response = RedirectResponse(request.url.path, 303)
        response.set_cookie(cookie, self._session, httponly=True, samesite="strict")
        return response


def _is_foreign(request: Request) -> bool:
    """Whether the browser says that another place sent this. What it leaves out is decided by the form's own secret."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site", "same-origin")
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    return site != "same-origin" or origin not in {None, "null", own}

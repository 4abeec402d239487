"""Who may see a page: this machine, with the address that `serve` printed.

The token in that address works once and becomes a cookie, so that a shoulder or a history does not carry it. The Host
header is checked, since a page elsewhere can point a name of its own at loopback (DNS rebinding).
"""

import hmac
import secrets
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

COOKIE = "stemmata_session_{port}"
"""Browsers share cookies between the ports of a host: two cases open at once must not lock each other out."""

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
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


class Door:
    """Middleware: host, token, session, headers."""

    def __init__(self, token: str) -> None:
        self._token: str | None = token
        self._session = secrets.token_urlsafe(32)

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
            return await call_next(request)
        offered = request.query_params.get("token", "")
        if self._token is None or not hmac.compare_digest(offered.encode(), self._token.encode()):
            return PlainTextResponse(REFUSED, 403)
        self._token = None
        response = RedirectResponse(request.url.path, 303)
        response.set_cookie(cookie, self._session, httponly=True, samesite="strict")
        return response

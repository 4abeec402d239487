"""Serving on loopback: a free port, a token of its own each time, and an end by Ctrl-C."""

import secrets
import socket
from collections.abc import Callable

import uvicorn

from stemmata.case.index import Index
from stemmata.preserve.casefolder import CaseFolder
from stemmata.web.app import create_app

HOST = "127.0.0.1"


def serve_case(case: CaseFolder, index: Index, *, port: int, announce: Callable[[str], None]) -> None:
    """Serve until interrupted. `announce` gets the address, token included, once the port is held."""
    token = secrets.token_urlsafe(24)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen()  # before the address is told: whoever opens it at once waits instead of being refused
        announce(f"http://{HOST}:{listening.getsockname()[1]}/?token={token}")
        settings = uvicorn.Config(create_app(case, index, token), log_level="warning", access_log=False, lifespan="off")
        uvicorn.Server(settings).run(sockets=[listening])

"""`stemmata serve`: the workspace in a browser, on this machine only."""

import os
from typing import Annotated

import typer

from stemmata.cli.context import open_case
from stemmata.cli.terminal import put_json_line, say


def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="0 finds a free one.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the address as JSON, then serve.")] = False,
) -> None:
    """Show the case in a browser. Only this machine can reach it, and only with the address printed here.

    Example: stemmata -C riverside serve
    """
    from stemmata.case.index import Index
    from stemmata.case.project import project
    from stemmata.web.serve import serve_case

    case = open_case(context)
    index = Index(case.index_path)
    project(case, index)
    serve_case(case, index, port=port, announce=lambda address: announce(address, as_json))


def announce(address: str, as_json: bool) -> None:
    if as_json:
        put_json_line({"address": address})
        return
    say(f"Open this address, once: {address}")
    if "SSH_CONNECTION" in os.environ:
        number = address.split("://", 1)[1].split("/", 1)[0].rsplit(":", 1)[1]
        say(f"You are on SSH. On your own machine first: ssh -L {number}:127.0.0.1:{number} THIS-HOST")
    say("Ctrl-C ends it; nothing is lost.")

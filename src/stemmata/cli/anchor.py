"""`stemmata anchor`: an outside time for the log, as a request that goes out and a token that comes in."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli.context import open_case
from stemmata.cli.terminal import put_json, say
from stemmata.model.counted import counted
from stemmata.model.errors import BadRequest, OutputExists
from stemmata.model.interval import iso_utc

if TYPE_CHECKING:
    from stemmata.acts.anchor import Anchored

AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
Certificates = Annotated[
    list[Path] | None,
    typer.Option(
        "--certificates", metavar="FILE.pem", help="Of the authority, where they did not come with the token."
    ),
]
Renew = Annotated[bool, typer.Option("--renew", help="Over the stamp that expires first, if one is due.")]

app = typer.Typer(no_args_is_help=True, help="An outside time for the log: time stamps on its signed state.")


@app.command("request")
def request_(
    context: typer.Context,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE.tsq", help="Not there yet.")] = None,
    renew: Renew = False,
    as_json: AsJson = False,
) -> None:
    """Write a request over the newest signed state. It holds one hash; carry it to any RFC 3161 time-stamp authority.

    Example: stemmata -C riverside anchor request --out riverside.tsq
    """
    from stemmata.acts.anchor import request_anchor

    case = open_case(context)
    target = Path("checkpoint.tsq") if out is None else out
    if target.exists():
        raise OutputExists(str(target))
    if not target.parent.is_dir():
        raise BadRequest(f"there is no folder {target.parent}", "make it, or name another place with --out")
    asked = request_anchor(case, renew=renew)
    with target.open("xb") as made:
        made.write(asked.content)
    if as_json:
        put_json({"out": str(target), "size": asked.size, "sha256": asked.imprint})
        return
    say(f"Wrote {target}: a request over the state of {counted(asked.size, 'entry', 'entries')}.")
    say(f"It tells nothing but the hash {asked.imprint}.")
    say("What comes back is taken in with: stemmata anchor add FILE.tsr")


@app.command()
def add(
    context: typer.Context,
    token: Annotated[Path, typer.Argument(metavar="FILE.tsr", help="What the authority sent back.")],
    certificates: Certificates = None,
    as_json: AsJson = False,
) -> None:
    """Check a token with openssl and rfc3161-client, whichever are there, and keep it with its certificates.

    Example: stemmata -C riverside anchor add riverside.tsr
    """
    from stemmata.acts.anchor import add_anchor

    _tell(add_anchor(open_case(context), _read(token), [_read(path) for path in certificates or ()]), as_json)


@app.command()
def send(
    context: typer.Context,
    url: Annotated[
        str, typer.Option("--url", metavar="https://…", help="Of the authority. Nothing is sent elsewhere.")
    ],
    certificates: Certificates = None,
    renew: Renew = False,
    as_json: AsJson = False,
) -> None:
    """Send the request yourself, over the network, and keep the token. The only command that ever connects.

    What is sent: the SHA-256 of a signed state, and with it your address. Who watches sees that you stamp something.

    Example: stemmata -C riverside anchor send --url https://tsa.example/tsr
    """
    from stemmata.acts.anchor import add_anchor, refuse_address, request_anchor, send_request

    refuse_address(url)
    case = open_case(context)
    asked = request_anchor(case, renew=renew)
    if not as_json:
        say(f"Sending the hash {asked.imprint} to {url}, and nothing else.")
    token = send_request(url, asked.content)
    _tell(add_anchor(case, token, [_read(path) for path in certificates or ()]), as_json)


@app.command()
def status(context: typer.Context, as_json: AsJson = False) -> None:
    """What was asked for, what is anchored, when certificates expire, and what should be stamped again.

    Example: stemmata -C riverside anchor status
    """
    from stemmata.acts.anchor import due_anchors, waiting_requests
    from stemmata.preserve.anchor_entry import anchors_of
    from stemmata.preserve.casefolder import now_us

    case = open_case(context)
    waiting = [(log.writer, size) for log in case.logs() for size, _ in waiting_requests(log)]
    anchors = anchors_of(case)
    due = {one.stamp.identity for one in due_anchors(case, now_us())}
    rows: list[dict[str, object]] = [
        {
            "log": one.writer,
            "size": one.size,
            "time": iso_utc(one.stamp.time_us),
            "authority": one.chain.name,
            "root": one.chain.fingerprint,
            "expires": iso_utc(one.chain.expires_us),
            "covers_stamps": len(one.earlier),
            "due": one.stamp.identity in due,
        }
        for one in anchors
    ]
    if as_json:
        put_json({"waiting": [{"log": log, "size": size} for log, size in waiting], "anchors": rows})
        return
    for log, size in waiting:
        say(f"Asked for, no token yet: log {log}, state of {counted(size, 'entry', 'entries')}.")
    for one, row in zip(anchors, rows, strict=True):
        first = counted(one.size, "entry", "entries")
        say(f"Log {row['log']}: its first {first} existed by {row['time']}, says {row['authority']}.")
        say(f"    Certificates hold until {row['expires']}; root {row['root']}")
        if row["due"]:
            say("    Due to be stamped again: stemmata anchor request --renew")
    if not rows:
        say("Nothing is anchored. Every time in this case is claimed by its own clocks.")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadRequest(f"{path} cannot be read ({error.strerror})", "check the path and try again") from error


def _tell(made: "Anchored", as_json: bool) -> None:
    anchor = made.anchor
    if as_json:
        put_json(
            {
                "entry": made.entry,
                "log": anchor.writer,
                "size": anchor.size,
                "time": iso_utc(anchor.stamp.time_us),
                "root": anchor.chain.fingerprint,
                "checked": made.checked,
            }
        )
        return
    words = {True: "accepts it", False: "does not accept it", None: "is not there"}
    first = counted(anchor.size, "entry", "entries")
    say(f"The first {first} of log {anchor.writer} existed by {iso_utc(anchor.stamp.time_us)},")
    say(f"says {anchor.chain.name}; root {anchor.chain.fingerprint}")
    say("Checked: " + "; ".join(f"{program} {words[good]}" for program, good in made.checked.items()) + ".")
    if made.entry is None:
        say("This stamp was held already.")

"""`stemmata countersign ENTRY --key FILE`: the second signature that brings a proposal into force."""

from pathlib import Path
from typing import Annotated

import typer

from stemmata.cli.context import open_case
from stemmata.cli.passphrase import PassphraseFile, passphrase
from stemmata.cli.terminal import put_json, say


def countersign(
    context: typer.Context,
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help="The proposal, by its id or the beginning of it.")],
    key: Annotated[Path, typer.Option("--key", metavar="FILE", help="Your key, as stemmata keys make wrote it.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why you agree, in a line.")],
    passphrase_file: PassphraseFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Sign, as another person, what one person alone may only propose. Nothing is removed by it yet.

    Example: stemmata -C riverside countersign 5b1c9e02 --key /media/stick/reviewer.pem --reason "court order 114"
    """
    from stemmata.acts.countersign import countersign as sign
    from stemmata.case.named import any_entry_named
    from stemmata.cli.context import open_index
    from stemmata.cli.custody_words import due_words
    from stemmata.preserve.authority import authority
    from stemmata.preserve.erasure import due
    from stemmata.preserve.key_file import read_key_file

    case = open_case(context)
    with open_index(case) as index, index.read() as connection:
        named = any_entry_named(connection, entry)
    signed = sign(case, named, reason, read_key_file(key, passphrase(passphrase_file)))
    waiting = due(case, authority(case))
    if as_json:
        put_json({"entry": signed, "countersigned": named, "to_remove": len(waiting.objects) + len(waiting.bodies)})
        return
    say(f"Countersigned {named[:16]}. Entry {signed[:16]}.")
    if waiting:
        say(f"Decided and still held here: {due_words(waiting)}.")
        say(f"Next: stemmata -C {case.path} erase")

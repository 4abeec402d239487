"""`stemmata keys`: whose keys sign in this case, with which roles; make, list, revoke and rotate them."""

from pathlib import Path
from typing import Annotated

import typer

from stemmata.cli.context import open_case
from stemmata.cli.passphrase import PassphraseFile, passphrase
from stemmata.cli.terminal import put_json, say
from stemmata.model.counted import counted
from stemmata.model.keyring import Role

AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]

app = typer.Typer(no_args_is_help=True, help="Whose keys sign in this case, and what they may do.")


@app.command("list")
def list_keys(context: typer.Context, as_json: AsJson = False) -> None:
    """Every key that signed or was listed: its fingerprint, roles, entries, and whether it was ended.

    Example: stemmata -C riverside keys list
    """
    from stemmata.case.keys import keys_of

    case = open_case(context)
    rows = keys_of(case)
    if as_json:
        put_json({"keys": [row.as_json() for row in rows]})
        return
    for row in rows:
        name = f"{row.name}, " if row.name else ""
        roles = ", ".join(sorted(role.value for role in row.roles)) or "no role listed"
        ended = "; ended: what it signed since does not count" if row.revoked else ""
        say(f"{row.key[:16]}  {name}{roles}; {counted(row.entries, 'entry', 'entries')}{ended}")
        say(f"    {row.line}")


@app.command()
def make(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Not there yet. Keep it where only its owner reaches.")],
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    """Make a key under a passphrase, for second signatures, and print the public line that a keeper lists.

    Example: stemmata keys make /media/stick/reviewer.pem
    """
    from stemmata.preserve.key_entry import public_line
    from stemmata.preserve.key_file import make_key_file

    key = make_key_file(file, passphrase(passphrase_file, new=True))
    line = public_line(key.public_key().public_bytes_raw())
    if as_json:
        put_json({"file": str(file), "line": line})
        return
    say(f"Made {file}. Nobody can open it without the passphrase, and nobody can replace it: keep a copy.")
    say("A keeper of the case lists it with:")
    say(f'stemmata keys add "{line}" --role reviewer --name NAME')


@app.command()
def add(
    context: typer.Context,
    line: Annotated[str, typer.Argument(metavar="PUBLIC-LINE", help="What stemmata keys make printed, as one word.")],
    role: Annotated[list[Role], typer.Option("--role", help="What this person may do; may be given several times.")],
    name: Annotated[str, typer.Option("--name", help="Whose key it is, as the team knows them; a pseudonym will do.")],
    as_json: AsJson = False,
) -> None:
    """List the key of a person, as a keeper of the case. You vouch that it is theirs.

    Example: stemmata -C riverside keys add "stemmata.key+3f…+AR…" --role reviewer --name R2
    """
    from stemmata.acts.keys import list_key
    from stemmata.model.errors import BadRequest
    from stemmata.preserve.key_entry import key_of_line

    try:
        key = key_of_line(line)
    except ValueError as error:
        raise BadRequest(f"this is not the public line of a key: {error}", "copy the whole line, in quotes") from error
    _tell(list_key(open_case(context), key, role, name), as_json, "Listed.")


@app.command()
def revoke(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help="Its fingerprint, or the beginning of it.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why: lost, stolen, left the team.")],
    as_json: AsJson = False,
) -> None:
    """End a key: what it signs from now on does not count. For the key of another, a second signature is needed.

    Example: stemmata -C riverside keys revoke 3f29ab77 --reason "laptop stolen on the 3rd"
    """
    from stemmata.acts.keys import key_named, revoke_key
    from stemmata.preserve.authority import authority

    case = open_case(context)
    named = key_named(case, key)
    entry = revoke_key(case, named, reason)
    ended = authority(case).keyring.is_revoked(named)
    says = "The key is ended." if ended else "It waits for a second signature: stemmata countersign ENTRY --key FILE"
    _tell(entry, as_json, says)


@app.command()
def rotate(context: typer.Context, as_json: AsJson = False) -> None:
    """Go on with a new key; the old one and the new one both sign that. The old key is kept for your other cases.

    Example: stemmata -C riverside keys rotate
    """
    from stemmata.acts.keys import rotate_key

    old, new = rotate_key(open_case(context))
    if as_json:
        put_json({"old": old, "new": new})
        return
    say(f"Key {old[:16]} is followed by {new[:16]}. Run this in each of your other cases too.")


def _tell(entry: str, as_json: bool, says: str) -> None:
    if as_json:
        put_json({"entry": entry})
    else:
        say(f"{says} Entry {entry[:16]}.")

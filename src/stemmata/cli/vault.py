"""`stemmata vault`: what names a person, encrypted to at least two recipients; destroying an opening erases it."""

from pathlib import Path
from typing import Annotated

import typer

from stemmata.cli.context import open_case, open_index
from stemmata.cli.terminal import put_json, say
from stemmata.model.counted import counted

AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in a line. Always needed.")]

app = typer.Typer(no_args_is_help=True, help="What names a person, encrypted to at least two recipients.")


@app.command()
def key(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Not there yet. It opens the vault: keep it apart.")],
    as_json: AsJson = False,
) -> None:
    """Make an age key, and print the recipient that `vault init` takes. The program age reads it too.

    Example: stemmata vault key /media/stick/vault.key
    """
    from stemmata.preserve.vault import make_identity

    recipient = make_identity(file)
    if as_json:
        put_json({"file": str(file), "recipient": recipient})
        return
    say(f"Made {file}. Whoever has it opens the vault; who loses it cannot. Keep it away from the case.")
    say(recipient)


@app.command()
def init(
    context: typer.Context,
    recipient: Annotated[list[str], typer.Option("--recipient", metavar="AGE1…", help="At least two.")],
    as_json: AsJson = False,
) -> None:
    """Say to whom the vault is encrypted from now on: at least two recipients, one of them kept elsewhere.

    Example: stemmata -C riverside vault init --recipient age1… --recipient age1…
    """
    from stemmata.acts.vault import begin_vault

    entry = begin_vault(open_case(context), recipient)
    if as_json:
        put_json({"entry": entry, "recipients": sorted(set(recipient))})
        return
    say(f"The vault is encrypted to {len(set(recipient)):,} recipients. Entry {entry[:16]}.")


@app.command()
def record(
    context: typer.Context,
    field: Annotated[str, typer.Argument(metavar="FIELD", help="What it is, such as name or telephone.")],
    items: Annotated[list[str] | None, typer.Argument(metavar="[FILES]...", help="What it belongs to.")] = None,
    reason: Reason = "",
    value_file: Annotated[
        Path | None, typer.Option("--value-file", metavar="FILE", help="Its text is the value; else you are asked.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Record an identity in the vault, and nowhere else. You type it without its being shown.

    Example: stemmata -C riverside vault record name clip.mp4 --reason "consents to be called by the court"
    """
    from stemmata.acts.vault import record_identity
    from stemmata.case.named import item_named
    from stemmata.model.errors import BadRequest

    case = open_case(context)
    with open_index(case) as index, index.read() as connection:
        held = [item_named(connection, item) for item in items or ()]
    try:
        value = (
            str(typer.prompt(field, hide_input=True, err=True))
            if value_file is None
            else value_file.read_text("utf-8").strip()
        )
    except (OSError, UnicodeDecodeError) as error:
        raise BadRequest(f"{value_file} could not be read ({error})", "name a text file") from error
    entry = record_identity(case, held, field, value, reason)
    if as_json:
        put_json({"entry": entry})
        return
    say(f"In the vault. Entry {entry[:16]}. It opens with: stemmata vault open {entry[:16]} --identity FILE")


@app.command()
def seal(
    context: typer.Context,
    entries: Annotated[list[str], typer.Argument(metavar="ENTRIES...", help="By id or the beginning of it.")],
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Move what entries say (names, reasons) into the vault. The log still verifies.

    Example: stemmata -C riverside vault seal 5b1c9e02 --reason "names the family"
    """
    from stemmata.acts.vault import seal as sign
    from stemmata.case.named import any_entry_named
    from stemmata.pipeline.forget import forget_index

    case = open_case(context)
    with open_index(case) as index, index.read() as connection:
        named = sorted({any_entry_named(connection, entry) for entry in entries})
    entry = sign(case, named, reason)
    forget_index(case)  # it holds what bodies say
    if as_json:
        put_json({"entry": entry, "sealed": named})
        return
    say(f"Sealed: {counted(len(named), 'entry', 'entries')}.")
    say("Backups and copies that were made before still hold the plain text.")
    say(f"Next: stemmata -C {case.path} run")


@app.command("open")
def open_entry(
    context: typer.Context,
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help="By id or the beginning of it.")],
    identity: Annotated[Path, typer.Option("--identity", metavar="FILE", help="An age key of a recipient.")],
    as_json: AsJson = False,
) -> None:
    """Show what an entry in the vault says, checked against what was signed. It is written nowhere.

    Example: stemmata -C riverside vault open 5b1c9e02 --identity /media/stick/vault.key
    """
    from stemmata.acts.vault import unsealed
    from stemmata.case.named import any_entry_named

    case = open_case(context)
    with open_index(case) as index, index.read() as connection:
        named = any_entry_named(connection, entry)
    told = unsealed(case, named, identity)
    if as_json:
        put_json({"entry": named, "body": told})
        return
    for name, value in sorted(told.items()):
        say(f"{name}: {value}")

"""`stemmata disclose`: answer a request: search, include, withhold with grounds, have two people sign, hand over."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli.context import open_case, open_index
from stemmata.cli.terminal import ProgressLine, put_json, say
from stemmata.model.counted import counted

if TYPE_CHECKING:
    from stemmata.preserve.casefolder import CaseFolder

AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="The disclosure, by its id or the beginning of it.")]
Files = Annotated[list[str], typer.Argument(metavar="FILES...", help="By SHA-256 or name.")]

app = typer.Typer(no_args_is_help=True, help="Answer a request for material, so that it can be checked what was done.")


@app.command()
def begin(
    context: typer.Context,
    request: Annotated[str, typer.Option("--request", metavar="TEXT", help="What is asked, in its own words.")],
    scope: Annotated[str, typer.Option("--scope", metavar="TEXT", help="What you take it to cover.")],
    asker: Annotated[str | None, typer.Option("--from", metavar="TEXT", help="Who asks.")] = None,
    authority: Annotated[str | None, typer.Option(help="By what right: an order, a law, consent.")] = None,
    as_json: AsJson = False,
) -> None:
    """Begin a disclosure. Every file that its steps name is on hold until it is ended: no decision removes it.

    Example: stemmata -C riverside disclose begin --request "all footage of 14 March" --scope "films and stills"
    """
    from stemmata.acts.disclose import begin_disclosure

    told = {"request": request, "scope": scope, "from": asker, "authority": authority}
    entry = begin_disclosure(open_case(context), told)
    if as_json:
        put_json({"disclosure": entry})
    else:
        say(f"Begun: disclosure {entry[:16]}. Next: stemmata disclose search {entry[:16]} WORDS")


@app.command()
def search(
    context: typer.Context,
    disclosure: Id,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="As stemmata search takes them.")],
    where: Annotated[
        str | None,
        typer.Option("--where", metavar="TEXT", help="Searched elsewhere, by hand: where. Then say --found."),
    ] = None,
    found: Annotated[
        list[str] | None, typer.Option("--found", metavar="FILE", help="With --where: what was found. Repeatable.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Search the case and sign what was looked for and how much was found: nothing found is an answer too.

    Example: stemmata -C riverside disclose search 5b1c9e02 '"grain market"'
    """
    from stemmata.acts.disclose import MOST_NAMED, record_search
    from stemmata.case.asked_words import asked_words
    from stemmata.case.named import any_entry_named, item_named
    from stemmata.case.search import search as ask
    from stemmata.case.search_index import follow

    case = open_case(context)
    with open_index(case) as index:
        if where is None:
            follow(index)
        with index.read() as connection:
            named = any_entry_named(connection, disclosure)
            items = sorted({item_named(connection, one) for one in found or ()})
            count = len(items)
            if where is None:
                results = ask(connection, asked_words(words), limit=MOST_NAMED)
                items = sorted(one.holder for one in results.results if one.is_item)
                count = results.total
    entry = record_search(case, named, words, where or "names and texts of the case", count, items)
    if as_json:
        put_json({"entry": entry, "found": count, "items": items})
        return
    say(f"Signed: {count:,} found for {words}. Entry {entry[:16]}.")
    say(f"On hold of them: {counted(len(items), 'file', 'files')}.")
    if count:
        say("Include or withhold each: what is neither stands on no list.")


@app.command()
def include(
    context: typer.Context,
    disclosure: Id,
    files: Files,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why they answer the request.")] = "",
    as_json: AsJson = False,
) -> None:
    """Include files. What speaks against them comes along by itself, unless you withhold it with a ground.

    Example: stemmata -C riverside disclose include 5b1c9e02 clip.mp4 --reason "shows the square"
    """
    from stemmata.acts import disclose as acts

    case, named, items = _named(context, disclosure, files)
    _tell(acts.include(case, named, items, reason), f"Included: {', '.join(files)}.", as_json)


@app.command()
def withhold(
    context: typer.Context,
    disclosure: Id,
    files: Files,
    ground: Annotated[str, typer.Option("--ground", metavar="TEXT", help="As the other side is told.")] = "",
    as_json: AsJson = False,
) -> None:
    """Withhold files. The list names each by its number and the ground, without its hash.

    Example: stemmata -C riverside disclose withhold 5b1c9e02 yard.mp4 --ground "would identify a witness"
    """
    from stemmata.acts import disclose as acts

    case, named, items = _named(context, disclosure, files)
    _tell(acts.withhold(case, named, items, ground), f"Withheld: {', '.join(files)}.", as_json)


@app.command()
def propose(
    context: typer.Context,
    disclosure: Id,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in a line. Always needed.")] = "",
    as_json: AsJson = False,
) -> None:
    """Make the list of what is handed over and withheld, with numbers that stay, and sign it as the first of two.

    Example: stemmata -C riverside disclose propose 5b1c9e02 --reason "answers the order of 3 May"
    """
    from stemmata.acts.disclose import propose_disclosure
    from stemmata.case.named import any_entry_named
    from stemmata.cli.disclosure_words import list_lines
    from stemmata.publish.contradicting import contradicting

    case = open_case(context)
    with open_index(case) as index, index.read() as connection:
        named = any_entry_named(connection, disclosure)
        entry, listed = propose_disclosure(case, named, reason, lambda items: contradicting(connection, items))
    if as_json:
        put_json({"entry": entry, "list": listed})
        return
    for line in list_lines(listed):
        say(line)
    say(f"Next, another person: stemmata -C {case.path} countersign {entry[:16]} --key FILE --reason TEXT")


@app.command()
def issue(
    context: typer.Context,
    disclosure: Id,
    out: Annotated[Path, typer.Option("--out", metavar="DIR|ZIP", help="Not there yet.")],
    recipient: Annotated[str | None, typer.Option(help="For whom: noted in the case, not in the package.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write the newest list that two people signed as an evidence package. Redactions stand in for their originals.

    Example: stemmata -C riverside disclose issue 5b1c9e02 --out answer.zip
    """
    from stemmata.acts.disclose import issue_disclosure
    from stemmata.case.named import any_entry_named

    case = open_case(context)
    with open_index(case) as index, index.read() as connection:
        named = any_entry_named(connection, disclosure)
    with ProgressLine(quiet=as_json) as line:
        made = issue_disclosure(case, named, out, recipient, lambda done, total: line.tick("package", done, total))
    if as_json:
        put_json(made.as_json() | {"out": str(out)})
        return
    say(f"Wrote {out}: {counted(made.files, 'file', 'files')} with proofs, and the list in data/dossier.json.")
    for writer, key in made.keys.items():
        say(f"Key of log {writer}: {key}")
    say("Hand over the package and the key by two different ways.")


@app.command()
def end(
    context: typer.Context,
    disclosure: Id,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in a line. Always needed.")] = "",
    as_json: AsJson = False,
) -> None:
    """End it: its files are no longer on hold because of it.

    Example: stemmata -C riverside disclose end 5b1c9e02 --reason "the appeal was decided"
    """
    from stemmata.acts.disclose import end_disclosure

    case, named, _ = _named(context, disclosure, ())
    _tell(end_disclosure(case, named, reason), "Ended.", as_json)


def _named(
    context: typer.Context, disclosure: str, files: "list[str] | tuple[()]"
) -> "tuple[CaseFolder, str, list[str]]":
    from stemmata.case.named import any_entry_named, item_named

    case = open_case(context)
    with open_index(case) as index, index.read() as connection:
        items = sorted({item_named(connection, one) for one in files})
        return case, any_entry_named(connection, disclosure), items


def _tell(entry: str, says: str, as_json: bool) -> None:
    if as_json:
        put_json({"entry": entry})
    else:
        say(f"{says} Entry {entry[:16]}.")

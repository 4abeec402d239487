"""`stemmata`: the program. Global options here; each verb has a file and imports what it needs when called."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from stemmata import __version__
from stemmata.cli import anchor, disclose, exits, keys, vault
from stemmata.cli.add import add
from stemmata.cli.behind import behind
from stemmata.cli.changes import changes
from stemmata.cli.checkpoint import checkpoint
from stemmata.cli.close import close
from stemmata.cli.compare import compare
from stemmata.cli.countersign import countersign
from stemmata.cli.custody import custody
from stemmata.cli.deaccession import deaccession
from stemmata.cli.doctor import doctor
from stemmata.cli.erase import erase
from stemmata.cli.event import event
from stemmata.cli.export import export
from stemmata.cli.inspect import inspect
from stemmata.cli.judge import judge
from stemmata.cli.judgements import judgements
from stemmata.cli.merge import merge
from stemmata.cli.new import new
from stemmata.cli.package import package
from stemmata.cli.redact import redact
from stemmata.cli.restrict import restrict
from stemmata.cli.rests import rests
from stemmata.cli.roots import roots
from stemmata.cli.run import run
from stemmata.cli.search import search
from stemmata.cli.serve import serve
from stemmata.cli.spread import spread
from stemmata.cli.sync import sync
from stemmata.cli.tasks import tasks
from stemmata.cli.tree import tree
from stemmata.cli.try_folder import try_folder
from stemmata.cli.verify import verify
from stemmata.cli.witness import witness
from stemmata.model.errors import StemmataError

VERBS: dict[str, Callable[..., None]] = {
    "try": try_folder,
    "new": new,
    "add": add,
    "run": run,
    "serve": serve,
    "search": search,
    "spread": spread,
    "export": export,
    "compare": compare,
    "sync": sync,
    "judge": judge,
    "judgements": judgements,
    "behind": behind,
    "rests": rests,
    "tasks": tasks,
    "roots": roots,
    "tree": tree,
    "changes": changes,
    "package": package,
    "verify": verify,
    "inspect": inspect,
    "custody": custody,
    "event": event,
    "restrict": restrict,
    "redact": redact,
    "merge": merge,
    "checkpoint": checkpoint,
    "witness": witness,
    "deaccession": deaccession,
    "countersign": countersign,
    "erase": erase,
    "doctor": doctor,
    "close": close,
}
"""In the order of a first hour."""

GROUPS: dict[str, typer.Typer] = {"keys": keys.app, "vault": vault.app, "anchor": anchor.app, "disclose": disclose.app}
"""Verbs that have verbs of their own: `stemmata keys list`."""

for variable in ("OPENBLAS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    # Our matrices are small: threads of one product only wait for each other (measured on a busy machine: 69 s instead
    # of 15 s for the example's comparisons). Set before numpy is imported, which each verb does when called.
    os.environ.setdefault(variable, "1")

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Stemmata: the family tree of every clip and every story.\n\n"
    "Start with: stemmata try FOLDER\n\n"
    "Exit codes: 0 all well; 1 a check failed; 2 wrong use; 3 done, but some files failed; docs/exit-codes.md has all.",
)
for _name, _verb in VERBS.items():
    app.command(_name)(_verb)
for _name, _group in GROUPS.items():
    app.add_typer(_group, name=_name)


def _version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"stemmata {__version__}\n")
        raise typer.Exit()


@app.callback()
def options(
    context: typer.Context,
    case: Annotated[str | None, typer.Option("-C", "--case", metavar="CASE", help="The case, as git has it.")] = None,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")] = False,
) -> None:
    context.obj = {"case": case}


def main() -> None:
    """Run, and turn what stops a command into three sentences and an exit code."""
    from stemmata.preserve.durable import named_refusals  # here, so that --help need not load it

    try:
        with named_refusals(Path.cwd()):
            app()
    except StemmataError as error:
        sys.stderr.write(error.diagnostics() + "\n")
        sys.exit(error.exit_code)
    except SystemExit as ending:
        if ending.code == exits.INTERRUPTED:
            sys.stderr.write("Stopped. Everything acknowledged is safe; the same command goes on from here.\n")
        raise


if __name__ == "__main__":
    main()

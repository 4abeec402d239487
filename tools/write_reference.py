"""Write docs/commands.md and docs/failures.md from the program itself, so that they cannot say otherwise."""

import sys
from pathlib import Path

import typer

from stemmata.cli.main import GROUPS, VERBS, app
from stemmata.model.failure import Code, Failure

DOCS = Path(__file__).parents[1] / "docs"


def commands() -> str:
    root = typer.main.get_group(app).commands
    verbs = {verb: root[verb] for verb in VERBS} | {
        f"{name} {verb}": command
        for name, group in GROUPS.items()
        for verb, command in typer.main.get_group(group).commands.items()
    }
    parts = [
        "# Commands\n",
        "Written from the commands' own help by `make docs`. `stemmata -C CASE VERB` names the case; without it the\n"
        "nearest case at or above the working directory is meant.\n",
    ]
    for verb, command in verbs.items():
        context = command.make_context(f"stemmata {verb}", [], resilient_parsing=True)
        parts.append(f"## {verb}\n\n{(command.help or '').strip()}\n")
        records = [parameter.get_help_record(context) for parameter in command.get_params(context)]
        rows = [[cell.replace("|", r"\|") for cell in record] for record in records if record is not None]
        parts.append("| | |\n| --- | --- |\n" + "".join(f"| `{name}` | {text} |\n" for name, text in rows))
    return "\n".join(parts)


def failures() -> str:
    parts = [
        "# What can fail\n",
        "One bad file never stops the rest. Each failure names the file, what happened, what is safe and what to do.\n",
        "| code | the file … | what is safe | what to do |\n| --- | --- | --- | --- |",
    ]
    for code in Code:
        failure = Failure(code)
        parts.append(f"| `{code.value}` | {failure.happened} | {failure.safe} | {failure.todo} |")
    return "\n".join(parts) + "\n"


PAGES = {"commands.md": commands, "failures.md": failures}


def main() -> None:
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), "utf-8")
        sys.stdout.write(f"docs/{name} written\n")


if __name__ == "__main__":
    main()

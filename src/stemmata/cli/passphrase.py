"""A passphrase: asked on the terminal, or read from a file that the user names; never an argument, which others see."""

from pathlib import Path
from typing import Annotated

import typer

from stemmata.model.errors import BadRequest

PassphraseFile = Annotated[
    Path | None,
    typer.Option("--passphrase-file", metavar="FILE", help="Its first line is the passphrase; else you are asked."),
]


def passphrase(file: Path | None, *, new: bool = False) -> str:
    if file is None:
        return str(typer.prompt("Passphrase", hide_input=True, confirmation_prompt=new, err=True))
    try:
        return file.read_text("utf-8").split("\n", 1)[0]
    except (OSError, UnicodeDecodeError) as error:
        raise BadRequest(f"the passphrase could not be read from {file} ({error})", "name a text file") from error

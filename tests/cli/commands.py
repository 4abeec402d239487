"""Commands as tests give them: in this process, on one case."""

import json

from typer.testing import CliRunner, Result

from stemmata.cli.main import app
from stemmata.preserve.casefolder import CaseFolder


def asked(case: CaseFolder, *words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, ["-C", str(case.path), *words], input=typed)


def answered(case: CaseFolder, *words: str) -> dict[str, object]:
    """What it says with --json, once it ended well."""
    ended = asked(case, *words, "--json")
    assert ended.exit_code == 0, (ended.output, ended.exception)
    found = json.loads(ended.stdout)
    assert isinstance(found, dict)
    return found

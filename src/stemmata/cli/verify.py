"""`stemmata verify`: re-read every object and every log of a case, or check a package that somebody handed over."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from stemmata.cli.context import open_case
from stemmata.cli.terminal import ProgressLine, put_json, say
from stemmata.model.errors import BadRequest

if TYPE_CHECKING:
    from stemmata.preserve.package_check import PackageReport
    from stemmata.preserve.verify import Report


def verify(
    context: typer.Context,
    package: Annotated[
        Path | None, typer.Argument(metavar="PACKAGE", help="A package to check, a folder or a ZIP, instead of a case.")
    ] = None,
    keys: Annotated[
        list[str] | None, typer.Option("--key", metavar="SHA256:HEX", help="Of a package: a key known from elsewhere.")
    ] = None,
    held: Annotated[
        list[Path] | None,
        typer.Option("--checkpoint", metavar="FILE", help="Of a package: a checkpoint from elsewhere."),
    ] = None,
    roots: Annotated[
        list[str] | None,
        typer.Option("--tsa", metavar="SHA256:HEX", help="Of a package: a time-stamp authority's root."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Re-read every object and every log: ok, failed, or could not be checked, each named.

    Of a PACKAGE: 0 issued-match with the keys or checkpoints named, 3 consistent only, 1 broken, 2 could not run.

    Example: stemmata -C riverside verify
    """
    if package is not None:
        _verify_package(package, keys or [], held or [], roots or [], as_json)
    if keys or held or roots:
        raise BadRequest("a key or a checkpoint was named and no package", "name the package that is to be checked")
    from stemmata.preserve.verify import verify_case

    case = open_case(context)
    with ProgressLine(quiet=as_json) as line:
        report = verify_case(case, lambda done, total: line.tick("verify", done, total))
    _end(report, as_json)


def _verify_package(package: Path, keys: list[str], held: list[Path], roots: list[str], as_json: bool) -> None:
    from stemmata.preserve.package_check import check_package
    from stemmata.preserve.package_form import FINGERPRINT

    for key in (*keys, *roots):
        if not FINGERPRINT.fullmatch(key):
            raise BadRequest(f"{key} is no fingerprint", "write SHA256: and 64 small hex digits, as the issuer gave it")
    try:
        checkpoints = [path.read_bytes() for path in held]
    except OSError as error:
        raise BadRequest(f"a checkpoint cannot be read: {error}", "check the path and try again") from error
    report = check_package(package, keys, checkpoints, roots)
    _end(report, as_json)


def _end(report: "Report | PackageReport", as_json: bool) -> NoReturn:
    if as_json:
        put_json(report.as_json())
    else:
        for sentence in report.lines():
            say(sentence)
    raise typer.Exit(report.exit_code)

"""`stemmata compare A B`: two files, no case: do they share footage or text, and where."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli import exits
from stemmata.cli.terminal import put_json, say, say_isolated
from stemmata.model.errors import NothingToAdd, OutputExists

if TYPE_CHECKING:
    from stemmata.pipeline.compare import Outcome


def compare(
    a: Annotated[Path, typer.Argument(metavar="A", help="A file.")],
    b: Annotated[Path, typer.Argument(metavar="B", help="Another file.")],
    proof: Annotated[
        Path | None, typer.Option("--proof", metavar="FILE", help="Write the proof picture (JPEG).")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Compare two files and say what they share, or why nothing is established. Nothing is kept.

    Example: stemmata compare posted.mp4 received.mp4 --json
    """
    from stemmata.cli.change_words import text_lines
    from stemmata.pipeline.compare import compare_files
    from stemmata.publish.jsonl import edge_row

    for path in (a, b):
        if not path.is_file():
            raise NothingToAdd(str(path), "is not a file" if path.exists() else "does not exist")
    if proof is not None and proof.exists():
        raise OutputExists(str(proof))
    outcome = compare_files(a, b)
    drawn = None if proof is None else _proof(outcome)
    if proof is not None and drawn is not None:
        proof.write_bytes(drawn)
    if as_json:
        put_json(
            {
                "a": {"name": str(a), "item": outcome.a},
                "b": {"name": str(b), "item": outcome.b},
                "edges": [edge_row(edge) for edge in outcome.edges],
                "verdict": outcome.verdict,
                "reason": outcome.reason,
                "passages": [{"a": one, "b": other} for one, other in outcome.passages()],
                "changes": None if outcome.changes is None else [change.to_json() for change in outcome.changes],
                "proof": str(proof) if drawn is not None else None,
                "failures": [{"name": name, "code": f.code, "detail": f.detail} for name, f in outcome.failures],
            }
        )
    else:
        for sentence in outcome.lines(a.name, b.name):
            say(sentence)
        for line in text_lines(outcome):
            say_isolated(line)
        if proof is not None:
            say(f"Wrote {proof}." if drawn is not None else "No proof picture: no picture was laid over the other.")
        for name, failure in outcome.failures:
            say(failure.sentence(name))
    raise typer.Exit(exits.SOME_FAILED if outcome.failures else exits.ALL_WELL)


def _proof(outcome: "Outcome") -> bytes | None:
    """A is the file named first, whatever the order of the edge."""
    from stemmata.publish.proof_picture import Labels, proof_picture

    edge = next((edge for edge in outcome.edges if edge.segments), None)
    if edge is None or outcome.pictures is None:
        return None
    labels = Labels("A", "B") if edge.a.holder == outcome.a else Labels("B", "A")
    return proof_picture(*outcome.pictures, edge, labels)

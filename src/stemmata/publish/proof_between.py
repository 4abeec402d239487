"""The proof picture of a pair of a case, drawn when it is asked for."""

from sqlalchemy import Connection

from stemmata.pipeline.proofs import Proofs, edge_between
from stemmata.publish.proof_picture import Labels, proof_picture


def proof_between(connection: Connection, proofs: Proofs, a: str, b: str, labels: Labels) -> bytes | None:
    """JPEG, for two items in order; None where no picture was laid over the other, or a fingerprint is not kept."""
    edge = edge_between(connection, a, b)
    pictures = None if edge is None else proofs.pictures(edge)
    return None if edge is None or pictures is None else proof_picture(*pictures, edge, labels)

"""Candidate pairs -> verified and aligned edges. Pure: fingerprints come in as arguments, edges go out."""

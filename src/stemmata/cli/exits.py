"""Exit codes, documented in docs/exit-codes.md. Errors that stop a command carry their own (model/errors.py)."""

ALL_WELL = 0
FAILED = 1
USAGE = 2
SOME_FAILED = 3
"""Done, but some files failed or could not be checked: the rest went through, and each is named with its reason."""

INTERRUPTED = 130
"""Ctrl-C: what was acknowledged is safe, and the same command goes on from there (128 + SIGINT, as shells have it)."""

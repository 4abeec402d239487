"""One byte string for one value: RFC 8785 for the values that logs and ids are made of.

Only null, booleans, integers, strings, lists and objects with ASCII keys: floats have no single spelling that every
language agrees on, so nothing that is signed or hashed may contain one.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from math import isfinite
from typing import TypeAlias

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
"""What may be signed or hashed."""

Plain: TypeAlias = "bool | int | float | str | Sequence[Plain] | Mapping[str, Plain] | None"
"""JSON that nobody signs: measured values, all finite."""

SAFE_INTEGER = 2**53 - 1  # RFC 8785 section 3.2.2.3: beyond this, an ECMAScript reader would see another number


def canonical_json(value: Json) -> bytes:
    """`value` as RFC 8785 UTF-8 bytes: sorted keys, no space, shortest escapes.

    ValueError for a float, an integer beyond 2^53 - 1, a key that is not ASCII, or a lone surrogate.
    """
    _check(value)
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8")


def without_floats(value: Plain) -> Json:
    """`value` with each float as the shortest decimal text that reads back as it: a measured value can then be signed.

    Round trips through `float`; a text that was there already stays as it is. ValueError for NaN and infinities.
    """
    if isinstance(value, float):
        if not isfinite(value):
            raise ValueError(f"{value} has no decimal text")
        return repr(value)
    if isinstance(value, Mapping):
        return {key: without_floats(member) for key, member in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [without_floats(member) for member in value]
    return value


def digest_of(value: Json) -> str:
    """SHA-256 of the canonical bytes, 64 hex digits: the id of anything that is named by its content."""
    return sha256(canonical_json(value)).hexdigest()


def _check(value: Json) -> None:
    if value is None or isinstance(value, bool | str):
        return
    if isinstance(value, int):
        if abs(value) > SAFE_INTEGER:
            raise ValueError(f"{value} does not fit in 53 bits; write it as a string")
    elif isinstance(value, list):
        for member in value:
            _check(member)
    elif isinstance(value, dict):
        for key, member in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise ValueError(f"keys of canonical JSON are ASCII strings, got {key!r}")
            _check(member)
    else:
        raise ValueError(f"canonical JSON holds no {type(value).__name__}")

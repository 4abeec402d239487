"""Values out of JSON that was kept: each reader gives what its name says, or raises ValueError with what was found."""

from collections.abc import Mapping, Sequence

from stemmata.model.canonical import Plain


def mapping(value: Plain) -> Mapping[str, Plain]:
    if not isinstance(value, Mapping):
        raise ValueError(f"expected an object, got {value!r:.80}")
    return value


def items(value: Plain) -> Sequence[Plain]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise ValueError(f"expected a list, got {value!r:.80}")
    return value


def text(value: Plain) -> str:
    if not isinstance(value, str):
        raise ValueError(f"expected text, got {value!r:.80}")
    return value


def texts(value: Plain) -> tuple[str, ...]:
    return tuple(text(one) for one in items(value))


def text_or_none(value: Plain) -> str | None:
    return None if value is None else text(value)


def number(value: Plain) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"expected a number, got {value!r:.80}")
    return value


def number_or_none(value: Plain) -> float | None:
    return None if value is None else number(value)


def count(value: Plain) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"expected a whole number, got {value!r:.80}")
    return value


def flag(value: Plain) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"expected true or false, got {value!r:.80}")
    return value

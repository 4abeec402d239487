"""What a person tells, as text that a log can hold."""


def as_text(told: str) -> str:
    """Bytes on a command line that are no text arrive as lone surrogates, which nothing may sign: now \\udcNN."""
    return told.encode("utf-8", "backslashreplace").decode("utf-8")


def as_told(told: str | None) -> str | None:
    """`as_text`, where unknown stays unknown."""
    return None if told is None else as_text(told)

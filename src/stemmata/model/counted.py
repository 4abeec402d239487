"""A number with its noun, in English: for what a terminal or a log says. Pages count in their language (web.words)."""


def counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"

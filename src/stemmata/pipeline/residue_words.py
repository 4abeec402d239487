"""What is left over, in plain words: for the terminal and the proof picture."""

from collections.abc import Callable, Mapping, Sequence

from stemmata.model.residue import Difference, Residue, Side

WORDS: Mapping[Difference, str] = {
    Difference.OVERLAY: "overlay in {side}",
    Difference.CAPTION: "caption in {side}",
    Difference.BAR: "plain border in {side}",
    Difference.FILLING: "blurred border in {side}",
    Difference.SHOWN_PART: "{other} shows this part of {side}",
    Difference.INSERT: "{other} stands in this window of {side}",
    Difference.MIRROR: "mirrored",
    Difference.NEGATIVE: "light and dark exchanged",
    Difference.ROTATION: "turned by {degrees}°",
    Difference.SCALE: "{percent} % as large in {side}",
    Difference.TONE: "tone: contrast × {gain}, brightness {offset}",
}
NOTHING = "Nothing left over was found. Compared grey and small: little marks and colours are not seen."


def residue_words(residue: Residue, a: str, b: str, clock: Callable[[int], str]) -> str:
    """One difference, with its time where it has one."""
    names = {Side.A: (a, b), Side.B: (b, a), Side.UNKNOWN: (f"{a} or {b}", f"{a} or {b}"), None: (b, a)}
    side, other = names[residue.side]
    amounts = residue.amounts
    text = WORDS[residue.kind].format(
        side=side,
        other=other,
        degrees=f"{amounts.get('degrees', 0):.0f}",
        percent=f"{100 * amounts.get('factor', 1):.0f}",
        gain=f"{amounts.get('gain', 1):.2f}",
        offset=f"{amounts.get('offset', 0):+.0f}",
    )
    if residue.span is None or residue.kind not in {Difference.OVERLAY, Difference.CAPTION}:
        return text
    return f"{text} {clock(residue.span.start_us)} to {clock(residue.span.end_us)}"


def grouped(residues: Sequence[Residue], a: str, b: str, clock: Callable[[int], str]) -> list[str]:
    """All of them, equal words once: two bars are one line."""
    return list(dict.fromkeys(residue_words(one, a, b, clock) for one in residues))

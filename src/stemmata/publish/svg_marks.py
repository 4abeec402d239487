"""The marks of a stemma in SVG: what each class of a link looks like, in attributes alone."""

from stemmata.lineage.stemma import Sureness
from stemmata.publish.stemma_draw import Key
from stemmata.publish.stemma_drawing import Point

INK, SOFT, SHEET, SUNK, EDGE, GRID = "#1c2329", "#4d5861", "#fffdf8", "#ebe7dd", "#7d8288", "#d6d0c3"
FONT = "'Noto Sans', 'Noto Sans Arabic', 'DejaVu Sans', sans-serif"
ARROW = (9, 4.5)
RING = 5
HIT = 14
KEY_ROW = 20
CLASSES = {
    Sureness.PROVEN: "e-proven",
    Sureness.LIKELY: "e-likely",
    Sureness.NEAREST_KIN: "e-kin",
    Sureness.NONE: "e-fold",
}
STROKES = {
    Sureness.PROVEN: 'stroke-width="2.8"',
    Sureness.LIKELY: 'stroke-width="1.9" stroke-dasharray="10 5"',
    Sureness.NEAREST_KIN: 'stroke-width="2" stroke-dasharray="0.1 4.5" stroke-linecap="round"',
    Sureness.NONE: 'stroke-width="1"',
}


def path_of(points: tuple[Point, ...]) -> str:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points[:4]
    straight = f"H{points[4][0]}" if len(points) > 4 else ""
    return f"M{x0} {y0}C{x1} {y1} {x2} {y2} {x3} {y3}{straight}"


def arrow(at: Point, *, hollow: bool, leftward: bool) -> str:
    """Its tip at `at`. Hollow where what it comes from is not held."""
    x, y = at
    long, half = ARROW
    back = x + long if leftward else x - long
    look = f'fill="{SHEET}" stroke="{INK}" stroke-width="1.4"' if hollow else f'fill="{INK}"'
    kind = "arrow hollow" if hollow else "arrow"
    return f'<path class="{kind}" d="M{back} {y - half}L{x} {y}L{back} {y + half}Z" {look}/>'


def ring(x: int, y: int) -> str:
    """No parent is held."""
    return (
        f'<circle class="ring" cx="{x}" cy="{y}" r="{RING}" fill="{SHEET}" stroke="{INK}" stroke-width="1.5" '
        'stroke-dasharray="1.6 1.6"/>'
    )


def sample(key: Key, x0: int, x1: int, y: int) -> str:
    """What a line of the key speaks of; x1 before x0 from right to left."""
    x = (x0 + x1) // 2
    if key.sureness is Sureness.NONE:
        return ring(x, y)
    if key.sureness is None and key.omega:
        return f'<circle cx="{x}" cy="{y}" r="8" fill="{SHEET}" stroke="{INK}" stroke-dasharray="2 3"/>'
    if key.sureness is None:
        return (
            f'<rect x="{x - 8}" y="{y - 7}" width="19" height="10" rx="2" fill="{SUNK}" stroke="{EDGE}"/>'
            f'<rect x="{x - 11}" y="{y - 4}" width="19" height="10" rx="2" fill="{SHEET}" stroke="{EDGE}"/>'
        )
    made = f'<path d="M{x0} {y}H{x1}" fill="none" stroke="{INK}" {STROKES[key.sureness]}/>'
    if key.from_omega:
        made += f'<path class="e-core" d="M{x0} {y}H{x1}" fill="none" stroke="{SHEET}" stroke-width="1"/>'
    if key.sureness is not Sureness.NEAREST_KIN:
        made += arrow((x1, y), hollow=key.from_omega, leftward=x1 < x0)
    return made

"""The source inside a larger picture: bars, captions, screens with their buttons, other footage beside or behind it."""

from functools import lru_cache

import cv2
import numpy as np
from bench.edits.shown import Edit, Moment, Shown, cropped, pasted, resized
from example.textures import Picture

from example import textures


def _within(size: tuple[int, int], box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """The largest box of this shape in the middle of another; sides even. Boxes are left, top, width, height."""
    x, y, width, height = box
    share = min(width / size[0], height / size[1])
    w, h = max(2, int(size[0] * share) // 2 * 2), max(2, int(size[1] * share) // 2 * 2)
    return x + (width - w) // 2, y + (height - h) // 2, w, h


def on_canvas(aspect: float, *, blurred: bool) -> Edit:
    """Whole on a canvas of another shape, as long as before; bars are black, or the picture itself, blurred."""

    def edit(shown: Shown, moment: Moment) -> Shown:
        longest = max(shown.size)
        sides = (longest, longest / aspect) if aspect >= 1 else (longest * aspect, longest)
        width, height = (max(2, round(side / 2) * 2) for side in sides)
        back = np.zeros((height, width, 3), np.uint8)
        if blurred:
            small = resized(covering(shown.pixels, width, height), max(2, width // 8), max(2, height // 8))
            spread = resized(np.asarray(cv2.GaussianBlur(small, (9, 9), 0), np.uint8), width, height)
            back = np.asarray(cv2.convertScaleAbs(spread, alpha=0.7), np.uint8)
        return pasted(shown, back, _within(shown.size, (0, 0, width, height)))

    return edit


def covering(picture: Picture, width: int, height: int) -> Picture:
    """The middle of the picture, cut to this shape and size."""
    rows, columns = picture.shape[:2]
    share = min(columns / width, rows / height)
    w, h = max(1, int(width * share)), max(1, int(height * share))
    x, y = (columns - w) // 2, (rows - h) // 2
    return resized(np.ascontiguousarray(picture[y : y + h, x : x + w]), width, height)


def meme(shown: Shown, moment: Moment) -> Shown:
    """Two lines of text on white above the picture."""
    width, height = shown.size
    band = height // 4
    out = np.full((height + band, width, 3), 255, np.uint8)
    size = max(8, band // 3)
    for line, text in enumerate(("WHEN THEY SAY", "NOTHING HAPPENED HERE")):
        out = textures.lettered(out, text, (width // 20, size // 4 + line * size * 5 // 4), size, (10, 10, 10))
    return pasted(shown, out, (0, band, width, height))


@lru_cache(maxsize=4)
def _phone(width: int, height: int) -> Picture:
    """A messenger's viewer on an upright phone, with room for a picture in the middle."""
    screen = np.full((height, width, 3), (14, 16, 18), np.uint8)
    size = width // 24
    line = (230, 230, 230)
    screen = textures.lettered(screen, "15:02              71 %", (size, size // 2), size, line)
    screen = textures.lettered(screen, "<  Mirel Today", (size, size * 3), size * 5 // 4, (120, 180, 255))
    screen = textures.lettered(screen, "2,417 subscribers", (size * 3, size * 5), size, (150, 150, 150))
    foot = height - size * 9
    screen = textures.lettered(screen, "What happened at the market?", (size, foot), size * 5 // 4, line)
    screen = textures.lettered(screen, "314   comments 27   share", (size, foot + size * 3), size, (180, 180, 180))
    cv2.rectangle(screen, (width // 3, height - size), (2 * width // 3, height - size + size // 4), line, -1)
    return screen


def on_phone(shown: Shown, moment: Moment) -> Shown:
    """A screenshot: upright, with bars, text and buttons above and below."""
    width = max(96, min(540, max(shown.size)) // 2 * 2)
    height = width * 16 // 9
    return pasted(shown, _phone(width, height), _within(shown.size, (0, height // 5, width, height * 11 // 20)))


@lru_cache(maxsize=4)
def _player(width: int, height: int) -> Picture:
    """A browser with a player on a desk computer."""
    screen = np.full((height, width, 3), (242, 243, 245), np.uint8)
    bar = height // 12
    screen[:bar] = (52, 58, 70)
    size = max(7, bar // 2)
    screen = textures.lettered(
        screen, "<  >   https://mirel.example/watch/314", (size, size // 2), size, (230, 232, 236)
    )
    for row in range(5):
        top = bar * 2 + row * bar * 2
        cv2.rectangle(screen, (width * 19 // 24, top), (width * 22 // 24, top + bar * 3 // 2), (176, 182, 190), -1)
        cv2.line(screen, (width * 19 // 24, top + bar * 7 // 4), (width * 23 // 24, top + bar * 7 // 4), (90, 90, 90))
    title = (size, height - bar * 5 // 4)
    return textures.lettered(
        screen, "Market this morning    12,031 views    like  share  save", title, size, (24, 24, 28)
    )


def on_computer(shown: Shown, moment: Moment) -> Shown:
    """A recorded screen: a page, a progress bar that runs, a pointer that moves."""
    width, height = (side // 2 * 2 for side in shown.size)
    bar = height // 12
    box = _within(shown.size, (width // 48, bar * 3 // 2, width * 18 // 24, height - bar * 4))
    out = pasted(shown, _player(width, height), box)
    done = moment.seconds / max(moment.length_s, 1e-6)
    foot = box[1] + box[3] + bar // 3
    cv2.line(out.pixels, (box[0], foot), (box[0] + box[2], foot), (190, 192, 196), 2)
    cv2.line(out.pixels, (box[0], foot), (box[0] + int(box[2] * done), foot), (220, 40, 40), 2)
    x, y = int(width * (0.3 + 0.3 * done)), int(height * (0.8 - 0.2 * done))
    arrow = np.array([(x, y), (x, y + bar), (x + bar // 2, y + bar * 3 // 4)], np.int32)
    cv2.fillConvexPoly(out.pixels, arrow, (20, 20, 20), cv2.LINE_AA)
    return out


def in_picture(share: float, x: float, y: float) -> Edit:
    """Picture in picture: `share` of the width of other footage, its corner at these shares of the room left."""

    def edit(shown: Shown, moment: Moment) -> Shown:
        width, height = shown.size
        w, h = int(width * share) // 2 * 2, int(height * share) // 2 * 2
        left, top = int((width - w) * x), int((height - h) * y)
        under = moment.others[0].copy()
        edge = max(1, width // 240)
        cv2.rectangle(under, (left - edge, top - edge), (left + w + edge - 1, top + h + edge - 1), (245, 245, 245), -1)
        return pasted(shown, under, (left, top, w, h))

    return edit


def split(shown: Shown, moment: Moment) -> Shown:
    """The middle half of the source on the left, that of other footage on the right."""
    width, height = shown.size
    half = width // 4 * 2
    out = np.full((height, width, 3), 255, np.uint8)
    right = width - half - max(2, width // 160)
    out[:, width - right :] = covering(moment.others[0], right, height)
    return pasted(cropped(0.25, 0.0, 0.75, 1.0)(shown, moment), out, (0, 0, half, height))


def collage(shown: Shown, moment: Moment) -> Shown:
    """Four pictures, the source in the lower left."""
    width, height = shown.size
    w, h = width // 2 - 2, height // 2 - 2
    out = np.full((height, width, 3), 255, np.uint8)
    for other, (x, y) in zip(moment.others, ((0, 0), (width - w, 0), (width - w, height - h)), strict=True):
        out[y : y + h, x : x + w] = resized(other, w, h)
    return pasted(shown, out, (0, height - h, w, h))

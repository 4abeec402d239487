"""Where in an item: stretches of time, stretches of text, windows of a picture."""

from dataclasses import dataclass

MILLIONTHS = 1_000_000
"""A region is counted in millionths of the picture's width and height, so that it survives a change of size."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch [start_us, end_us) of one item's container timeline.

    Integer µs, one clock for picture and sound; may begin below zero (encoder priming, edit lists); never empty.
    """

    start_us: int
    end_us: int

    def __post_init__(self) -> None:
        if self.start_us >= self.end_us:
            raise ValueError(f"a span ends after it starts, got [{self.start_us}, {self.end_us}) µs")

    @property
    def length_us(self) -> int:
        return self.end_us - self.start_us

    def shared_us(self, other: "Span") -> int:
        """Length in µs of what both cover; 0 where they do not meet."""
        return max(0, min(self.end_us, other.end_us) - max(self.start_us, other.start_us))


@dataclass(frozen=True, slots=True, order=True)
class TextSpan:
    """A stretch of one named extraction of a text: code points, and the preserved bytes they came from.

    `start`, `end` count code points of the extraction's body, half-open. `start_byte`, `end_byte` point into the
    preserved object where one stretch of it gave this text, else both are None.
    """

    extraction: str
    start: int
    end: int
    start_byte: int | None = None
    end_byte: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a text span is not empty and not negative, got [{self.start}, {self.end})")


@dataclass(frozen=True, slots=True, order=True)
class Region:
    """A window of the picture as displayed, in millionths of its width and height; origin top left."""

    x: int
    y: int
    width: int
    height: int

    def __post_init__(self) -> None:
        if self.width <= 0 or self.height <= 0:
            raise ValueError(f"a region has an area, got {self.width} × {self.height} millionths")

    @property
    def area(self) -> float:
        """Share of the whole picture, 0..1 for a window that lies inside it."""
        return self.width * self.height / MILLIONTHS**2

    def overlap(self, other: "Region") -> float:
        """Intersection over union, 0..1."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        down = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        if across <= 0 or down <= 0:
            return 0.0
        shared = across * down
        return shared / (self.width * self.height + other.width * other.height - shared)

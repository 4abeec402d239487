"""How far away something was that was seen and then heard: a range with its parts, from one recording.

distance = speed of sound × (bang - flash). The person who filmed is nowhere in it: a distance is a circle, and no
place is worked out from it here.
"""

from dataclasses import dataclass

from stemmata.match.sync_candidates import FASTEST_SOUND, SLOWEST_SOUND

CONTAINER_S = 0.04
"""How far sound and picture of a file may be apart: one frame of a 25 Hz camera or two packets of AAC
(research/audio.md section 4: 40 ms, 14 m)."""


@dataclass(frozen=True, slots=True)
class Range:
    """Metres. low, high: all parts together. by_frame, by_container, by_air: how much of it each makes alone."""

    low: float
    high: float
    by_frame: float
    by_container: float
    by_air: float
    speed: tuple[float, float]


def flash_to_bang(
    flash_s: float,
    bang_s: float,
    frame_s: float,
    *,
    container_s: float = CONTAINER_S,
    celsius: tuple[float, float] | None = None,
) -> Range:
    """`flash_s`: when the first frame that shows it begins; it may have happened up to `frame_s` before that frame and
    no later than its end. `celsius`: lowest and highest temperature of the air, where known; 0 to 40 otherwise.

    ValueError where the bang comes before the flash by more than the parts allow, or a part is negative.
    """
    if frame_s <= 0 or container_s < 0:
        raise ValueError(
            f"a frame lasts longer than nothing, got {frame_s} s; an offset is not negative, got {container_s} s"
        )
    slow, fast = (SLOWEST_SOUND, FASTEST_SOUND) if celsius is None else (_speed(celsius[0]), _speed(celsius[1]))
    if slow > fast:
        raise ValueError(f"the lowest temperature comes first, got {celsius}")
    apart = bang_s - flash_s
    longest = apart + frame_s + container_s
    if longest <= 0:
        raise ValueError(f"heard {-apart:.3f} s before it was seen: not one event, or sound and picture are apart")
    shortest = max(0.0, apart - frame_s - container_s)
    middle = (slow + fast) / 2
    return Range(
        shortest * slow,
        longest * fast,
        2 * frame_s * middle,
        2 * container_s * middle,
        max(0.0, apart) * (fast - slow),
        (slow, fast),
    )


def _speed(celsius: float) -> float:
    """Metres a second in dry air (linear, right to 0.2 between -20 and 40 °C)."""
    return 331.3 + 0.606 * celsius

"""What `stemmata sync` says, in sentences and in JSON."""

from pathlib import Path

from stemmata.match.synchronise import Synchronised, Verdict
from stemmata.match.timelines import Standing
from stemmata.pipeline.synchronise import Outcome
from stemmata.publish.jsonl import edge_row

REASON_WORDS = {
    "as_strangers": "nothing in common stands out more than among unrelated recordings",
    "no_common_overlap": "too short to overlap",
    "too_few_windows": "too few separate moments agree",
    "one_source": "all that agrees comes from one place or one loudspeaker, and could have been played twice",
    "one_clock": "what they share keeps one clock to a sixteenth of a millisecond: a layer, or clocks that run alike",
    "copy_or_layer": "they share a sound; whether it is all of one of them or laid over both could not be told",
}
COPY_WORDS = {
    "copy": "{a} and {b} hold the same sound recording.",
    "copy_with_layer": "{a} and {b} hold the same sound recording; in one of them there is more over it.",
}


def lines_of(outcome: Outcome) -> list[str]:
    names = {clip.item: Path(clip.name).name for clip in outcome.clips}
    said: list[str] = []
    for number, line in enumerate(outcome.lines, 1):
        said.append(f"Timeline {number}: {len(line.placed)} recordings.")
        for one in line.placed:
            standing = "" if one.standing is Standing.HELD else "; unconfirmed, held by one pair alone"
            said.append(f"  {names[one.holder]} begins at {one.start:.3f} s, give or take {one.error:.3f} s{standing}")
        for test in line.tested:
            if not test.fits:
                pair = f"{names[test.pair.a]} and {names[test.pair.b]}"
                said.append(f"  {pair} disagree with it by {test.residual:+.3f} s: that pair was left out")
    said += [f"{names[clip.item]} is on no timeline." for clip in outcome.alone]
    for found in outcome.pairs:
        if found.verdict is not Verdict.NOT_ESTABLISHED:
            said += _pair(found, names[found.a], names[found.b])
    if outcome.lines:
        said.append(
            f"Intervals allow for the travel of sound between microphones up to {outcome.apart_m:g} m apart. "
            "Another microphone is another recording, not another observer."
        )
    said += [one.sentence for one in outcome.unused]
    return said


def _pair(found: Synchronised, a: str, b: str) -> list[str]:
    if found.verdict is Verdict.SHARED_SOUND:
        return [f"{a} and {b} share a layer of sound only. That does not put them at one event."]
    if found.verdict is Verdict.UNDECIDED:
        return [f"{a} and {b}: undecided. {REASON_WORDS[found.reason].capitalize()}."]
    if found.verdict is Verdict.SAME_RECORDING:
        return [COPY_WORDS[found.kinship.value].format(a=a, b=b)]
    said = [f"{a} and {b} hear the same event with different microphones."]
    said.append(f"  clock of {a} less that of {b}: {found.low:+.3f} to {found.high:+.3f} s")
    said.append(f"  the loudest common sound lies at {found.lag:+.4f} s")
    heard = sum(one.seconds > 1 for one in found.windows)
    said.append(f"  {heard} of {found.tried} separate windows and {found.impulses} impulsive sounds agree")
    if found.drift_ppm is not None:
        said.append(f"  clocks drift apart by {found.drift_ppm:.1f} ± {found.drift_error_ppm:.1f} millionths")
    if found.step is not None:
        said.append(f"  frames are missing near {found.step.at:.1f} s of {a}: {abs(found.step.by) * 1e3:.0f} ms")
    if found.contradicted:
        said.append(
            "  the sources heard lie further apart than this distance allows: give a larger one, or frames are missing"
        )
    if found.reason == "one_source":
        said.append("  all impulsive sounds lie on one lag: they come from one place, or were played there")
    return said


def to_json(outcome: Outcome) -> dict[str, object]:
    return {
        "clips": [{"name": clip.name, "item": clip.item, "seconds": f"{clip.seconds:.3f}"} for clip in outcome.clips],
        "unused": [
            {
                "name": one.name,
                "reason": one.reason,
                "code": None if one.failure is None else one.failure.code.value,
                "sentence": one.sentence,
            }
            for one in outcome.unused
        ],
        "compared": len(outcome.pairs),
        "possible": outcome.possible,
        "apart_m": round(outcome.apart_m),
        "pairs": [
            {
                "a": found.a,
                "b": found.b,
                "verdict": found.verdict.value,
                "kinship": found.kinship.value,
                "reason": found.reason,
                "step_us": None if found.step is None else [round(found.step.at * 1e6), round(found.step.by * 1e6)],
            }
            for found in outcome.pairs
        ],
        "edges": [edge_row(edge) for edge in outcome.edges],
        "timelines": [
            {
                "clips": [
                    {
                        "item": one.holder,
                        "start_us": round(one.start * 1e6),
                        "error_us": None if one.error == float("inf") else round(one.error * 1e6),
                        "standing": one.standing.value,
                    }
                    for one in line.placed
                ],
                "residuals": [
                    {"a": test.pair.a, "b": test.pair.b, "us": round(test.residual * 1e6), "fits": test.fits}
                    for test in line.tested
                ],
            }
            for line in outcome.lines
        ],
    }

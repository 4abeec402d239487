"""What `stemmata sync` says, in sentences and in JSON."""

from pathlib import Path

from stemmata.match.lag_lines import ERRORS_OF_95
from stemmata.match.synchronise import Synchronised, Verdict
from stemmata.match.timelines import Timeline
from stemmata.pipeline.synchronise import NOT_COMPARED, Outcome
from stemmata.publish.jsonl import edge_row

REASON_WORDS = {
    "as_strangers": "nothing in common stands out more than among unrelated recordings",
    "no_common_overlap": "too short to overlap",
    "too_few_windows": "too few separate moments agree",
    "one_source": "all that agrees comes from one place or one loudspeaker, and could have been played twice",
    "one_clock": "what they share keeps one clock to a sixteenth of a millisecond: a layer, or clocks that run alike",
    "by_chance": "among so many pairs, strangers would be expected to agree as well",
    "not_compared": "the process that compared them ended twice; run it again, or name the two alone",
    "copy_or_layer": "they share a sound; whether it is all of one of them or laid over both could not be told",
}
COPY_WORDS = {
    "copy": "{a} and {b} hold the same sound recording.",
    "copy_with_layer": "{a} and {b} hold the same sound recording; in one of them there is more over it.",
}


def lines_of(outcome: Outcome) -> list[str]:
    names = {clip.item: Path(clip.name).name for clip in outcome.clips}
    said: list[str] = []
    lines = _together(outcome)
    for number, line in enumerate(lines, 1):
        said.append(f"Timeline {number}: {len(line.clips)} files, {line.recordings} recordings.")
        for one in line.clips:
            between = "" if one.clip == line.reference else f", between {one.low:.3f} and {one.high:.3f} s"
            standing = "" if one.confirmed else "; unconfirmed, no two other recordings agree on it"
            said.append(f"  {names[one.clip]} begins at {one.start:.3f} s{between}{standing}")
        if len(line.clips) > 1:
            said.append(f"  intervals are against {names[line.reference]}")
    for test in outcome.clocks.tested:
        if not test.kept:
            pair = f"{names[test.edge.a]} and {names[test.edge.b]}"
            said.append(f"The pair {pair} contradicts the others by {test.missed:.3f} s and was left out.")
    said += [f"{names[clip.item]} is on no timeline." for clip in outcome.alone]
    for found in outcome.pairs:
        if found.verdict is not Verdict.NOT_ESTABLISHED or found.reason == NOT_COMPARED:
            said += _pair(found, names[found.a], names[found.b])
    if lines:
        said.append(
            f"Intervals allow for the travel of sound between microphones up to {outcome.apart_m:g} m apart. "
            "Another microphone is another recording, not another observer."
        )
    said += [one.sentence for one in outcome.unused]
    return said


def _together(outcome: Outcome) -> list[Timeline]:
    """Those of more than one file: what stands alone is on no timeline."""
    return [line for line in outcome.clocks.timelines if len(line.clips) > 1]


def _pair(found: Synchronised, a: str, b: str) -> list[str]:
    if found.verdict is Verdict.SHARED_SOUND:
        return [f"{a} and {b} share a layer of sound only. That does not put them at one event."]
    if found.verdict in (Verdict.UNDECIDED, Verdict.NOT_ESTABLISHED):
        return [f"{a} and {b}: undecided. {REASON_WORDS[found.reason].capitalize()}."]
    if found.verdict is Verdict.SAME_RECORDING:
        return [COPY_WORDS[found.kinship.value].format(a=a, b=b)]
    played = found.reason == "one_source"
    said = [
        f"{a} and {b} hear one sound from one place with different microphones: the same event, or played aloud."
        if played
        else f"{a} and {b} hear the same event with different microphones."
    ]
    said.append(f"  clock of {a} less that of {b}: {found.low:+.3f} to {found.high:+.3f} s")
    said.append(f"  the loudest common sound lies at {found.lag:+.4f} s")
    heard = sum(one.seconds > 1 for one in found.windows)
    said.append(f"  {heard} of {found.tried} separate windows and {found.impulses} impulsive sounds agree")
    if found.drift_ppm is not None:
        most = ERRORS_OF_95 * (found.drift_error_ppm or 0.0)
        said.append(f"  clocks drift apart by {found.drift_ppm:.1f} ± {most:.1f} millionths (95 %)")
    if found.step is not None:
        said.append(f"  frames are missing near {found.step.at:.1f} s of {a}: {abs(found.step.by) * 1e3:.0f} ms")
    if found.contradicted:
        said.append(
            "  the sources heard lie further apart than this distance allows: give a larger one, or frames are missing"
        )
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
        "compared": sum(one.reason != NOT_COMPARED for one in outcome.pairs),
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
                        "item": one.clip,
                        "start_us": round(one.start * 1e6),
                        "low_us": round(one.low * 1e6),
                        "high_us": round(one.high * 1e6),
                        "confirmed": one.confirmed,
                        "recording": one.recording,
                    }
                    for one in line.clips
                ],
                "reference": line.reference,
            }
            for line in _together(outcome)
        ],
        "residuals": [
            {
                "a": test.edge.a,
                "b": test.edge.b,
                "us": round(test.residual * 1e6),
                "missed_us": round(test.missed * 1e6),
                "kept": test.kept,
                "alone": test.alone,
            }
            for test in outcome.clocks.tested
        ],
    }

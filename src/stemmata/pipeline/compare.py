"""Two files, no case: the same evidence as in a case, from fingerprints that are thrown away."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import file_digest
from pathlib import Path

from stemmata.decode.probe import PROBE
from stemmata.fingerprint.sound import SOUND
from stemmata.match.calibration import Held, calibrated, chance_of
from stemmata.match.manner import Manner
from stemmata.match.pictures import Picture, compare, picture_of, to_edge
from stemmata.match.recording import Heard
from stemmata.match.reuse import reuse
from stemmata.match.streams import StreamFacts, same_streams
from stemmata.model.change import Change
from stemmata.model.edge import Edge, Kind, Segment
from stemmata.model.failure import Failure
from stemmata.model.item import Media, compared_as
from stemmata.model.seams import Reduction
from stemmata.model.told import Text
from stemmata.model.unit import Track, Unit
from stemmata.pipeline.analyse import FINGERPRINTS, PRELOAD
from stemmata.pipeline.held_texts import parts_of
from stemmata.pipeline.named_changes import Wording, changes_of, wording_of_facts
from stemmata.pipeline.residue_words import grouped
from stemmata.pipeline.sounds import heard_of, recording_of
from stemmata.pipeline.worker_pool import WorkerPool

VERDICT_WORDS = {
    "same_bytes": "{a} and {b} are the same bytes.",
    "same_stream": "{a} and {b} hold the same stream in files of different bytes.",
    "same_footage": "{a} and {b} show the same footage.",
    "same_picture_part": "A part of the picture is the same in {a} and {b}.",
    "same_recording": "{a} and {b} hold the same sound recording. That says nothing on their pictures.",
    "same_story": "{a} and {b} share passages of text.",
    "same_place": "{a} and {b} show the same place, not the same footage: another moment or another camera.",
    "undecided": "Whether {a} and {b} show the same footage could not be told. Nothing is established.",
    "not_comparable": "{a} and {b} could not be compared. That says nothing on whether they are kin.",
    "not_established": "Nothing in common was found between {a} and {b}. That does not make them independent.",
}

SOUND_WORDS = {
    "same": "Sound was compared: the two hold the same recording.",
    "not_established": "Sound was compared: no recording in common was found.",
    "not_comparable": "Sound was not compared: at least one of the two has none that could be heard.",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    a: str
    b: str
    verdict: str
    reason: str
    edges: tuple[Edge, ...] = ()
    failures: tuple[tuple[str, Failure], ...] = field(default=())
    heard: bool = False
    """Whether both have sound, and it was compared."""
    pictures: tuple[Picture, Picture] | None = field(default=None, repr=False, compare=False)
    """Where two pictures were laid over each other: both, in the order of the edge."""
    changes: tuple[Change, ...] | None = None
    """From the first file to the second, where both are texts that share passages; None where they were not named."""
    bodies: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    """Of texts, by item: what the spans of shared passages count in."""

    def passages(self) -> list[tuple[str, str]]:
        """Shared passages as they stand in the first file and in the second."""
        found: list[tuple[str, str]] = []
        for edge in self.edges:
            spans = edge.facts.get("passages")
            for span in spans if isinstance(spans, list) else []:
                if isinstance(span, list) and len(span) >= 4:
                    a0, a1, b0, b1 = (int(str(at)) for at in span[:4])
                    one, other = self.bodies[edge.a.holder][a0:a1], self.bodies[edge.b.holder][b0:b1]
                    found.append((one, other) if edge.a.holder == self.a else (other, one))
        return found

    def lines(self, a: str, b: str) -> list[str]:
        """What a person reads: the verdict, then each stretch they share."""
        lines = [VERDICT_WORDS[self.verdict].format(a=a, b=b)]
        for edge in self.edges:
            names = (a, b) if edge.a.holder == self.a else (b, a)
            for segment in edge.segments:
                lines.append(_stretch(segment, *names))
                left_over = grouped(segment.left_over, *names, _clock)
                lines += [f"    left over: {'; '.join(left_over)}"] if left_over else []
            if edge.chance is not None:
                lines.append(
                    f"  Fewer than 0.01 such matches expected by chance in {edge.chance.comparisons} comparisons."
                )
            passages = edge.facts.get("passages")
            if isinstance(passages, list):
                lines.append(f"  {len(passages)} shared passages, {edge.facts.get('words')} words in all.")
            if edge.facts.get("manner") == Manner.QUOTATION:
                lines.append("  All of it is quoted: what one person said, which makes neither a copy of the other.")
        if self.reason:
            lines.append(f"  ({self.reason})")
        if any(edge.kind is not Kind.SAME_STORY for edge in self.edges) or self.verdict == "not_established":
            lines.append(SOUND_WORDS[self._of_sound()].format(a=a, b=b))
        return lines

    def _of_sound(self) -> str:
        if any(edge.kind is Kind.SAME_RECORDING for edge in self.edges):
            return "same"
        return "not_established" if self.heard else "not_comparable"


def _clock(us: int) -> str:
    seconds = us / 1e6
    return f"{int(seconds // 60)}:{seconds % 60:05.2f}"


def _stretch(segment: Segment, a: str, b: str) -> str:
    def side(name: str, at: object) -> str:
        span = segment.a if at == "a" else segment.b
        return name if span is None else f"{name} {_clock(span.start_us)}–{_clock(span.end_us)}"

    extra = [] if segment.speed == 1.0 else [f"speed {segment.speed:.2f}"]
    extra += ["mirrored"] if segment.mirrored else []
    extra += ["light and dark exchanged"] if segment.geometry.get("negative") else []
    return f"  {side(a, 'a')} = {side(b, 'b')}" + (f" ({', '.join(extra)})" if extra else "")


def compare_files(a: Path, b: Path) -> Outcome:
    """Read both in the worker, compare, keep nothing."""
    pool = WorkerPool(PRELOAD)
    try:
        read = [_read(pool, path) for path in (a, b)]
    finally:
        pool.close()
    one, other = read
    failures = tuple((side.name, side.failure) for side in read if side.failure is not None)
    if one.sha256 == other.sha256:
        units = (Unit(Track.PICTURE, item=one.sha256), Unit(Track.PICTURE, item=other.sha256))
        edge = Edge(Kind.SAME_BYTES, units[0], units[1], "sha256/1")
        return Outcome(one.sha256, other.sha256, "same_bytes", "", (edge,), failures)
    streams = [StreamFacts.of(side.sha256, side.probe) for side in read if side.probe is not None]
    edges: list[Edge] = list(same_streams(streams)) if len(streams) == 2 else []
    laid: tuple[Picture, Picture] | None = None
    verdict, reason = ("same_stream", "") if edges else ("not_comparable", "the two are of kinds that are not compared")
    if one.picture is not None and other.picture is not None:
        first, second = sorted((one.picture, other.picture), key=lambda picture: picture.holder)
        held = Held(sum(len(side.sample_us) for side in (first, second)), 2)
        evidence = calibrated(compare(first, second), held)
        found = to_edge(evidence)
        edges += [replace(found, chance=chance_of(evidence, held))] if found is not None else []
        laid = (first, second) if found is not None else None
        if verdict != "same_stream":
            verdict, reason = evidence.verdict, str(evidence.facts.get("reason") or "")
    elif one.text is not None and other.text is not None:
        found_texts = reuse([one.text, other.text]).edges
        edges += found_texts
        verdict, reason = (
            ("same_story", "") if found_texts else ("not_established", "no passage of eight words is shared")
        )
    heard = one.sound is not None and other.sound is not None
    if one.sound is not None and other.sound is not None:
        recorded = recording_of(*sorted((one.sound, other.sound), key=lambda side: side.holder))
        edges += [] if recorded is None else [recorded]
        if recorded is not None and verdict in {"not_comparable", "not_established"}:
            verdict, reason = "same_recording", ""
    changes = None
    if verdict == "same_story" and one.wording is not None and other.wording is not None:
        changes = changes_of(one.wording, other.wording)
    bodies = {side.sha256: side.text.body for side in read if side.text is not None}
    return Outcome(one.sha256, other.sha256, verdict, reason, tuple(edges), failures, heard, laid, changes, bodies)


@dataclass(frozen=True, slots=True)
class _Side:
    name: str
    sha256: str
    probe: Reduction | None
    picture: Picture | None
    text: Text | None
    failure: Failure | None
    wording: Wording | None = None
    sound: Heard | None = None


def _read(pool: WorkerPool, path: Path) -> _Side:
    with path.open("rb") as source:
        name = file_digest(source, "sha256").hexdigest()
    probed = pool.reduce(PROBE, str(path))
    if isinstance(probed, Failure):
        return _Side(path.name, name, None, None, None, probed)
    duration = probed.facts.get("duration_us")
    media = compared_as(
        Media(str(probed.facts.get("media") or "other")), duration if isinstance(duration, int) else None
    )
    failure = probed.failure
    sound = None
    if probed.facts.get("media") in {Media.VIDEO, Media.AUDIO}:
        listened = pool.reduce(SOUND, str(path))
        sound = heard_of(name, listened) if isinstance(listened, Reduction) else None
    picture, text, wording = None, None, None
    if media in FINGERPRINTS:
        kept = pool.reduce(FINGERPRINTS[media], str(path))
        if isinstance(kept, Failure):
            failure = failure or kept
        elif media is Media.TEXT:
            facts: Mapping[str, object] = kept.facts
            body = str(facts.get("body") or "")
            text = Text(name, False, "compare", body, parts_of(facts.get("parts") or []))
            wording = wording_of_facts(facts)
        else:
            picture = picture_of(name, media, kept)
            failure = failure or kept.failure
    return _Side(path.name, name, probed, picture, text, failure, wording, sound)

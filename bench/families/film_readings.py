"""Readings of every pair of films of generated families: what Stemmata sees of them, kept as lines beside the truth."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from bench.families import truth
from bench.families.score import Known, held_files, known
from bench.families.truth import Witness

from stemmata.decode.probe import probe
from stemmata.fingerprint.film_rendition import FilmRendition, film_rendition, film_rendition_of
from stemmata.fingerprint.picture import film
from stemmata.lineage.film_copying import film_pair
from stemmata.lineage.film_reading import FilmReading, SharedGroups, film_reading
from stemmata.lineage.film_signs import FilmFacts, film_signs
from stemmata.lineage.lying import Lying, lyings
from stemmata.lineage.stemma import Proof
from stemmata.match.picture import Picture, picture_of
from stemmata.match.pictures import compare, to_edge
from stemmata.model.edge import Edge
from stemmata.model.item import Media

NAME = "film_readings.jsonl"
PARTNERS = 3
"""Each film is compared with the longest ones; how the others lie on it follows from these."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was seen of parent -> child; None where the two share too little. `forbidden`: a proof says that the parent
    cannot be the only source."""

    parent: str
    child: str
    reading: FilmReading
    forbidden: bool


def readings(folder: Path) -> Mapping[str, Sequence[Read]]:
    """By family, of files; made once and kept in the folder."""
    kept = folder / NAME
    if not kept.exists():
        rows = [
            json.dumps(row) for family in truth.families(truth.read(folder)).values() for row in _rows(folder, family)
        ]
        kept.write_text("".join(f"{row}\n" for row in rows), "utf-8")
    found: dict[str, list[Read]] = {}
    for line in kept.read_text("utf-8").splitlines():
        row = json.loads(line)
        read = Read(row["parent"], row["child"], FilmReading(**row["reading"]), row["forbidden"])
        found.setdefault(row["family"], []).append(read)
    return found


def _rows(folder: Path, family: Sequence[Witness]) -> Iterator[dict[str, object]]:
    files = {_digest(folder / one.file): one.file for one in sorted(family, key=lambda one: one.file, reverse=True)}
    pictures, facts, shown = {}, {}, {}
    for holder, file in sorted(files.items()):
        with (folder / file).open("rb") as source:
            pictures[holder] = picture_of(holder, Media.VIDEO, film(source, {}))
            source.seek(0)
            facts[holder] = FilmFacts.of(holder, probe(source, {}))
            source.seek(0)
            shown[holder] = film_rendition_of(holder, film_rendition(source, {}))
    for (one, other), lying in sorted(lyings(_edges(pictures)).items(), key=lambda item: item[0]):
        if one < other:
            yield from _both_ways(family[0].family, files, shown, facts, (one, other), lying)


def _both_ways(
    family: str,
    files: Mapping[str, str],
    shown: Mapping[str, FilmRendition],
    facts: Mapping[str, FilmFacts],
    names: tuple[str, str],
    lying: Lying,
) -> Iterator[dict[str, object]]:
    one, other = names
    pair = film_pair(shown[one], shown[other], lying)
    if pair is None:
        return
    signs = film_signs(pair, facts[one], facts[other])
    groups = SharedGroups.of(facts[one].streams, facts[other].streams)
    for parent, child, reading, said in (
        (one, other, film_reading(pair, groups), signs[0]),
        (other, one, film_reading(pair.turned(), groups.turned()), signs[1]),
    ):
        yield {
            "family": family,
            "parent": files[parent],
            "child": files[child],
            "reading": asdict(reading),
            "forbidden": any(sign.proof is Proof.NOT_ANCESTOR for sign in said),
        }


def _edges(pictures: Mapping[str, Picture]) -> Iterator[Edge]:
    longest = sorted(pictures, key=lambda holder: (-pictures[holder].end_us, holder))[:PARTNERS]
    for one in sorted(pictures):
        for other in sorted(pictures):
            if one < other and (one in longest or other in longest):
                edge = to_edge(compare(pictures[one], pictures[other]))
                if edge is not None:
                    yield edge


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


@dataclass(frozen=True, slots=True)
class Family:
    """The truth of one family of which some files are held, its nodes, and the readings between these."""

    known: Known
    nodes: Sequence[str]
    read: Mapping[tuple[str, str], Read]


def families(folder: Path, lost: float = 0.0, loss_seed: int = 0) -> list[Family]:
    found = []
    told = readings(folder)
    for name, own in truth.families(truth.read(folder)).items():
        truly = known(own, held_files(own, lost, loss_seed))
        by_node: dict[tuple[str, str], Read] = {}
        for read in told.get(name, ()):
            if read.parent in truly.files and read.child in truly.files:
                pair = truly.stands_for[read.parent], truly.stands_for[read.child]
                if pair[0] != pair[1]:
                    by_node.setdefault(pair, read)
        found.append(Family(truly, sorted(truly.kept), by_node))
    return found

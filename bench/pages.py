"""How long the pages of a case of 10,000 items take, and whether an export streams.

The case is received for real (tiny distinct files), its findings are written directly: families of a size as chats
give them, edges inside them. Pages are asked through the whole application, security included, without a network. The
export runs in a process of its own, over cases of a quarter of the items and of all.
Run: python -m bench.pages [--quick]
"""

import argparse
import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from statistics import median

import httpx2
from bench.entries import Target, Took, own_configuration, spread, took, verdict
from sqlalchemy import insert, update

from stemmata.acts.receive import Incoming, receive
from stemmata.case import schema
from stemmata.case.index import Index
from stemmata.case.project import project
from stemmata.case.results import Findings, write_findings
from stemmata.corroborate.material import case_material
from stemmata.corroborate.roots import Count
from stemmata.lineage.families import Family, footage_families
from stemmata.lineage.stretches import Timeline
from stemmata.model.edge import Edge, Kind, Segment
from stemmata.model.item import Name
from stemmata.model.span import Span
from stemmata.model.unit import Track, Unit
from stemmata.preserve.casefolder import CaseFolder
from stemmata.web.app import create_app

SEED = 83
ASKED = 20
FIRST_PAGE_TARGET = 300.0  # ms
GROWTH_TARGET = 1.1
"""Peak memory of exporting all items over that of a quarter of them."""
LARGEST_FAMILY = 400
TOKEN = "bench"
MEASURED = """
import sys, time
from pathlib import Path
from stemmata.case.index import Index
from stemmata.publish.jsonl import export_jsonl
def peak_kib():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
index = Index(Path(sys.argv[1]))
before = peak_kib()
export_jsonl(index, Path(sys.argv[2]))
print(before, peak_kib(), time.process_time())
"""
"""VmHWM, not ru_maxrss: the latter is inherited from whoever started the process."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A case with its answer written, and what to ask it for."""

    case: CaseFolder
    families: tuple[Family, ...]
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Export:
    """One export in a process of its own; MiB of resident memory before it began and at its peak."""

    wall_s: float
    written_mib: float
    before_mib: float
    peak_mib: float


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--quick", action="store_true")
    items = 1_000 if options.parse_args().quick else 10_000
    with tempfile.TemporaryDirectory() as temporary, own_configuration(Path(temporary)):
        folder = Path(temporary)
        quarter, whole = (_filled(folder, number) for number in (items // 4, items))
        first = _asked(whole)
        print()
        small, large = (_exported(folder, filled) for filled in (quarter, whole))
    growth = large.peak_mib / small.peak_mib
    more = (large.peak_mib - small.peak_mib) / (large.written_mib - small.written_mib)
    print(f"{more:.3f} MiB more at the peak for each MiB more that is written; n = 1 pair of exports, no interval")
    return verdict(
        [
            Target(f"first page of {items:,} items, median", first, FIRST_PAGE_TARGET, "ms", least=False),
            Target(f"peak of exporting {items:,} over {items // 4:,}", growth, GROWTH_TARGET, "times", least=False),
        ]
    )


def _filled(folder: Path, number: int) -> Filled:
    source = folder / f"source-{number}"
    source.mkdir()
    rng = random.Random(SEED)
    incoming = []
    for at in range(number):
        path = source / f"{rng.getrandbits(256):064x}"
        path.write_bytes(rng.randbytes(48))
        kind = "photos/photo" if at % 2 else "video_files/video"
        incoming.append(Incoming(os.fsencode(path), Name(f"ChatExport/{kind}_{at}@14-03-2031_10-42-07.jpg".encode())))
    case = CaseFolder.create(folder / f"case-{number}", f"bench of {number:,}")
    received = took(lambda: receive(case, incoming, {}))
    index = Index(case.index_path)
    project(case, index)
    items = sorted(sha256(Path(os.fsdecode(one.path)).read_bytes()).hexdigest() for one in incoming)
    _describe(index, items)
    findings = _findings(items)
    written = took(lambda: write_findings(index, findings))
    index.close()
    print(
        f"{number:,} items received in {received.wall_s:.0f} s; {len(findings.edges):,} edges, "
        f"{len(findings.families):,} families written in {written.wall_s:.1f} s"
    )
    return Filled(case, tuple(findings.families), tuple(items))


def _describe(index: Index, items: list[str]) -> None:
    """What the probe would have noted, and a posting for every third item."""
    rng = random.Random(SEED)
    with index.write() as connection:
        for at, item in enumerate(items):
            values = {"media": "image", "mime": "image/jpeg", "width": 1280, "height": 960, "state": "read"}
            if _is_film(at):
                values |= {"media": "video", "mime": "video/mp4", "duration_us": 20_000_000}
            connection.execute(update(schema.item).where(schema.item.c.sha256 == item).values(**values))
        postings, links, texts = [], [], []
        for at, item in enumerate(items[::3]):
            posting = f"{rng.getrandbits(256):064x}"
            posted = 1_931_000_000_000_000 + at * 60_000_000
            words = " ".join(rng.choice(("smoke", "market", "queue", "harbour", "water", "gate")) for _ in range(30))
            postings.append(_posting(posting, at, posted, words, items[0]))
            links.append({"posting": posting, "position": 0, "item": item, "path": f"photos/{at}.jpg", "missing": None})
            texts.append(
                {"holder": posting, "item": None, "posting": posting, "extraction": "telegram/1", "title": None}
                | {"body": words, "parts": "[]", "language": "en"}
            )
        for table, rows in ((schema.posting, postings), (schema.posting_item, links), (schema.text, texts)):
            connection.execute(insert(table), rows)


def _posting(posting: str, at: int, posted_us: int, words: str, raw: str) -> dict[str, object]:
    known = {"id": posting, "platform": "telegram", "channel_id": "2031", "channel_name": "Mirel Today"}
    unknown = dict.fromkeys(("author_name", "url", "edited_us", "reply_to", "forwarded_from"))
    times = {"posted_low_us": posted_us, "posted_high_us": posted_us + 1_000_000, "posted_basis": "platform-claimed"}
    where = {"raw_object": raw, "pointer": f"/messages/{at}", "reader": "telegram/1", "links": "[]"}
    return known | unknown | times | where | {"native_id": str(at), "text": words}


def _is_film(at: int) -> bool:
    return at % 3 == 0


def _findings(items: list[str]) -> Findings:
    """Two items in three alone or in families of 2 to 12, one family of hundreds: chains and chords of copies."""
    rng = random.Random(SEED)
    films = [Timeline(item, 20_000_000, ()) for at, item in enumerate(items) if _is_film(at)]
    stills = [item for at, item in enumerate(items) if not _is_film(at)]
    edges = [*_chained([film.holder for film in films], rng, film=True), *_chained(stills, rng, film=False)]
    edges.sort(key=lambda edge: (edge.a.holder, edge.b.holder))
    families = footage_families(stills, films, edges)
    alone = [items[at : at + 2] for at in range(0, len(items) // 2, 2)]
    undecided = [(a, b, "bench/1", "undecided", {"reason": "too little in common"}) for a, b in alone]
    counted = Count(case_material(families, edges, [(a, b) for a, b, *_ in undecided]))
    return Findings(
        edges=edges,
        undecided=undecided,
        families=families,
        roots=counted.whole(),
        family_roots={family.id: counted.behind([family.id]) for family in families},
        compared_pairs=20 * len(items),
        not_searched=0,
        complete=True,
    )


def _chained(holders: list[str], rng: random.Random, *, film: bool) -> Iterator[Edge]:
    shuffled = rng.sample(holders, k=len(holders))
    sizes = [min(LARGEST_FAMILY, len(holders) // 4)]
    at = 0
    while at < len(shuffled):
        size = sizes.pop() if sizes else rng.choice((1, 1, 2, 2, 3, 5, 8, 12))
        group = shuffled[at : at + size]
        for number, one in enumerate(group):
            for other in group[max(0, number - 3) : number]:
                yield _edge(*sorted((one, other)), film=film)
        at += size


def _edge(a: str, b: str, *, film: bool) -> Edge:
    span = Span(2_000_000, 14_000_000) if film else None
    geometry: dict[str, float | int | str | list[float]] = {"matrix": [1.0, 0, 0, 0, 1, 0, 0, 0, 1], "inliers": 44}
    segment = Segment(span, span, geometry=geometry)
    units = Unit(Track.PICTURE, item=a), Unit(Track.PICTURE, item=b)
    return Edge(Kind.SAME_FOOTAGE, *units, "picture/1", (segment,), facts={"verified_frames": 12})


def _asked(filled: Filled) -> float:
    """Prints every page's times; returns the median of the first page in ms."""
    print(f"\nserver time of a page, {ASKED} times after one to warm up")
    largest = max(filled.families, key=lambda family: len(family.members))
    usual = next(family for family in filled.families if len(family.members) == 8)
    pages = {
        "first page": "/",
        "footage": "/footage",
        "footage, a late page": f"/footage?after={len(filled.families) - 150}",
        "items": "/items",
        "items, a late page": f"/items?after={filled.items[-150]}",
        "history": "/history",
        f"family of {len(usual.members)}": f"/family/{usual.id}",
        f"family of {len(largest.members)}": f"/family/{largest.id}",
        "item": f"/item/{filled.items[len(filled.items) // 2]}",
        "search, names": "/search?q=video_77",
        "search, no match": "/search?q=lighthouse",
    }
    index = Index(filled.case.index_path)
    door = httpx2.ASGITransport(app=create_app(filled.case, index, TOKEN))
    client = httpx2.AsyncClient(transport=door, base_url="http://127.0.0.1")
    medians = []
    try:
        with asyncio.Runner() as runner:
            runner.run(client.get(f"/?token={TOKEN}"))
            for label, address in pages.items():
                times, size = _times(runner, client, address)
                shown = [1000 * one.wall_s for one in times]
                used = 1000 * median(one.cpu_s for one in times)
                print(f"  {spread(label, shown, 'ms', 1)}; {used:.1f} ms of CPU; {size:,} bytes")
                medians.append(median(shown))
            runner.run(client.aclose())
    finally:
        index.close()
    return medians[0]


def _times(runner: asyncio.Runner, client: httpx2.AsyncClient, address: str) -> tuple[list[Took], int]:
    found = runner.run(client.get(address))
    if found.status_code != 200:
        raise RuntimeError(f"{address} answered {found.status_code}")
    return [took(lambda: runner.run(client.get(address))) for _ in range(ASKED)], len(found.content)


def _exported(folder: Path, filled: Filled) -> Export:
    target = folder / f"export-{len(filled.items)}"
    command = [sys.executable, "-c", MEASURED, str(filled.case.index_path), str(target)]
    began = time.perf_counter()
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    wall = time.perf_counter() - began
    written = sum(path.stat().st_size for path in target.iterdir()) / 2**20
    made = Export(wall, written, int(told[0]) / 1024, int(told[1]) / 1024)
    print(
        f"export of {len(filled.items):,} items: {made.written_mib:.1f} MiB written, "
        f"{wall:.1f} s with start-up, {float(told[2]):.1f} s of CPU; memory {made.before_mib:.1f} MiB before, "
        f"{made.peak_mib:.1f} MiB at its peak"
    )
    return made


if __name__ == "__main__":
    sys.exit(main())

"""Cases whose tables hold what was found on sound, as the pipeline writes it."""

import json
from pathlib import Path

import numpy as np
from sqlalchemy import insert
from tests.trees import ANSWER

from stemmata.acts.create import create_case
from stemmata.case import schema
from stemmata.case.index import Index, set_value
from stemmata.fingerprint.sound import SOUND
from stemmata.model.seams import Reduction
from stemmata.pipeline.derived import Derived
from stemmata.preserve.casefolder import CaseFolder

A, B, C, VOICE, ELSEWHERE = (letter * 64 for letter in "abcde")
SECOND = 1_000_000
CHANCE = {"rate": 1e-9, "comparisons": 4321, "expected": 4e-6, "tested_to": 1e-3, "snapshot": "s", "look_alikes": 0.0}


def planted_sound(path: Path) -> CaseFolder:
    """Films A and B of one footage and one sound, C of the same footage with other sound, and a voice message and a
    film of something else that hold the sound of A; families f (footage) and s (sound)."""
    case = create_case(path, "A square at noon")
    index = Index(case.index_path)
    media = {A: "video", B: "video", C: "video", VOICE: "audio", ELSEWHERE: "video"}
    with index.write() as connection:
        set_value(connection, "answer", ANSWER | {"files": 5, "different_bytes": 5, "sounds": 1})
        items = [
            {"sha256": item, "bytes": 10, "media": kind, "duration_us": 20 * SECOND, "state": "read", "received_us": 0}
            for item, kind in media.items()
        ]
        connection.execute(insert(schema.item), items)
        names = [{"item": item, "entry": "e", "shown": f"{item[0]}.mp4"} for item in media]
        connection.execute(insert(schema.name), names)
        footage, sound = _family("f", "footage", 3), _family("s", "sound", 4)
        connection.execute(insert(schema.family), [footage, sound])
        members = [("f", A), ("f", B), ("f", C), ("s", A), ("s", B), ("s", VOICE), ("s", ELSEWHERE)]
        units = sorted({(f"{'picture' if family == 'f' else 'sound'} {holder}", holder) for family, holder in members})
        connection.execute(
            insert(schema.unit),
            [{"id": name, "item": holder, "track": name.split(" ")[0]} for name, holder in units],
        )
        connection.execute(
            insert(schema.member),
            [
                {"family": family, "position": at, "holder": holder,
                 "unit": f"{'picture' if family == 'f' else 'sound'} {holder}"}
                for at, (family, holder) in enumerate(members)
            ],
        )  # fmt: skip
        connection.execute(
            insert(schema.edge),
            [
                _edge(A, B, "same_footage", {"sound": "same"}),
                _edge(
                    A,
                    B,
                    "same_recording",
                    {"picture": "same", "listen": [[2_000_000, 4_000_000, 3_000_000, 5_000_000]]},
                ),
                _edge(A, C, "same_footage", {"sound": "not_found"}),
                _edge(A, ELSEWHERE, "same_recording", {"picture": "not_found"}),
                _edge(A, VOICE, "same_recording", {"listen": []}, speed=1.05, pitch=0.97),
            ],
        )
    index.close()
    for item in media:
        loudness = np.tile(np.array([1, 150, 190, 120], np.uint8), 50)
        facts: dict[str, object] = {"state": "heard", "first_tenth": 0}
        arrays = {name: np.zeros(0, dtype) for name, dtype in (("at", "<i4"), ("frequency", "<u2"), ("level", "|u1"))}
        kept = {**arrays, "loudness": loudness, "run": np.zeros((0, 2), "<i8")}
        Derived(case.derived).put(SOUND, item, Reduction(facts, kept))
    return case


def _family(name: str, kind: str, files: int) -> dict[str, object]:
    return {"id": name, "kind": kind, "files": files, "postings": 0, "title": "a.mp4", "rank": 1, "groups": 1,
            "groups_low": 1}  # fmt: skip


def _edge(
    a: str, b: str, kind: str, facts: dict[str, object], speed: float = 1.0, pitch: float = 1.0
) -> dict[str, object]:
    track = "sound" if kind == "same_recording" else "picture"
    segment = {
        "a": [0, 10 * SECOND], "b": [SECOND, 11 * SECOND], "speed": speed, "mirrored": False,
        "geometry": {"pitch": pitch} if track == "sound" else {}, "a_region": None, "b_region": None, "left_over": [],
    }  # fmt: skip
    return {
        "a": a, "b": b, "kind": kind, "method": f"{track}/1", "a_unit": f"{track} {a}", "b_unit": f"{track} {b}",
        "segments": json.dumps([segment]), "facts": json.dumps(facts),
        "chance": json.dumps(CHANCE) if track == "sound" else None,
    }  # fmt: skip

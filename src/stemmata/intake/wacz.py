"""A WACZ (web archive in a ZIP, specs.webrecorder.net/wacz/1.1.1): its list of files against what is in it.

Runs inside the worker. The signature, if there is one, is returned as it is written: intake.wacz_auth checks it.
"""

import json
import re
from collections.abc import Mapping
from hashlib import sha256

from stemmata.intake.bag import ALGORITHMS, WEAK, shown
from stemmata.intake.zip_members import Members
from stemmata.model.canonical import Plain
from stemmata.model.inspected import Findings, Inspected, Kind, Signer
from stemmata.model.plain import items, mapping, text
from stemmata.model.signed import Verdict

PACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
MOST_PACKAGE, MOST_DIGEST = 32_000_000, 1_000_000
MULTI = "multi-wacz-package"
_HASH = re.compile(r"(?:([a-z0-9_-]{2,12}):)?([0-9A-Fa-f]{8,128})")

NO_SIGNATURE = "Nobody signed it: whoever changed a file could write the list anew."
NOT_THE_SERVER = "It says nothing on what the web server sent: that rests on whoever made the capture."


def looks_like_a_wacz(members: Members) -> bool:
    return PACKAGE in members.sizes


def check_wacz(members: Members, name: str) -> tuple[Inspected, dict[str, Plain] | None]:
    """And what `datapackage-digest.json` has as signedData, where its hash is that of the list."""
    wacz = _Wacz(members)
    signed = wacz.check()
    verdict, proved = wacz.found.verdict, []
    if verdict is Verdict.OK:
        proved.append(
            "Its files fit its own list, by a hash that can be forged (MD5 or SHA-1): consistent, no more."
            if wacz.weak
            else "Its files are what its own list names: none is missing, altered or added."
        )
    kind = Kind.MULTI_WACZ if wacz.multi else Kind.WACZ
    lacks = (NO_SIGNATURE, NOT_THE_SERVER) if wacz.unsigned else (NOT_THE_SERVER,)
    signer = Signer.ABSENT if wacz.unsigned else None
    made = Inspected(kind, name, verdict, wacz.weak, wacz.found.reasons, tuple(proved), lacks, wacz.found.notes, signer)
    return made, signed


class _Wacz:
    def __init__(self, members: Members) -> None:
        self._members = members
        self.found = Findings()
        self.weak = self.multi = self.unsigned = False

    def check(self) -> dict[str, Plain] | None:
        try:
            content = self._members.small(PACKAGE, MOST_PACKAGE)
            self._check_files(_object(content, PACKAGE))
            return self._signed(content)
        except ValueError as error:
            self.found.fail(f"{error}.")
        except LookupError as error:
            self.found.cannot(f"{error.args[0]}.")
        return None

    def _check_files(self, package: Mapping[str, Plain]) -> None:
        self.multi = package.get("profile") == MULTI
        if self.multi:
            self.found.note("It is a WACZ of several WACZ; those inside were compared as files and not looked into.")
        listed: set[str] = set()
        try:
            resources = [mapping(one) for one in items(package.get("resources"))]
            for one in resources:
                path = text(one.get("path"))
                if path in listed:
                    self.found.fail(f"The list names {shown(path)} twice.")
                listed.add(path)
                self._check_resource(path, one)
        except ValueError:
            self.found.fail(f"{PACKAGE} is not a list of files as a WACZ has it.")
            return
        if not resources:
            self.found.fail("Its list names no file.")
        for name in sorted({*self._members.sizes, *self._members.odd} - listed - {PACKAGE, DIGEST}):
            self.found.fail(f"{shown(name)} is there, and the list does not name it.")

    def _check_resource(self, path: str, row: Mapping[str, Plain]) -> None:
        """Hash and size stand in the row, or in `stats` with the algorithm under `hashing` (WACZ before 1.0)."""
        old = row.get("stats")
        held = mapping(old) if old is not None else row
        size, written = held.get("bytes"), held.get("hash")
        if path in self._members.odd:
            self.found.cannot(f"{shown(path)} is a link or a device.")
            return
        if path not in self._members.sizes:
            self.found.fail(f"{shown(path)} is listed and is missing.")
            return
        if isinstance(size, int) and size != self._members.sizes[path]:
            self.found.fail(f"{shown(path)} has another size than the list says.")
        match = _HASH.fullmatch(written) if isinstance(written, str) else None
        if match is None:
            self.found.cannot(f"The list has no hash for {shown(path)}.")
            return
        named = match[1] or str(row.get("hashing") or "md5")  # Frictionless: a bare hash is an MD5
        algorithm = named.lower().replace("-", "")
        if algorithm not in ALGORITHMS:
            self.found.cannot(f"The list has a hash for {shown(path)} of a kind that is not known here.")
            return
        self.weak |= algorithm in WEAK
        try:
            if self._members.digests(path, [algorithm])[algorithm] != match[2].lower():
                self.found.fail(f"{shown(path)} is not what the list names.")
        except ValueError as error:
            self.found.fail(f"{shown(path)} is damaged: {error}.")
        except LookupError as error:
            self.found.cannot(f"{shown(path)} could not be read: {error.args[0]}.")

    def _signed(self, package: bytes) -> dict[str, Plain] | None:
        if DIGEST not in self._members.sizes:
            self.found.note("It has no hash of its list.")
            self.unsigned = True
            return None
        digest = _object(self._members.small(DIGEST, MOST_DIGEST), DIGEST)
        of = f"sha256:{sha256(package).hexdigest()}"
        if digest.get("path") != PACKAGE or digest.get("hash") != of:
            self.found.fail("Its list of files is not the one whose hash stands beside it.")
            return None
        signed = digest.get("signedData")
        if signed is None:
            self.unsigned = True
            return None
        told = dict(mapping(signed))
        if told.get("hash") != of:
            self.found.fail("Its signature is of another list of files.")
        return told


def _object(content: bytes, name: str) -> Mapping[str, Plain]:
    """Not with one key twice, which programs read differently, nor with half letters, which are no text."""
    try:
        read = mapping(json.loads(content, object_pairs_hook=_once))
        json.dumps(read, ensure_ascii=False, allow_nan=False).encode("utf-8")
        return read
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{name} is not JSON as a WACZ has it") from error


def _once(pairs: list[tuple[str, Plain]]) -> dict[str, Plain]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("one key stands twice")
    return made

"""A bag as a whole (RFC 8493), in a folder or in a ZIP: what its manifests list against what is there.

Nothing is fetched, and no link is followed. A bag is never more than consistent: whoever can change a file can write
its manifests anew, and nobody signs them.
"""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

from stemmata.intake.bag_tags import (
    DECLARATION,
    FETCHED,
    FIRST_VERSION,
    LAST_VERSION,
    MANIFEST,
    OXUM,
    Declared,
)
from stemmata.model.counted import counted
from stemmata.model.inspected import Findings, Inspected, Kind, Signer
from stemmata.model.signed import Verdict

ALGORITHMS = {
    "md5": 32,
    "sha1": 40,
    "sha224": 56,
    "sha256": 64,
    "sha384": 96,
    "sha512": 128,
    "sha3_256": 64,
    "sha3_512": 128,
    "blake2b": 128,
}
"""Names of hashlib -> hex digits. In a manifest's file name they stand in small letters, without a dash."""
WEAK = frozenset({"md5", "sha1"})
"""For each, two contents with one hash have been made: hash_collisions in the tests, and shattered.io for SHA-1."""
_NAMED = {name.replace("_", ""): name for name in ALGORITHMS}
DATA = "data/"
NAME_CHARACTERS = 200


class BagSource(Protocol):
    """A bag to be read. `names`: every regular file by its path with "/", and its size. `odd`: what is neither file nor
    folder, or cannot be read, with the reason. `tag`: see bag_tags.read_tag. `digests`: of one file, hex, by algorithm.

    ValueError for damage, LookupError for what cannot be read here.
    """

    @property
    def names(self) -> Mapping[str, int]: ...

    @property
    def odd(self) -> Mapping[str, str]: ...

    def tag(self, form: str, name: str, told: Declared | None) -> list[list[str]]: ...

    def digests(self, name: str, algorithms: Collection[str]) -> Mapping[str, str]: ...


def looks_like_a_bag(names: Collection[str]) -> bool:
    """Names of one folder, paths with "/"."""
    manifests = any(name.startswith("manifest-") and name.endswith(".txt") for name in names)
    return "bagit.txt" in names or (manifests and any(name.startswith(DATA) for name in names))


def check_bag(source: BagSource, name: str) -> Inspected:
    """Never raises for what a bag holds."""
    bag = _Bag(source)
    bag.check()
    return bag.inspected(name)


class _Manifest:
    """One manifest: `listed` is what it says, name -> digest, of names that are safe."""

    def __init__(self, name: str, algorithm: str | None, listed: Mapping[str, str]) -> None:
        self.name, self.algorithm, self.listed = name, algorithm, listed


class _Bag:
    def __init__(self, source: BagSource) -> None:
        self._source, self._found = source, Findings()
        self._told = Declared((0, 0), "UTF-8")
        self._fetched: set[str] = set()
        self._strong: set[str] = set()
        self._weak_used: set[str] = set()
        self._by_form = {unicodedata.normalize("NFC", one): one for one in source.names}

    def check(self) -> None:
        if "bagit.txt" not in self._source.names:
            self._found.fail("bagit.txt is missing.")
            return
        rows = self._tag(DECLARATION, "bagit.txt")
        if rows is None:
            return
        self._told = Declared((int(rows[0][0]), int(rows[0][1])), rows[0][2])
        if not FIRST_VERSION <= self._told.version <= LAST_VERSION:
            self._found.cannot(f"It is of version {rows[0][0]}.{rows[0][1]} of BagIt, which is not known here.")
            return
        self._read_fetch()
        payload = [self._manifest(one, tags=False) for one in self._manifests("manifest-")]
        tags = [self._manifest(one, tags=True) for one in self._manifests("tagmanifest-")]
        if not payload:
            self._found.fail("It has no payload manifest, so nothing says what should be in it.")
        self._check_listing([one for one in payload if one is not None])
        self._check_digests([one for one in (*payload, *tags) if one is not None])
        self._check_oxum()
        if not tags:
            self._found.note("It has no tag manifest: nothing is said of the files that describe it.")

    def inspected(self, name: str) -> Inspected:
        payload = [one for one in self._source.names if one.startswith(DATA)]
        weak = bool(self._weak_used) and not self._strong.issuperset(payload)
        proved = []
        if self._found.verdict is Verdict.OK:
            proved.append("The payload is what the manifest lists: no file is missing, altered or added.")
            if weak:
                used = " and ".join(sorted(self._weak_used)).upper()
                proved = [f"The payload fits the manifest, by a hash that can be forged ({used}): consistent, no more."]
        return Inspected(
            Kind.BAG,
            name,
            self._found.verdict,
            weak,
            self._found.reasons,
            tuple(proved),
            (
                "Nobody signed the manifest: whoever changed a file could write it anew.",
                "It says nothing on when the files were made, nor by whom.",
            ),
            self._found.notes,
            Signer.ABSENT,
        )

    def _tag(self, form: str, name: str) -> list[list[str]] | None:
        try:
            return self._source.tag(form, name, None if form == DECLARATION else self._told)
        except ValueError as error:
            self._found.fail(f"{error}.")
        except LookupError as error:
            self._found.cannot(f"{error.args[0]}.")
        return None

    def _manifests(self, beginning: str) -> Iterator[str]:
        for name in sorted(self._source.names):
            if name.startswith(beginning) and name.endswith(".txt") and "/" not in name:
                yield name

    def _manifest(self, name: str, *, tags: bool) -> _Manifest | None:
        rows = self._tag(MANIFEST, name)
        if rows is None:
            return None
        spelled = name.partition("-")[2].removesuffix(".txt").lower().replace("-", "").replace("_", "")
        algorithm = _NAMED.get(spelled)
        if algorithm is None:
            self._found.cannot(f"{name} names a hash that is not known here.")
        listed: dict[str, str] = {}
        for digest, written, marked in rows:
            if algorithm is not None and len(digest) != ALGORITHMS[algorithm]:
                self._found.fail(f"{name} has a hash of another length for {shown(written)}.")
            elif unsafe(written):
                self._found.fail(f"{name} names a place outside the bag: {shown(written)}.")
            else:
                self._add(listed, name, digest, written, tags=tags, marked=bool(marked))
        return _Manifest(name, algorithm, listed)

    def _add(
        self, listed: dict[str, str], manifest: str, digest: str, written: str, *, tags: bool, marked: bool
    ) -> None:
        name = written
        while name.startswith("./"):
            name = name[2:]
        if name != written:
            self._found.note(f"{manifest} writes names that begin with ./ which other programs may not take.")
        if marked:
            self._found.note(f"{manifest} was written by md5sum or one like it: names have an asterisk before them.")
        if name not in self._source.names and name not in self._source.odd:
            alike = self._by_form.get(unicodedata.normalize("NFC", name))
            if alike is not None:
                self._found.note(f"{shown(name)} is there under a name that looks the same and has other code points.")
                name = alike
        if name.startswith(DATA) is tags:
            where = "a file of the payload" if tags else "a file outside data/"
            self._found.fail(f"{manifest} lists {where}: {shown(name)}.")
        elif name not in listed:
            listed[name] = digest
        elif listed[name] != digest:
            self._found.fail(f"{manifest} lists {shown(name)} twice, with two hashes.")
        elif self._told.version >= (1, 0):
            self._found.fail(f"{manifest} lists {shown(name)} twice.")
        else:
            self._found.note(f"{manifest} lists {shown(name)} twice, with the same hash.")

    def _read_fetch(self) -> None:
        if "fetch.txt" not in self._source.names:
            return
        for _, written in self._tag(FETCHED, "fetch.txt") or []:
            name = written.removeprefix("./")
            if unsafe(written) or not name.startswith(DATA):
                self._found.fail(f"fetch.txt names a place outside data/: {shown(written)}.")
            else:
                self._fetched.add(name)
        if self._fetched:
            files = counted(len(self._fetched), "file", "files")
            self._found.note(f"fetch.txt names addresses for {files}. Nothing was fetched.")

    def _check_listing(self, payload: list[_Manifest]) -> None:
        there = {one for one in self._source.names if one.startswith(DATA)}
        listed = {one for manifest in payload for one in manifest.listed}
        for name, why in self._source.odd.items():
            if name in listed:
                self._found.cannot(f"{shown(name)} {why}.")
            elif name.startswith(DATA):
                self._found.fail(f"{shown(name)} {why}, and no manifest lists it.")
            else:
                self._found.note(f"{shown(name)} {why}; it is no part of the payload.")
        for name in sorted(there - listed):
            self._found.fail(f"{shown(name)} is there, and no manifest lists it.")
        for manifest in payload if self._told.version >= (1, 0) else ():
            for name in sorted((there & listed) - manifest.listed.keys()):
                self._found.fail(f"{manifest.name} does not list {shown(name)}, as version 1.0 demands.")
        for name in sorted(self._fetched - listed):
            self._found.fail(f"fetch.txt names {shown(name)}, and no manifest lists it.")
        folded = Counter(one.casefold() for one in listed)
        if any(count > 1 for count in folded.values()):
            self._found.note("Names differ only in their case: on some disks they would be one file.")

    def _check_digests(self, manifests: list[_Manifest]) -> None:
        asked: dict[str, dict[str, list[tuple[str, str]]]] = {}
        for manifest in manifests:
            for name, digest in manifest.listed.items():
                if manifest.algorithm is not None:
                    asked.setdefault(name, {}).setdefault(manifest.algorithm, []).append((manifest.name, digest))
                elif name not in self._source.names and name not in self._source.odd:
                    asked.setdefault(name, {})
        for name, by_algorithm in sorted(asked.items()):
            if name in self._source.odd:
                continue
            if name not in self._source.names:
                self._missing(name)
            elif by_algorithm:
                self._compare(name, by_algorithm)

    def _missing(self, name: str) -> None:
        if name in self._fetched:
            self._found.cannot(
                f"{shown(name)} is not there; fetch.txt names an address for it, and nothing was fetched."
            )
        else:
            self._found.fail(f"{shown(name)} is listed and is missing.")

    def _compare(self, name: str, by_algorithm: Mapping[str, list[tuple[str, str]]]) -> None:
        try:
            found = self._source.digests(name, by_algorithm)
        except ValueError as error:
            self._found.fail(f"{shown(name)} is damaged: {error}.")
            return
        except LookupError as error:
            self._found.cannot(f"{shown(name)} could not be read: {error.args[0]}.")
            return
        for algorithm, expected in by_algorithm.items():
            for manifest, digest in expected:
                if found[algorithm] != digest:
                    self._found.fail(f"{shown(name)} is not what {manifest} lists.")
        if by_algorithm.keys() - WEAK:
            self._strong.add(name)
        elif name.startswith(DATA):
            self._weak_used |= by_algorithm.keys()

    def _check_oxum(self) -> None:
        if "bag-info.txt" not in self._source.names:
            return
        payload = {one: size for one, size in self._source.names.items() if one.startswith(DATA)}
        count = f"{sum(payload.values())}.{len(payload)}"
        for (said,) in self._tag(OXUM, "bag-info.txt") or []:
            octets, _, files = said.partition(".")
            if not (octets.isdecimal() and files.isdecimal() and said.isascii()):
                self._found.note(f"Its Payload-Oxum could not be read: {shown(said)}.")
            elif self._fetched - payload.keys():
                self._found.note("Its Payload-Oxum was not compared, since files are still to be fetched.")
            elif f"{octets.lstrip('0') or '0'}.{files.lstrip('0') or '0'}" != count:
                self._found.fail(f"Payload-Oxum says {shown(said)} (bytes.files), and there are {count}.")


def unsafe(name: str) -> bool:
    """Whether a name leads, or could lead on some system, out of the folder that it is written for."""
    drive = len(name) > 1 and name[1] == ":" and name[0].isascii() and name[0].isalpha()
    parts = name.replace("\\", "/").split("/")
    return drive or name.startswith(("/", "\\", "~")) or ".." in parts or "\0" in name


def shown(name: str) -> str:
    return name if len(name) <= NAME_CHARACTERS else name[:NAME_CHARACTERS] + "…"

"""Signed provenance of one file: the manifest store found by our own scanner, read by the C2PA library if it is there.

The library parses hostile bytes in native code, so it runs in the worker alone, and nothing may make it fetch: a file
can name an address for its manifest, its certificate one for its revocation, a statement on an author one for that
author's key. `SETTINGS` switches off each of them, and allows no host besides.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib import import_module, metadata
from types import ModuleType
from typing import BinaryIO

from stemmata.decode.manifest_facts import signed_of_report
from stemmata.decode.manifest_store import Found, find_store
from stemmata.model.canonical import Json
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code
from stemmata.model.seams import Reducer, Reduction
from stemmata.model.signed import GONE, NEEDS_EXTRA, NOT_FETCHED, UNREADABLE, Signed, Verdict

DISTRIBUTION = "c2pa-python"

SETTINGS: dict[str, object] = {
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
    "core": {
        "allowed_network_hosts": [],
        "allow_redirects": False,
        "decode_identity_assertions": False,  # resolves did:web, and they name persons
        "max_decompressed_manifest_size_in_mb": 16,
    },
}
"""Of c2pa-rs 0.91 (sdk/src/settings). It passes over names that it does not know: tests/decode/test_signed.py shows, by
a server that nobody calls, that it knows these."""


@cache
def library_version() -> str | None:
    """Of the installed library; None where the extra `signed` is not installed."""
    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return None


def _name() -> str:
    """With the library's version: installing it, or another one, makes the next run read these files again."""
    version = library_version()
    return "signed/1" if version is None else f"signed/1-c2pa-{version}"


SIGNED = Reducer(
    name=_name(),
    entry="stemmata.decode.signed:signed",
    arrays={},
    max_json_bytes=500_000,
    seconds=900.0,  # every byte of a film is hashed
    memory_bytes=1_000_000_000,
)


@cache
def _library() -> ModuleType | None:
    """None where it is not installed or its native part cannot be loaded on this machine."""
    if library_version() is None:
        return None
    try:
        return import_module("c2pa")
    except (ImportError, OSError, RuntimeError, ValueError):  # what c2pa.lib raises for another platform
        return None


def warm() -> None:
    library_version()
    _library()


def signed(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """See SIGNED. facts: looked (whether this form of file was looked into), signed (model.signed as JSON; None where
    there is no store and no word of one). Never fails for what a file holds. MediaError NEEDS_EXTRA where the library
    is installed and cannot be loaded.
    """
    found = find_store(source)
    told = None
    if found.place is not None:
        told = _read(source, found)
    elif found.address is not None:
        told = Signed(Verdict.UNCHECKED, (NOT_FETCHED,), address=found.address)
    elif found.names_own:
        told = Signed(Verdict.UNCHECKED, (GONE,))
    return Reduction({"looked": found.looked, "signed": None if told is None else told.to_json()}, {})


def _read(source: BinaryIO, found: Found) -> Signed:
    library = _library()
    if library is None:
        if library_version() is not None:
            raise MediaError(Code.NEEDS_EXTRA, f"{DISTRIBUTION} is installed and cannot be loaded on this machine")
        return Signed(Verdict.UNCHECKED, (NEEDS_EXTRA,), place=found.place, address=found.address)
    source.seek(0)
    try:
        context = library.Context(settings=library.Settings.from_dict(SETTINGS))
        with library.Reader(found.mime, source, context=context) as reader:
            report, active = json.loads(reader.crjson()), json.loads(reader.json())["active_manifest"]
        return signed_of_report(report, str(active), found.place, found.address)
    except library.C2paError as error:
        word = type(error).__name__.removeprefix("_C2pa")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        word = type(error).__name__
    return Signed(Verdict.UNCHECKED, (UNREADABLE,), (word,), found.place, found.address)

"""What the encoder x264 writes of itself into a stream: its version and settings, as one line of text.

Source: x264, encoder/set.c, x264_sei_version_write: an SEI message of user data with a uuid of its own. Anyone can
write it, many programs take it off, and a re-encoding by x264 puts its own in its place.
"""

import re

UUID = bytes.fromhex("dc45e9bde6d948b7962cd820d923eeef")
HEAD_OF_STREAM = 262_144
"""Bytes of coded pictures that are looked into: the message stands before the first picture."""

_LINE = re.compile(rb"x264 - core [\x20-\x7e]{1,1900}")


def x264_settings(stream: bytes) -> str:
    """ "" where there is none."""
    at = stream.find(UUID)
    found = _LINE.match(stream, at + len(UUID)) if at >= 0 else None
    return "" if found is None else found[0].decode("ascii")

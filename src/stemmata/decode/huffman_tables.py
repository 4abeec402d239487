"""The Huffman tables that ITU-T T.81 gives as examples in annex K: most coders write them unless told to optimise."""

from collections.abc import Iterator

_K3_BRIGHTNESS_DC = "00010501010101010100000000000000000102030405060708090a0b"
_K4_COLOUR_DC = "00030101010101010101010000000000000102030405060708090a0b"
_K5_BRIGHTNESS_AC = (
    "0002010303020403050504040000017d010203000411051221314106135161072271143281"
    "91a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a43"
    "4445464748494a535455565758595a636465666768696a737475767778797a838485868788"
    "898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9"
    "cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa"
)
_K6_COLOUR_AC = (
    "0002010204040304070504040001027700010203110405213106124151076171132232810814"
    "4291a1b1c109233352f0156272d10a162434e125f11718191a262728292a35363738393a4344"
    "45464748494a535455565758595a636465666768696a737475767778797a82838485868788898a"
    "92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3"
    "d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa"
)

STANDARD = frozenset(
    {
        (0, bytes.fromhex(_K3_BRIGHTNESS_DC)),
        (0, bytes.fromhex(_K4_COLOUR_DC)),
        (1, bytes.fromhex(_K5_BRIGHTNESS_AC)),
        (1, bytes.fromhex(_K6_COLOUR_AC)),
    }
)
"""(class, how many codes of each length 1 to 16 and then their values); class 0 is DC, 1 is AC."""

LENGTHS = 16


def tables(segment: bytes) -> Iterator[tuple[int, bytes]]:
    """(class, counts and values) of every table of a DHT segment (T.81 section B.2.4.2); a cut one ends it."""
    at = 0
    while at + 1 + LENGTHS <= len(segment):
        values = sum(segment[at + 1 : at + 1 + LENGTHS])
        end = at + 1 + LENGTHS + values
        if end > len(segment):
            return
        yield segment[at] >> 4, segment[at + 1 : end]
        at = end

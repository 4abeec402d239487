"""Subtitles: paragraphs with the times at which they are shown."""

# ruff: noqa: E501  a row stands on one line with its neighbours

from tests.decode.pages import facts, told

SRT = "1\r\n00:00:01,500 --> 00:00:03,000\r\n<i>It came from</i>\r\nbehind the trees.\r\n\r\n2\r\n00:01:00,000 --> 00:01:02,5\r\n{\\an8}Get in!\r\n"
VTT = "WEBVTT - made by hand\n\nNOTE not shown\n\n00:01.500 --> 00:03.000 align:start\n<v Mara>It came from\nbehind the trees.\n\nlast\n01:00:00.000 --> 01:00:02.000\nGet in!\n"


def test_cues_of_subrip_carry_their_times() -> None:
    found = facts(SRT.encode("utf-8-sig"))
    assert told(found, "paragraph") == ["It came from behind the trees.", "Get in!"]
    times = [part["times_us"] for part in found["parts"] if part["kind"] == "paragraph"]
    assert times == [[1_500_000, 3_000_000], [60_000_000, 62_500_000]]


def test_cues_of_webvtt_carry_their_times() -> None:
    found = facts(VTT.encode())
    assert told(found, "paragraph") == ["It came from behind the trees.", "Get in!"]
    times = [part["times_us"] for part in found["parts"] if part["kind"] == "paragraph"]
    assert times == [[1_500_000, 3_000_000], [3_600_000_000, 3_602_000_000]]
    assert found["mime"] == "text/vtt"


def test_bytes_lead_back_to_a_cue() -> None:
    raw = VTT.encode()
    cue = next(part for part in facts(raw)["parts"] if part["kind"] == "paragraph")
    assert raw[slice(*cue["raw"])] == b"It came from\nbehind the trees."

"""Addresses as they are compared."""

import pytest

from stemmata.match.addresses import address_of, file_name, posting_number


def test_scheme_www_query_and_fragment_make_no_difference() -> None:
    assert address_of("https://WWW.Paper.example/a/?b=1#c") == address_of("http://paper.example/a") == "paper.example/a"


@pytest.mark.parametrize(
    ("link", "number"),
    [
        ("https://t.me/c/777/2", ("telegram", "777", "2")),
        ("t.me/s/lowmark/15", ("telegram", "lowmark", "15")),
        ("https://t.me/lowmark", None),
        ("https://paper.example/c/777/2", None),
    ],
)
def test_the_number_of_a_message_is_read_from_its_address(link: str, number: tuple[str, str, str] | None) -> None:
    assert posting_number(link) == number


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("https://paper.example/media/Kelmora_Bridge.mp4?x=1", "kelmora_bridge.mp4"),
        ("IMG_20310314_091500.jpg", None),
        ("WhatsApp Video 2031-03-14 at 09.15.00.mp4", None),
        ("video.mp4", None),
        ("https://paper.example/a/story", None),
        ("", None),
    ],
)
def test_names_that_devices_write_name_no_file(link: str, name: str | None) -> None:
    assert file_name(link) == name

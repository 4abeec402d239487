"""Articles: body without furniture, parts by offset, encodings named and never guessed."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stemmata.decode.text import language_of, text
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code

PAGE = """<!doctype html><html lang="en-GB"><head><title>Bridge | The Paper</title><meta charset="utf-8">
<meta property="og:site_name" content="The Paper"><style>p { color: red }</style></head>
<body><nav><a href="/home">Home</a></nav><header>The Paper</header>
<article><h1>Bridge &amp; river</h1><p class="byline">By A. Writer</p><time datetime="2026-01-02">2 January</time>
<p>Three people were <b>hurt</b> at the <a href="https://e.example/1">bridge</a>, the council said on Friday.
<p>Nobody was there to see it, and the river was high.
<blockquote>We saw it from the roof.</blockquote>
<figure><img src="a.jpg" alt=""><figcaption>The bridge.</figcaption></figure>
<iframe src="https://v.example/2"></iframe><form>Subscribe!</form><div hidden>secret</div>
</article><aside>Related</aside><footer>(c)</footer><script>var x = "<p>no</p>";</script></body></html>"""


def facts(content: bytes) -> dict[str, object]:
    return text(BytesIO(content), {}).facts


def parts(found: dict[str, object]) -> Iterator[tuple[str, str]]:
    body, listed = found["body"], found["parts"]
    assert isinstance(body, str)
    assert isinstance(listed, list)
    for part in listed:
        start, end = part["span"]
        yield part["kind"], body[start:end]


def test_an_article_is_read_without_its_furniture() -> None:
    found = facts(PAGE.encode())
    assert list(parts(found)) == [
        ("headline", "Bridge & river"),
        ("byline", "By A. Writer"),
        ("date", "2 January"),
        ("paragraph", "Three people were hurt at the bridge, the council said on Friday."),
        ("paragraph", "Nobody was there to see it, and the river was high."),
        ("quotation", "We saw it from the roof."),
        ("paragraph", "The bridge."),
    ]
    assert (found["title"], found["site"], found["published"]) == ("Bridge & river", "The Paper", "2026-01-02")
    assert (found["language"], found["declared_language"]) == ("en", "en")
    assert found["links"] == ["https://e.example/1", "https://v.example/2"]
    assert found["images"] == ["a.jpg"]


def test_a_page_without_article_is_read_whole() -> None:
    found = facts(b"<html><body><h2>One</h2><div>Two<br>Three</div></body></html>")
    assert list(parts(found)) == [("headline", "One"), ("paragraph", "Two"), ("paragraph", "Three")]


def test_markdown_has_headings_and_quotations() -> None:
    found = facts(b"# Bridge\n\nOne\ntwo.\n\n> said\n> again\n\n![x](a.png) https://e.example/1\n")
    assert list(parts(found)) == [
        ("headline", "Bridge"),
        ("paragraph", "One two."),
        ("quotation", "said again"),
        ("paragraph", "![x](a.png) https://e.example/1"),
    ]
    assert (found["title"], found["images"], found["links"]) == ("Bridge", ["a.png"], ["https://e.example/1"])


ARABIC = "أُصيب ثلاثة أشخاص عند الجسر في المدينة يوم أمس كما قال السكان"
PLAIN_ARABIC = "أصيب ثلاثة أشخاص عند الجسر في المدينة يوم أمس كما قال السكان"
NAMED = '<html><head><meta charset="{}"></head><body><p>{}</p></body></html>'

ENCODINGS = [
    ("utf-8", ARABIC.encode(), "utf-8"),
    ("utf-8 with mark", b"\xef\xbb\xbf" + ARABIC.encode(), "utf-8"),
    ("utf-16", ("\ufeff" + ARABIC).encode("utf-16-le"), "utf-16-le"),
    ("utf-16 big", ("\ufeff" + ARABIC).encode("utf-16-be"), "utf-16-be"),
    ("named windows-1256", NAMED.format("windows-1256", PLAIN_ARABIC).encode("cp1256"), "cp1256"),
    ("named iso-8859-6", NAMED.format("ISO-8859-6", PLAIN_ARABIC).encode("iso8859_6"), "iso8859_6"),
]


@pytest.mark.parametrize(("what", "content", "encoding"), ENCODINGS, ids=[row[0] for row in ENCODINGS])
def test_a_named_encoding_is_read(what: str, content: bytes, encoding: str) -> None:
    found = facts(content)
    assert found["body"] in {ARABIC, PLAIN_ARABIC}
    assert (found["encoding"], found["language"]) == (encoding, "ar")


REFUSALS = [
    ("nothing", b"", Code.EMPTY),
    ("unnamed", PLAIN_ARABIC.encode("cp1256"), Code.ENCODING),
    ("named wrongly", NAMED.format("utf-8", PLAIN_ARABIC).encode("cp1256"), Code.ENCODING),
    ("named unknown", NAMED.format("x-own", "text").encode(), Code.ENCODING),
    ("cut within a letter", ARABIC.encode()[:-1], Code.ENCODING),
    ("a playlist", b"#EXTM3U\nhttp://x/", Code.REFUSED),
    ("a picture", b"\xff\xd8\xff\xe0", Code.NOT_READ),
    ("JSON", b'{"a": 1}', Code.NOT_READ),
    ("eleven megabytes", b"word " * 2_200_000, Code.TOO_LARGE),
]


@pytest.mark.parametrize(("what", "content", "code"), REFUSALS, ids=[row[0] for row in REFUSALS])
def test_what_cannot_be_read_is_named(what: str, content: bytes, code: Code) -> None:
    with pytest.raises(MediaError) as raised:
        facts(content)
    assert raised.value.failure.code is code


LANGUAGES = [
    ("Three people were hurt at the bridge and the council said that it was closed on Friday.", "en"),
    ("Trois personnes ont été blessées sur le pont et la mairie a dit que la route est fermée.", "fr"),
    ("Drei Menschen sind auf der Brücke verletzt und die Straße ist nicht mit dem Auto zu erreichen.", "de"),
    ("Tres personas fueron heridas en el puente y el alcalde dijo que se cerró para los coches.", "es"),
    (ARABIC, "ar"),
    ("سه نفر روی پل زخمی شدند و شهردار گفت که جاده بسته است", "fa"),
    ("Трое человек пострадали на мосту, сообщили жители города в пятницу", "ru"),
    ("Троє людей постраждали на мосту, повідомили жителі міста у п'ятницю, їх лікують", "uk"),
    ("12 34 56", None),
    ("Xq zv kj wpt rrm blk dfg hjk lmn bcd", None),
    ("", None),
]


@pytest.mark.parametrize(("body", "language"), LANGUAGES, ids=[str(row[1]) for row in LANGUAGES])
def test_a_language_is_told_or_not(body: str, language: str | None) -> None:
    assert language_of(body) == language


@given(st.text(max_size=300))
@example(">")
@example("# #")
def test_spans_lie_in_the_body_in_order(written: str) -> None:
    for content in (written, f"<html><body>{written}"):
        try:
            found = facts(content.encode())
        except MediaError:
            continue
        at = 0
        listed = found["parts"]
        assert isinstance(listed, list)
        for part in listed:
            start, end = part["span"]
            assert at <= start < end <= len(str(found["body"]))
            at = end

"""Texts: body without furniture, parts by offset, encodings named or told as guessed, bytes that lead back."""

from io import BytesIO
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.decode.pages import SENTENCES, facts, line, page, paragraphs, pdf, told

from stemmata.decode.text import MAX_BYTES, language_of, text
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code

PAGE = """<!doctype html><html lang="en-GB"><head><title>Bridge | The Paper</title><meta charset="utf-8">
<meta property="og:site_name" content="The Paper"><style>p { color: red }</style></head>
<body><nav><a href="/home">Home</a></nav><header>The Paper</header>
<article><h1>Bridge &amp; river</h1><p class="byline">By Ada Writer</p><time datetime="2026-01-02">2 January</time>
<p>Three people were <b>hurt</b> at the <a href="https://e.example/1">bridge</a>, the council said on Friday.
<p>Nobody was there to see it, and the river was high.
<blockquote>We saw it from the roof.</blockquote>
<figure><img src="a.jpg" alt=""><figcaption>The bridge.</figcaption></figure>
<iframe src="https://v.example/2"></iframe><form>Subscribe!</form><div hidden>secret</div>
</article><aside>Related</aside><footer>(c)</footer><script>var x = "<p>no</p>";</script></body></html>"""


def parts(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(part["kind"], found["body"][slice(*part["span"])]) for part in found["parts"] if part["span"] is not None]


def test_an_article_is_read_without_its_furniture() -> None:
    found = facts(PAGE.encode())
    assert parts(found) == [
        ("headline", "Bridge & river"),
        ("byline", "Ada Writer"),
        ("date", "2 January"),
        ("paragraph", "Three people were hurt at the bridge, the council said on Friday."),
        ("paragraph", "Nobody was there to see it, and the river was high."),
        ("paragraph", "We saw it from the roof."),
        ("quotation", "We saw it from the roof."),
    ]
    assert (found["title"], found["site"], found["published"]) == ("Bridge & river", "The Paper", "2026-01-02")
    assert (found["language"], found["declared_language"]) == ("en", "en")
    assert (found["images"], found["embeds"]) == (["a.jpg"], ["https://v.example/2"])


def test_a_link_has_its_place_in_the_body_or_none() -> None:
    found = facts(PAGE.encode())
    shown = {link["url"]: link for link in found["links"]}
    assert found["body"][slice(*shown["https://e.example/1"]["span"])] == "bridge"
    assert shown["/home"] == {"url": "/home", "text": "Home", "span": None}


def test_furniture_has_bytes_and_no_place_in_the_body() -> None:
    found = facts(PAGE.encode())
    furniture = [part for part in found["parts"] if part["kind"] == "furniture"]
    assert {part["span"] for part in furniture} == {None}
    first = PAGE.encode()[slice(*furniture[0]["raw"])]
    assert first == b"Home</a></nav><header>The Paper"


def test_a_page_without_article_is_read_whole() -> None:
    found = facts(b"<html><body><h2>One</h2><div>Two<br>Three</div></body></html>")
    assert [words for _, words in parts(found)] == ["One", "Two", "Three"]


def test_markdown_has_headings_and_quotations() -> None:
    found = facts(b"# Bridge\n\nOne\ntwo.\n\n> said\n> again\n\n![x](a.png) https://e.example/1\n")
    assert parts(found) == [
        ("headline", "Bridge"),
        ("paragraph", "One two."),
        ("paragraph", "said again"),
        ("quotation", "said again"),
        ("paragraph", "![x](a.png) https://e.example/1"),
    ]
    assert (found["title"], found["images"]) == ("Bridge", ["a.png"])
    assert [link["url"] for link in found["links"]] == ["https://e.example/1"]


ARABIC = "أُصيب ثلاثة أشخاص عند الجسر في المدينة يوم أمس كما قال السكان"
PLAIN_ARABIC = "أصيب ثلاثة أشخاص عند الجسر في المدينة يوم أمس كما قال السكان"
NAMED = '<html><head><meta charset="{}"></head><body><p>{}</p></body></html>'

ENCODINGS = [
    ("utf-8", ARABIC.encode(), "utf-8", None),
    ("utf-8 with mark", b"\xef\xbb\xbf" + ARABIC.encode(), "utf-8", None),
    ("utf-16", ("\ufeff" + ARABIC).encode("utf-16-le"), "utf-16-le", None),
    ("utf-16 big", ("\ufeff" + ARABIC).encode("utf-16-be"), "utf-16-be", None),
    ("utf-16 without its mark", PLAIN_ARABIC.encode("utf-16-le"), "utf-16-le", Code.GUESSED),
    ("utf-16 big without its mark", PLAIN_ARABIC.encode("utf-16-be"), "utf-16-be", Code.GUESSED),
    ("named windows-1256", NAMED.format("windows-1256", PLAIN_ARABIC).encode("cp1256"), "cp1256", None),
    ("windows-1256 without a name", PLAIN_ARABIC.encode("cp1256"), "cp1256", Code.GUESSED),
    ("named iso-8859-6", NAMED.format("ISO-8859-6", PLAIN_ARABIC).encode("iso8859_6"), "iso8859_6", None),
]


@pytest.mark.parametrize(("what", "content", "encoding", "doubt"), ENCODINGS, ids=[row[0] for row in ENCODINGS])
def test_an_encoding_is_read_and_a_guess_is_told(what: str, content: bytes, encoding: str, doubt: Code | None) -> None:
    found = text(BytesIO(content), {})
    assert found.facts["body"] in {ARABIC, PLAIN_ARABIC}
    assert (found.facts["encoding"], found.facts["language"]) == (encoding, "ar")
    assert found.facts["guessed"] is (doubt is not None)
    assert (found.failure.code if found.failure else None) is doubt


BAD_FILES = [
    ("nothing", b"", Code.EMPTY),
    ("French without a name, in windows-1252", "Un été déjà passé à l'hôpital.".encode("cp1252") * 3, Code.ENCODING),
    ("named wrongly", NAMED.format("utf-8", PLAIN_ARABIC).encode("cp1256"), Code.ENCODING),
    ("named unknown", NAMED.format("x-own", "text").encode(), Code.ENCODING),
    ("a playlist", b"#EXTM3U\nhttp://x/", Code.REFUSED),
    ("a picture", b"\xff\xd8\xff\xe0", Code.NOT_READ),
    ("JSON", b'{"a": 1}', Code.NOT_READ),
    ("eleven megabytes", b"word " * 2_200_000, Code.TOO_LARGE),
    ("fifty megabytes of markup", b"<html><p>" + b"word " * 10_000_000, Code.TOO_LARGE),
    ("a scan without a text layer", pdf(b"0 0 100 100 re f"), Code.NO_TEXT_LAYER),
    ("a PDF cut after its first line", pdf(line("x" * 40, 200))[:20], Code.DAMAGED),
]


@pytest.mark.parametrize(("what", "content", "code"), BAD_FILES, ids=[row[0] for row in BAD_FILES])
def test_what_cannot_be_read_is_named(what: str, content: bytes, code: Code) -> None:
    with pytest.raises(MediaError) as raised:
        facts(content)
    assert raised.value.failure.code is code


def test_a_limit_that_was_passed_is_said() -> None:
    with pytest.raises(MediaError) as raised:
        facts(b"<html><p>" + b"word " * 2_200_000)
    assert f"{MAX_BYTES:,} bytes" in raised.value.failure.detail


HALF_READ = [
    ("cut within a letter", ARABIC.encode()[:-1], Code.BROKEN_LETTERS, ARABIC[:-1] + "\ufffd"),
    (
        "one bad byte",
        (ARABIC * 3).encode() + b"\xff" + ARABIC.encode(),
        Code.BROKEN_LETTERS,
        f"{ARABIC * 3}\ufffd{ARABIC}",
    ),
]


@pytest.mark.parametrize(("what", "content", "code", "body"), HALF_READ, ids=[row[0] for row in HALF_READ])
def test_what_is_broken_is_read_and_said(what: str, content: bytes, code: Code, body: str) -> None:
    found = text(BytesIO(content), {})
    assert (found.facts["body"], found.failure.code if found.failure else None) == (body, code)


FORMS = "\ufe97\ufe8e\ufedd \ufe8d\ufedf\ufea0\ufeb4\ufeae"
ODD = [
    ("a body of white space", b"<html><body> \n </body></html>", ""),
    ("a hundred thousand open tags", b"<html><body>" + b"<div>" * 100_000 + b"words below", "words below"),
    ("comments that never end", b"<html><body>first words<!--" + b"<!--" * 100_000, "first words"),
    ("a tag that never ends", b"<html><body>first words<a " + b"x=1 " * 100_000, "first words"),
    ("controls of direction", "\u202bقال السكان\u202c إن الجسر أصيب".encode(), "\u202bقال السكان\u202c إن الجسر أصيب"),
    ("presentation forms", FORMS.encode(), FORMS),
    ("no word breaks", ("สะพานถูกยิงตอนรุ่งสาง" * 4).encode(), "สะพานถูกยิงตอนรุ่งสาง" * 4),
    ("no word breaks, Chinese", "<html><body><p>桥梁在黎明时分被击中。</p>".encode(), "桥梁在黎明时分被击中。"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "content", "body"), ODD, ids=[row[0] for row in ODD])
def test_odd_texts_are_read_as_they_stand(what: str, content: bytes, body: str) -> None:
    assert facts(content)["body"] == body


CODECS = ["utf-8", "utf-8-sig", "utf-16", "cp1256", "cp1252", "shift_jis", "gb18030"]


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("form", ["page", "dump"])
def test_bytes_lead_back_to_what_is_told(codec: str, form: str) -> None:
    said = {"cp1256": "وقال عمران التلي: «كنا عند الجسر في الفجر ولم نرَ أحداً».".replace("\u064e", "")}.get(
        codec, 'The keeper, Ann Roe, said: "We were at the bridge before dawn."'
    )
    if form == "page":
        label = codec.replace("cp", "windows-").replace("-sig", "")
        content = f'<html><head><meta charset="{label}"></head><body><p>{said}</p>{paragraphs()}</body></html>'
    else:
        content = "\n\n".join([said * (codec != "cp1256") or f"{said} في من على", *SENTENCES[:3]])
    if form == "dump" and codec in {"cp1252", "shift_jis", "gb18030"}:
        content = content.encode("ascii", "ignore").decode()
    raw = content.encode(codec)
    found = facts(raw)
    whole = found["encoding"]
    for part in found["parts"]:
        shown = raw[slice(*part["raw"])].decode(whole)
        if part["span"] is not None:
            assert shown == found["body"][slice(*part["span"])]
    assert told(found, "quotation")


@given(
    st.lists(
        st.sampled_from(["&amp;", "&#8217;", "é", "م", "<b>", "</b>", "word", " ", "😀", "&nbsp;", "&x;"]), max_size=40
    )
)
def test_every_part_of_a_page_is_shown_by_its_bytes(pieces: list[str]) -> None:
    """The first and the last letter of each part are what the bytes at its ends show."""
    raw = page(f"<p>Start {''.join(pieces)} end of it.</p>")
    found = facts(raw)
    for part in found["parts"]:
        if part["span"] is not None:
            start, end = part["raw"]
            assert raw[start : start + 5] == b"Start"
            assert raw[end - 3 : end] == b"it."


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
        for part in found["parts"]:
            if part["span"] is not None:
                start, end = part["span"]
                assert 0 <= start < end <= len(found["body"])
                if part["kind"] not in {"quotation", "republication"}:
                    assert at <= start
                    at = end


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

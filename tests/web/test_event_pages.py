"""Events on the pages: on one clock with their intervals, and never as more than other recordings."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update
from starlette.testclient import TestClient
from tests import cases, microphones_case
from tests.web.conftest import browsing

from stemmata.case import schema
from stemmata.case.events import Event, EventPair, write_events
from stemmata.preserve.casefolder import CaseFolder


@pytest.fixture(scope="module")
def square(tmp_path_factory: pytest.TempPathFactory, session_configuration: Path) -> CaseFolder:
    return cases.made(
        tmp_path_factory.mktemp("events") / "case", microphones_case.write_films(tmp_path_factory.mktemp("in"))
    )


@pytest.fixture(scope="module")
def event(square: CaseFolder) -> Event:
    return microphones_case.the_event(square)


@pytest.fixture
def client(square: CaseFolder) -> Iterator[TestClient]:
    with browsing(square) as client:
        yield client


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page)).replace("\u2066", "").replace("\u2069", "")


def test_the_list_names_each_event_and_the_rail_leads_there(client: TestClient, event: Event) -> None:
    page = client.get("/events").text
    assert f'href="/events/{event.id}"' in page
    assert "One event in 2 recordings (3 files)" in text_of(page)
    assert "all 6 pairs were compared" in text_of(page)
    assert 'href="/events"' in client.get("/").text


def test_the_page_gives_each_file_its_row_and_each_beginning_its_interval(client: TestClient, event: Event) -> None:
    page = client.get(f"/events/{event.id}").text
    assert page.count('class="lane"') == 4
    assert page.count('class="may"') == 1 + 1
    assert page.count('class="tick"') > 5
    shown = text_of(page)
    assert "Another microphone is another recording, not another observer." in shown
    assert "No two microphones further apart than 150 m were assumed" in shown
    assert "unconfirmed: one pair alone holds it" in shown
    assert "same sound recording as A" in shown
    assert "5 of 5 separate windows" in shown


def test_an_event_names_no_cause_and_no_place(client: TestClient, event: Event) -> None:
    shown = text_of(client.get(f"/events/{event.id}").text).lower()
    for word in ("gun", "shot", "weapon", "rifle", "standpoint", "position of"):
        assert word not in shown


def test_pages_of_files_and_families_lead_to_the_event(client: TestClient, event: Event, square: CaseFolder) -> None:
    index = cases.opened(square)
    with index.read() as connection:
        family = connection.scalar(select(schema.member.c.family).where(schema.member.c.holder == event.clips[0].item))
    index.close()
    for address in (f"/item/{event.clips[0].item}", f"/family/{family}"):
        page = client.get(address).text
        assert "Heard with 1 other recording" in text_of(page)
        assert f'href="/events/{event.id}"' in page


def test_a_flash_and_its_sound_give_a_range_with_its_parts(client: TestClient, event: Event) -> None:
    address = f"/item/{event.clips[0].item}"
    shown = text_of(client.get(f"{address}?flash=0:01.0&bang=0:02.0&frames=30").text)
    assert "307 to 381 m from the camera" in shown
    assert "0.04 s" in shown
    assert "Write both times" in text_of(client.get(f"{address}?flash=soon&bang=2").text)
    assert "before the flash" in text_of(client.get(f"{address}?flash=5&bang=2").text)


@pytest.mark.parametrize("address", ["/events", "/events/{id}", "/"])
def test_every_page_of_events_stands_in_arabic_too(client: TestClient, event: Event, address: str) -> None:
    client.get("/language/ar")
    page = client.get(address.format(id=event.id))
    assert page.status_code == 200
    assert "أحداث على ساعة واحدة" in page.text


def test_an_unknown_event_is_a_missing_page(client: TestClient) -> None:
    assert client.get("/events/0123").status_code == 404


def test_pairs_that_contradict_the_others_are_named_with_their_residual(
    tmp_path: Path, client: TestClient, event: Event, square: CaseFolder
) -> None:
    one, other = event.clips[0].item, event.clips[-1].item
    against = EventPair(
        min(one, other), max(one, other), residual_us=900_000, missed_us=420_000, kept=False, alone=False
    )
    index = cases.opened(square)
    with index.write() as connection:
        connection.execute(delete(schema.event))
        connection.execute(delete(schema.event_clip))
        write_events(connection, [replace(event, pairs=(against,))])
    try:
        shown = text_of(client.get(f"/events/{event.id}").text)
        assert "cannot hold beside the others by 0.42 s (they lie 0.90 s from where the others put them)" in shown
    finally:
        with index.write() as connection:
            connection.execute(delete(schema.event))
            connection.execute(delete(schema.event_clip))
            write_events(connection, [event])
        index.close()


def test_an_event_of_one_source_is_said_to_be_one_sound_perhaps_played_aloud(
    client: TestClient, event: Event, square: CaseFolder
) -> None:
    said = "In no pair was more than one source heard"
    assert said not in text_of(client.get(f"/events/{event.id}").text)
    edge = schema.edge.c
    index = cases.opened(square)
    with index.read() as connection:
        rows = connection.execute(select(edge.a, edge.b, edge.facts).where(edge.kind == "same_event")).all()
    kept = {row.a + row.b: row.facts for row in rows}
    assert kept
    one_source = {key: json.dumps(json.loads(facts) | {"reason": "one_source"}) for key, facts in kept.items()}
    try:
        for facts, shown in ((one_source, True), (kept, False)):
            with index.write() as connection:
                for key, value in facts.items():
                    of_pair = (edge.a + edge.b == key) & (edge.kind == "same_event")
                    connection.execute(update(schema.edge).where(of_pair).values(facts=value))
            assert (said in text_of(client.get(f"/events/{event.id}").text)) is shown
    finally:
        index.close()

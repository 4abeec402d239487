"""The workspace over a small case, asked as a browser would, without a network."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from tests import cases

from stemmata.preserve.casefolder import CaseFolder
from stemmata.web.app import create_app

TOKEN = "a-token-for-tests"
ASIDE = ("/static", "/language", "/received", "/proof", "/thumb")
"""Addresses that are no pages; nor are the drawings of trees, which are saved."""
BASE = "http://127.0.0.1:8000"


@pytest.fixture(scope="session")
def stranger(small_case: CaseFolder) -> Iterator[TestClient]:
    """Somebody on this machine without the address."""
    index = cases.opened(small_case)
    with TestClient(create_app(small_case, index, TOKEN), base_url=BASE, follow_redirects=False) as client:
        yield client
    index.close()


@pytest.fixture
def browser(small_case: CaseFolder) -> Iterator[TestClient]:
    """Somebody who opened the printed address."""
    index = cases.opened(small_case)
    with TestClient(create_app(small_case, index, TOKEN), base_url=BASE) as client:
        assert client.get(f"/?token={TOKEN}").status_code == 200
        yield client
    index.close()


@pytest.fixture
def links(browser: TestClient) -> list[str]:
    """Every page of the case, found by following links from the answer."""
    seen: list[str] = []
    waiting = ["/", "/search?q=water", "/nothing-there"]
    while waiting:
        page = waiting.pop(0)
        if page in seen:
            continue
        seen.append(page)
        found = re.findall(r'href="(/[^"]*)"', browser.get(page).text)
        waiting += [link for link in found if not link.startswith((*ASIDE, "/thumb")) and "/tree." not in link]
    return seen

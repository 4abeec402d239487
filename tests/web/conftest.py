"""The workspace over a small case, asked as a browser would, without a network."""

import os
import re
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright
from starlette.testclient import TestClient
from tests import cases
from tests.judged_case import own_copy

from stemmata.case.index import Index
from stemmata.preserve.casefolder import CaseFolder
from stemmata.web.app import create_app

TOKEN = "a-token-for-tests"
ASIDE = ("/static", "/language", "/received", "/proof", "/thumb", "/wave", "/viewing")
"""Addresses that are no pages; nor are the drawings of trees, which are saved."""
BASE = "http://127.0.0.1:8000"
FLAGS = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A real browser, of this machine."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("not run: no chromium on this machine (set CHROMIUM)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def on_loopback(case: CaseFolder, index: Index) -> Iterator[str]:
    """The base address of the workspace over this case, while it is served; the index is closed afterwards."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    server = uvicorn.Server(uvicorn.Config(create_app(case, index, TOKEN), log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
        index.close()


@contextmanager
def browsing(case: CaseFolder) -> Iterator[TestClient]:
    """Somebody who opened the printed address of this case."""
    index = cases.opened(case)
    with TestClient(create_app(case, index, TOKEN), base_url=BASE) as client:
        assert client.get(f"/?token={TOKEN}").status_code == 200
        yield client
    index.close()


@pytest.fixture
def case(
    small_case: CaseFolder, session_configuration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> CaseFolder:
    """A copy of the small case in which a test may sign."""
    monkeypatch.setenv("STEMMATA_CONFIG", str(session_configuration))
    return own_copy(small_case, tmp_path / "case")


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
    with browsing(small_case) as client:
        yield client


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

"""Viewing copies asked for as the page of an event does."""

import re
from threading import enumerate as threads

from starlette.testclient import TestClient


def made_copies(client: TestClient, event: str) -> str:
    """The page once all copies that its form asks for are made."""
    page = client.get(f"/events/{event}").text
    token = re.search(r'name="form" value="([^"]+)"', page)
    assert token is not None
    assert client.post(f"/events/{event}/viewing", data={"form": token[1]}).status_code == 200
    for thread in threads():
        if thread.name == "viewing copies":
            thread.join()
    return client.get(f"/events/{event}").text

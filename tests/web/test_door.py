"""Only this machine, and only with the printed address."""

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import BASE, TOKEN

from stemmata.web.security import HEADERS

PATHS = ["/", "/items", "/progress.json", "/static/stemmata.css", "/received/" + "0" * 64, "/nothing"]


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_shown_without_the_token(path: str, stranger: TestClient) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 403
    assert "WEB-TOKEN" in answer.text
    assert "Nothing was shown or changed" in answer.text


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], TOKEN + "x", "é"])
def test_a_wrong_token_opens_nothing(token: str, stranger: TestClient) -> None:
    assert stranger.get("/", params={"token": token}).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", ""])
def test_a_foreign_host_name_is_refused_even_with_the_session(host: str, browser: TestClient) -> None:
    assert browser.get("/", headers={"host": host}).status_code == 403


def test_the_token_works_once(browser: TestClient) -> None:
    cookies = dict(browser.cookies)
    browser.cookies.clear()
    assert browser.get(f"/?token={TOKEN}").status_code == 403
    browser.cookies.update(cookies)
    assert browser.get("/").status_code == 200


def test_the_token_leaves_the_address(browser: TestClient) -> None:
    assert "token" not in str(browser.get("/").url)


def test_the_session_cookie_is_out_of_reach_of_scripts_and_of_other_ports(browser: TestClient) -> None:
    names = [cookie.name for cookie in browser.cookies.jar]
    assert names == ["stemmata_session_8000"]
    (cookie,) = browser.cookies.jar
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite") == "strict"


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_security_headers(path: str, browser: TestClient) -> None:
    answer = browser.get(path)
    assert {name: answer.headers.get(name) for name in HEADERS if name != "Content-Security-Policy"} == {
        name: value for name, value in HEADERS.items() if name != "Content-Security-Policy"
    }
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil", ""])
def test_switching_the_language_never_leads_outside(back: str, browser: TestClient) -> None:
    answer = browser.get("/language/ar", params={"back": back}, follow_redirects=False)
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("path", ["/thumb/abc.jpg", "/received/..%2f..%2fstemmata.toml", "/received/abc"])
def test_only_hashes_name_bytes(path: str, browser: TestClient) -> None:
    assert browser.get(path).status_code == 404


def test_bytes_as_received_are_saved_and_never_shown(browser: TestClient) -> None:
    page = browser.get("/items").text
    sha256 = page.split('href="/item/')[1][:64]
    answer = browser.get(f"/received/{sha256}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"


def test_the_base_address_is_loopback() -> None:
    from stemmata.web.serve import HOST

    assert BASE.startswith(f"http://{HOST}")

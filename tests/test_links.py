"""Links to other sites: which are found, and which are called dead. The host is this machine."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import links
import pytest


class Host(BaseHTTPRequestHandler):
    """Answers with the status that the path names; `/moved` leads to a page that is there."""

    def do_GET(self):
        name = self.path.removeprefix("/")
        self.send_response(302 if name == "moved" else int(name))
        self.send_header("Location", "/200")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def host():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def nowhere():
    """Return the address of a port at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/"


@pytest.mark.parametrize("path", ["200", "moved"])
def test_a_page_that_is_there_is_no_fault(host, path):
    assert links.check([f"{host}/{path}"], pause=0) == ({}, {})


@pytest.mark.parametrize("status", [404, 410, 500])
def test_a_page_that_is_gone_is_dead(host, status):
    address = f"{host}/{status}"
    assert links.check([address], pause=0) == ({address: status}, {})


def test_a_host_that_does_not_answer_is_dead(nowhere):
    dead, unwilling = links.check([nowhere], pause=0)
    assert list(dead) == [nowhere]
    assert unwilling == {}


@pytest.mark.parametrize("status", [403, 429])
def test_a_host_that_turns_machines_away_is_listed(host, status):
    address = f"{host}/{status}"
    assert links.check([address], pause=0) == ({}, {address: status})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            '<a class="b" href="https://a.org/b?c=1&amp;d=2#e">f</a>',
            "b?c=1&d=2",
        ),
        ("[f](https://a.org/b)", "b"),
        ("<https://a.org/b>", "b"),
    ],
)
def test_links_are_found(text, found):
    assert links.links_of(text) == {f"https://a.org/{found}"}


@pytest.mark.parametrize(
    "text",
    [
        '<a href="setup.html">f</a>',
        '<link href="https://a.org/style.css">',
        '<a href="https://github.com/a/b/edit/main/book/index.md">f</a>',
    ],
)
def test_what_is_no_link_to_another_site_is_left_out(text):
    assert links.links_of(text) == set()


def test_the_command_fails_for_a_dead_link_only(host, tmp_path, monkeypatch):
    monkeypatch.setattr(links, "ROOT", tmp_path)
    (tmp_path / "README.md").write_text(f"[a]({host}/200)", encoding="utf-8")
    (tmp_path / "index.html").write_text(
        f'<a href="{host}/403">a</a>', encoding="utf-8"
    )
    assert not links.main(tmp_path)
    (tmp_path / "index.html").write_text(
        f'<a href="{host}/404">a</a>', encoding="utf-8"
    )
    assert links.main(tmp_path)

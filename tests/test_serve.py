"""A host that compresses: what it sends is the file, and smaller."""

import gzip
import urllib.request

import pytest

from tests.support.visitor import served

TEXT = "The same line.\n" * 100


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    (folder / "index.html").write_text(TEXT, encoding="utf-8")
    (folder / "font.woff2").write_bytes(bytes(1000))
    with served(folder) as address:
        yield address


def answer(url, **headers):
    request = urllib.request.Request(url, headers=headers)
    with urllib.request.urlopen(request) as response:
        return response.headers, response.read()


@pytest.mark.parametrize("path", ["/", "/index.html", "/index.html?v=1"])
def test_texts_are_compressed(address, path):
    headers, body = answer(address + path, **{"Accept-Encoding": "gzip"})
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Content-Type"] == "text/html"
    assert len(body) == int(headers["Content-Length"]) < len(TEXT)
    assert gzip.decompress(body).decode() == TEXT


def test_not_for_those_who_cannot_read_it(address):
    headers, body = answer(address + "/")
    assert "Content-Encoding" not in headers
    assert body.decode() == TEXT


def test_fonts_are_sent_as_they_are(address):
    _, body = answer(address + "/font.woff2", **{"Accept-Encoding": "gzip"})
    assert body == bytes(1000)

"""Serve a folder as a web host would, compressed: `python tools/serve.py _build/html 8000`."""

import argparse
import functools
import gzip
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

# What a host compresses. Videos, fonts and other pictures are compressed already.
TEXTS = {".html", ".css", ".js", ".json", ".svg", ".txt", ".xml", ".md"}


class Handler(SimpleHTTPRequestHandler):
    """Sends texts compressed, keeps connections open, and writes no log."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        """Answer a request."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if self.path.endswith("/") else path
        takes_gzip = "gzip" in self.headers.get("Accept-Encoding", "")
        if takes_gzip and path.suffix in TEXTS and path.is_file():
            self._send(path)
        else:
            super().do_GET()

    def _send(self, path):
        text = compressed(path, path.stat().st_mtime_ns)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(text)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        """Stay silent."""


@functools.lru_cache
def compressed(path, changed):
    """Compress a file.

    Args:
        path: of the file.
        changed: when it was; a later file is compressed again.

    Returns:
        Bytes, as gzip writes them.
    """
    return gzip.compress(path.read_bytes())


def server(folder, port=0):
    """Make a server for this machine only.

    Args:
        folder: with an index.html.
        port: 0 for a free one.

    Returns:
        A server that waits for `serve_forever`.
    """
    handler = functools.partial(Handler, directory=str(folder))
    return ThreadingHTTPServer(("127.0.0.1", port), handler)


def main():
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("port", type=int)
    chosen = parser.parse_args()
    with server(chosen.folder, chosen.port) as serving:
        print(f"http://localhost:{serving.server_port}")
        serving.serve_forever()


if __name__ == "__main__":
    main()

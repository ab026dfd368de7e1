"""What the book needs of Sphinx that settings cannot say.

The cache of executed chapters is keyed by the package's code: edit dl_workshop/ and every
chapter runs again, change nothing and none does.
"""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def package_hash():
    """Return a short hash of every file of the package."""
    files = sorted(path for path in (ROOT / "dl_workshop").rglob("*") if path.suffix in KINDS)
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


KINDS = {".py", ".js", ".mplstyle"}


def keep_cache_per_package(app, config):
    """Put the cache of executed chapters where the package's code says."""
    config.nb_execution_cache_path = str(ROOT / "_build" / "cache" / package_hash())


def setup(app):
    """Connect to Sphinx; called by it."""
    app.connect("config-inited", keep_cache_per_package, priority=100)
    return {"parallel_read_safe": True}

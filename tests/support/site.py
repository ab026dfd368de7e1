"""The site as `make book` has built it, for tests that read its pages."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "_build" / "html"

needs_site = pytest.mark.skipif(
    not SITE.exists(), reason="the site is not built: make book"
)

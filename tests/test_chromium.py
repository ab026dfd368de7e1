"""Chromium is looked for in one place, and whoever has none learns what to do."""

from pathlib import Path

import chromium
import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Pretend that programs of these names are all there are."""
    monkeypatch.delenv("CHROME_PATH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))

    def install(*names):
        for name in names:
            (tmp_path / name).touch(mode=0o755)
        return tmp_path

    return install


def test_chromium_comes_before_other_programs(installed):
    folder = installed("google-chrome", "chromium")
    assert chromium.path() == str(folder / "chromium")


def test_chrome_will_do(installed):
    folder = installed("google-chrome")
    assert chromium.path() == str(folder / "google-chrome")


def test_a_path_that_is_given_is_taken(installed, monkeypatch):
    installed("chromium")
    monkeypatch.setenv("CHROME_PATH", "/opt/chrome")
    assert chromium.path() == "/opt/chrome"


def test_without_any_the_error_says_what_to_do(installed):
    installed()
    with pytest.raises(FileNotFoundError, match=r"found none: install it"):
        chromium.path()


def test_continuous_integration_knows_the_same_names():
    script = (ROOT / ".ci" / "browser").read_text(encoding="utf-8")
    assert f"command -v {' '.join(chromium.NAMES)} " in script


def test_nobody_else_looks_for_it():
    looking = [
        path.name
        for folder in ("tools", "tests")
        for path in (ROOT / folder).rglob("*.py")
        if "google-chrome" in path.read_text(encoding="utf-8")
    ]
    assert sorted(looking) == ["chromium.py", "test_chromium.py"]

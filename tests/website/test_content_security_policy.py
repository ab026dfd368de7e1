"""A page runs the scripts that it holds, and nothing that comes later or from elsewhere."""

import base64
import hashlib

import jax.numpy as jnp
import pytest
from website.content_security_policy import policy_for, with_policy

from dl_workshop import live
from dl_workshop.gaussian_mixture import MixtureParams
from tests.support.browser import draw

PAGE = "<!doctype html>\n<html><head><meta charset='utf-8'></head>{}</html>"
SCRIPT = "<script>document.title = 'ran'</script>"


def opened(tabs, folder, body):
    """Open a page under its policy: its title, and what the browser refused."""
    file = folder / "page.html"
    file.write_text(with_policy(PAGE.format(body)), encoding="utf-8")
    with tabs.lent() as tab:
        tab.page.goto(file.as_uri())
        draw(tab.page)
        return tab.page.title(), tab.messages + tab.errors


def test_a_script_is_named_by_its_hash():
    digest = hashlib.sha256(b"let a = 1;").digest()
    policy = policy_for("<script type='module'>let a = 1;</script>")
    assert f"'sha256-{base64.b64encode(digest).decode()}'" in policy


def test_a_file_needs_no_hash():
    assert "sha256" not in policy_for('<script src="a.js"></script>')


def test_every_script_counts_once():
    assert policy_for(SCRIPT * 3) == policy_for(SCRIPT)
    assert policy_for(SCRIPT + "<script>2</script>").count("sha256") == 2


def test_the_policy_comes_before_what_it_governs():
    page = with_policy(PAGE.format(SCRIPT))
    assert page.index("Content-Security-Policy") < page.index("<script>")


def test_a_page_without_a_character_set_is_refused():
    with pytest.raises(ValueError, match=r"expected <meta charset"):
        with_policy("<html></html>")


def test_scripts_of_the_page_run(tabs, tmp_path):
    assert opened(tabs, tmp_path, SCRIPT) == ("ran", [])


@pytest.mark.parametrize(
    "body",
    [
        "<body onload=\"document.title = 'ran'\">",
        "<img src='data:,' onerror=\"document.title = 'ran'\">",
        "<script>eval(\"document.title = 'ran'\")</script>",
        "<script src='data:,document.title = 1'></script>",
        "<img src='http://127.0.0.1:1/elsewhere.png'>",
        "<iframe src='http://127.0.0.1:1/'></iframe>",
    ],
)
def test_the_rest_is_refused(tabs, tmp_path, body):
    title, refused = opened(tabs, tmp_path, body)
    assert title == ""
    assert "Content Security Policy" in refused[0]


def test_live_figures_start(tabs, tmp_path):
    start = MixtureParams(jnp.zeros(2), jnp.array([-1.0, 1.0]), jnp.zeros(2))
    data = jnp.linspace(-3.0, 3.0, 50)
    figures = (
        live.fit_by_hand(data, start),
        live.training_runs(data, {"start": start}),
    )
    html = "".join(figure._repr_html_() for figure in figures)
    file = tmp_path / "page.html"
    file.write_text(with_policy(PAGE.format(html)), encoding="utf-8")
    with tabs.lent() as tab:
        tab.page.goto(file.as_uri())
        for figure in tab.page.locator(".live-figure").all():
            figure.scroll_into_view_if_needed()
        tab.page.wait_for_function(
            "document.querySelectorAll('[data-state=ready]').length === 2"
        )
    assert tab.messages == []

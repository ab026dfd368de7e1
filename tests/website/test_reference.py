"""The index of functions: nobody is left out, and each is led back to its chapter."""

import re
from pathlib import Path

import pytest
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from website import reference

from dl_workshop import check, gaussian_mixture, live
from tests.support.site import SITE, needs_site

CHAPTERS = {
    "first": "uses gm.step and gm.mixture_loglike, not gm.stepwise",
    "second": "```{exercise} step\n```\ncheck.step(step)",
    "third": "gm.source(gm.mixture_loglike)",
}


@pytest.mark.parametrize(
    ("name", "lesson"),
    [
        ("step", ("Taught in", "second")),
        ("mixture_loglike", ("Taught in", "third")),
        ("missing", None),
    ],
)
def test_the_chapter_that_teaches_comes_before_those_that_use(name, lesson):
    assert reference.chapter_of(name, CHAPTERS) == lesson


def test_a_function_that_is_only_used_is_led_to_its_first_use():
    chapters = {
        "one": "nothing",
        "two": "gm.plot_data(x)",
        "three": "gm.plot_data",
    }
    lesson = reference.chapter_of("plot_data", chapters)
    assert lesson == ("First used in", "two")


@pytest.mark.parametrize("module", [gaussian_mixture, live])
def test_every_public_name_has_an_entry(module):
    assert set(reference.public(module.__name__)) == set(module.__all__)


def test_checks_are_no_functions_of_their_own():
    functions = set(check.__all__) - set(check.catalogue.NAMES)
    assert set(reference.public(check.__name__)) == functions


def test_every_function_of_the_mixture_is_taught_somewhere():
    chapters = reference.chapter_texts()
    names = reference.public("dl_workshop.gaussian_mixture")
    untaught = {n for n in names if not reference.chapter_of(n, chapters)}
    assert not untaught


def test_entries_are_in_the_order_in_which_they_are_taught():
    text = "".join(reference.entries("dl_workshop.gaussian_mixture"))
    names = ("sample_mixture", "normal_loglike", "step", "joint_loss")
    places = [text.index(f"mixture.{name}") for name in names]
    assert places == sorted(places)


def test_a_return_value_is_no_type():
    lines = ["Do.", "", "Returns:", "    A sum. Source: a book."]
    reference.keep_returns_whole(None, "function", "f", None, None, lines)
    assert lines[3] == "    : A sum. Source: a book."


def test_an_edit_of_code_or_chapter_writes_the_page_anew():
    names = {Path(path).name for path in reference.sources("dl_workshop.live")}
    assert {"compiler.py", "fit_by_hand.py", "likelihood.md"} <= names


def test_the_page_shows_every_module_that_has_public_functions():
    page = (reference.ROOT / "book" / "reference.md").read_text("utf-8")
    shown = set(
        re.findall(r"```{functions} \w+\.gaussian_mixture\.(\w+)", page)
    )
    assert shown == set(reference.modules())


def test_modules_offer_what_the_package_does_not():
    package = reference.public("dl_workshop.gaussian_mixture").values()
    for module in reference.modules():
        own = reference.public(f"dl_workshop.gaussian_mixture.{module}")
        assert own
        assert not set(own.values()) & set(package)
    fast = reference.public("dl_workshop.gaussian_mixture.fast")
    assert {"joint_loss", "mixture_loglike_in_two_parts"} <= set(fast)


def test_a_function_of_a_module_is_told_from_its_namesake():
    chapters = {
        "one": "gm.source(gm.mixture_loglike)",
        "two": "fast.mixture_loglike(*params, data)",
        "three": "from dl_workshop.gaussian_mixture.devices import (\n    x, shard_data)",
    }
    for name, module, chapter in [
        ("mixture_loglike", None, ("Taught in", "one")),
        ("mixture_loglike", "fast", ("First used in", "two")),
        ("shard_data", "devices", ("First used in", "three")),
    ]:
        assert reference.chapter_of(name, chapters, module) == chapter


def code(text):
    return highlight(text, PythonLexer(), HtmlFormatter())


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("gm.step(state)", ["step"]),
        ("gm.step(gm.step(state))", ["step", "step"]),
        ("gm.datasets.galaxies()", ["datasets.galaxies"]),
        ("multivariate.em_step(rows)", ["multivariate.em_step"]),
        (
            "from dl_workshop.gaussian_mixture.minibatches import minibatch\n"
            "first = minibatch(data)",
            ["minibatches.minibatch", "minibatches.minibatch"],
        ),
        ("minibatch = step(state)", []),
        ("gm.no_such_thing", []),
        ("print('gm.step')", []),
    ],
)
def test_names_in_code_lead_to_their_entries(text, entries):
    links = re.findall(r'href="([^"]*)"', reference.linked(code(text)))
    start = "reference.html#dl_workshop.gaussian_mixture."
    assert links == [start + entry for entry in entries]
    shown = re.sub("<[^>]*>", "", reference.linked(code(text)))
    assert shown == re.sub("<[^>]*>", "", code(text))


@needs_site
def test_links_from_code_find_their_entries():
    anchors = set(
        re.findall(
            r'id="(dl_workshop[^"]*)"',
            (SITE / reference.PAGE).read_text("utf-8"),
        )
    )
    pages = "".join(p.read_text("utf-8") for p in SITE.glob("*.html"))
    asked = set(re.findall(r'class="n" href="reference.html#([^"]*)"', pages))
    assert len(asked) > 50
    assert asked <= anchors


def test_no_link_stands_between_menus():
    pieces = f'<div class="assembly-code highlight">{code("gm.step(")}</div>'
    page = f"{code('gm.step')}{pieces}<button>Check</button>{code('gm.step')}"
    before, between, after = re.split(
        '<div class="assembly-code|<button', reference.linked(page)
    )
    assert "href" in before
    assert "href" in after
    assert "href" not in between

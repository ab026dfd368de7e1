"""Both palettes of a drawing can be read: contrast as WCAG 2 defines it."""

import re
from pathlib import Path

import matplotlib.pyplot as plt
import pytest
from website import figures

from tests.support.colours import BAR, contrast, rgb

PICTURES = Path(__file__).resolve().parents[2] / "book" / "images"

# WCAG 2.2, success criterion 1.4.11: graphics need 3 to 1; two colours of components miss it by
# less than 0.1 on white, where each curve has a neighbour's colour or its place to tell it by.
GRAPHICS = 2.9
TEXT = 4.5


@pytest.fixture(scope="module")
def drawing(tmp_path_factory):
    """A figure in the course's style: curves, bars, words."""
    path = tmp_path_factory.mktemp("figure") / "figure.svg"
    with plt.style.context("dl_workshop.gaussian_mixture.course"):
        fig, ax = plt.subplots()
        for component in range(8):
            ax.plot([0, 1], [component, component])
        ax.bar([0], [1], color="0.8")
        ax.set(xlabel="words", title="black on white")
        fig.savefig(path)
        plt.close(fig)
    return path.read_text(encoding="utf-8")


def palettes(svg):
    """Values of the drawing's variables: in the light, in the dark."""
    light, dark = svg.split("@media", 1)
    found = (
        dict(re.findall(r"(--c\w{6}):(#\w{6})", text))
        for text in (light, dark)
    )
    return dict(zip(("light", "dark"), found, strict=True))


def test_the_contrast_of_black_and_white_is_21():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)


def test_the_style_has_the_colours_of_live_figures():
    with plt.style.context("dl_workshop.gaussian_mixture.course"):
        cycle = plt.rcParams["axes.prop_cycle"].by_key()["color"]
    known = figures.component_colours()
    in_style = [each.lower() for each in cycle]
    in_figures = [each for each in known if each != BAR]
    assert in_style == in_figures, "course.mplstyle and figure.css differ"


@pytest.mark.parametrize("name", ["scan.svg", "result.svg"])
def test_pictures_have_the_colours_of_live_figures(name):
    picture = (PICTURES / name).read_text(encoding="utf-8")
    paints = {each.lower() for each in re.findall(r"#\w{6}\b", picture)}
    coloured = {each for each in paints if len({*rgb(each)}) > 1}
    assert coloured
    assert coloured <= figures.component_colours().keys()


def assert_lines_stand_out(drawing, theme):
    palette = palettes(figures.adapt(drawing))[theme]
    lines = set(palette) - {"--cffffff", "--ccccccc"}
    assert len(lines) > 3
    for name in lines:
        assert contrast(rgb(palette[name]), figures.PAGE[theme]) > GRAPHICS


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_curves_stand_out_from_the_page(drawing, theme):
    assert_lines_stand_out(drawing, theme)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["scan.svg", "result.svg"])
def test_lines_of_pictures_stand_out_from_the_page(name, theme):
    assert_lines_stand_out(
        (PICTURES / name).read_text(encoding="utf-8"), theme
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_stand_out_from_the_page(drawing, theme):
    palette = palettes(figures.adapt(drawing))[theme]
    for name in ("--c000000", "--c333333"):
        assert contrast(rgb(palette[name]), figures.PAGE[theme]) > TEXT


def test_no_colour_is_left_that_cannot_change(drawing):
    adapted = figures.adapt(drawing)
    assert not re.findall(r"(?:fill|stroke): #", adapted)


def test_the_ground_is_the_page(drawing):
    adapted = figures.adapt(drawing)
    assert drawing.count("fill: #ffffff") == adapted.count(
        "fill: none"
    ) - drawing.count("fill: none")


def test_adapting_twice_is_adapting_once(drawing):
    adapted = figures.adapt(drawing)
    assert figures.adapt(adapted) == adapted


def test_colour_maps_stay():
    assert figures.dark_colour("#440154", {}) == "#440154"


def test_a_page_says_how_large_its_drawings_are(drawing):
    # 6.4 by 3.2 inches, of 96 pixels.
    assert figures.sizes(drawing) == 'width="614" height="307"'


def test_all_drawings_but_the_first_load_when_they_come_near(drawing):
    page = '<img alt="a" src="_images/a.svg" />' * 2 + '<img src="b.png" />'
    first, second, other = figures.with_sizes(page, {"a.svg": drawing}).split(
        "/>"
    )[:3]
    assert 'width="614"' in first
    assert "lazy" not in first
    assert 'loading="lazy" width="614"' in second
    assert other == '<img src="b.png" '


def test_a_phone_scrolls_what_is_wide(drawing):
    wide = re.sub(r'width="[\d.]+pt"', 'width="648pt"', drawing, count=1)
    page = '<img alt="a" src="_images/a.svg" /><img src="_images/b.svg" />'
    found = figures.with_sizes(page, {"a.svg": wide, "b.svg": drawing})
    box, rest = found.split("</div>")
    assert box.startswith('<div class="output course-wide"><img alt="a"')
    assert 'width="864"' in box
    assert "<div" not in rest

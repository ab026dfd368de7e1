"""The reader's numbers, read from a box and fitted in the page: as `fit_mixture` fits them."""

import numpy as np
import pytest
from jax import random

from dl_workshop import gaussian_mixture as gm
from dl_workshop import live
from dl_workshop.live.bundle import bundle
from tests.live.figures.examples import figure

WAITING = gm.datasets.old_faithful()["waiting"]
GALAXIES = gm.datasets.galaxies()["velocity"]
UNITS = [(1, 0), (60, 0), (1e-9, 0), (1e6, 0), (60, 1.7e9)]


def example():
    return live.your_numbers(WAITING)


@pytest.fixture
def page(opened):
    return opened(figure("your_numbers")).ready()


def paste(page, text):
    page.control("textbox", "your numbers").fill(text)
    page.control("textbox", "your numbers").blur()


def paste_from_clipboard(page, text):
    """Replace all that is in the box, as a person does."""
    box = page.control("textbox", "your numbers")
    box.select_text()
    box.evaluate(
        """(box, text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text", text);
            const options = { clipboardData, cancelable: true };
            box.dispatchEvent(new ClipboardEvent("paste", options));
        }""",
        text,
    )


def column(numbers):
    return "\n".join(repr(float(number)) for number in numbers)


def fitted(page):
    page.control("button", "Fit").press("Enter")
    return result(page)


def result(page):
    """Loss, and weights, means and standard deviations, as written on the figure."""
    page.page.wait_for_function(
        "document.querySelector('.live-figure').dataset.loss", timeout=60000
    )
    read = [
        np.array(page.figure.get_attribute(f"data-{name}").split(","), float)
        for name in ("weights", "means", "scales")
    ]
    return page.number("loss"), *read


def note(page):
    return page.figure.locator(".live-note").inner_text()


def assert_agrees(ours, data, size):
    fit = gm.fit_mixture(random.key(0), data, size)
    loss, weights, means, scales = ours
    spread = np.std(data)
    log_weights = fit.params.log_component_weights
    wanted = np.exp(log_weights) / np.exp(log_weights).sum()
    assert loss == pytest.approx(fit.loss, abs=0.3)
    np.testing.assert_allclose(weights, wanted, atol=1e-2)
    differences = (means - fit.params.component_mus) / spread
    np.testing.assert_allclose(differences, 0, atol=1e-2)
    ratios = scales / np.exp(fit.params.log_component_scales)
    np.testing.assert_allclose(ratios, 1, atol=1e-2)


def test_the_example_is_fitted_as_by_the_package(page):
    assert_agrees(fitted(page), WAITING, 2)
    assert page.number("agreeing") == 20
    said = page.figure.get_by_role("status").inner_text()
    assert "20 of 20 starts agree" in said
    assert "Component 1: weight 0.638, mean 80.0" in said
    last = page.figure.get_by_role("row").last.inner_text().split()
    assert last[-3:] == ["0.638", "80.09", "5.86"]


@pytest.mark.parametrize(("scale", "shift"), UNITS)
def test_any_unit(page, scale, shift):
    data = scale * WAITING + shift
    paste(page, column(data))
    ours = fitted(page)
    assert_agrees(ours, data, 2)
    # Best known in minutes, with scikit-learn: see the tests of fit_mixture.
    loss = ours[0] - len(data) * np.log(scale)
    assert loss == pytest.approx(1033.7, abs=0.3)


def test_pasted_galaxies_with_three_components(page):
    paste(page, column(GALAXIES))
    page.control("slider", "components").press("ArrowRight")
    ours = result(page)
    assert_agrees(ours, GALAXIES, 3)
    assert ours[0] == pytest.approx(770.6, abs=0.3)
    assert page.number("agreeing") < 20
    assert page.figure.get_by_role("row").count() == 4


def test_the_same_numbers_give_the_same_fit(page):
    paste(page, column(GALAXIES))
    first = fitted(page)
    page.control("button", "Back to the example").press("Enter")
    paste(page, column(GALAXIES))
    assert fitted(page)[0] == first[0]


def parse(page, text):
    script = bundle("browser/parse_numbers.js")
    return page.page.evaluate(
        f"text => {{ {script}\nreturn parseNumbers(text); }}", text
    )


READ = {
    "lines": ("1\n2.5\n-3e2", [1, 2.5, -300]),
    "commas": ("1, 2.5, 3", [1, 2.5, 3]),
    "commas alone": ("181,186,195,193", [181, 186, 195, 193]),
    "wrapped": ("1, 2,\n3, 4", [1, 2, 3, 4]),
    "spaces and tabs": (" 1  2\t3 ", [1, 2, 3]),
    "Windows": ("1\r\n2\r\n3\r\n", [1, 2, 3]),
    "semicolons": ("1;2.5;3", [1, 2.5, 3]),
    "decimal commas": ("3,6\n1,8\n3", [3.6, 1.8, 3]),
    "decimal commas, semicolons": ("3,6; 1,8; 3", [3.6, 1.8, 3]),
    "header": ("waiting\n79\n54", [79, 54]),
    "header with a space": ("waiting time\n79\n54", [79, 54]),
    "quotes": ('"waiting"\n"79"\n"54"', [79, 54]),
    "quoted decimal commas": ('"3,6"\n"1,8"', [3.6, 1.8]),
    "decimal commas, one of three digits": ("3,6\n1,125", [3.6, 1.125]),
    "epoch seconds": ("1700059445\n1700060101", [1700059445, 1700060101]),
    "true minus": ("−1.5\n2", [-1.5, 2]),
    "point first": (".5\n5.", [0.5, 5]),
}


def test_numbers_are_read_however_they_are_separated(page):
    for name, (text, numbers) in READ.items():
        found = parse(page, text)
        assert found.get("complaint") is None, name
        assert found["numbers"] == numbers, name


def test_missing_values_are_left_out_and_counted(page):
    for text, missing in {
        "1\nNA\n3\nnan\n": 2,
        "1;;3": 1,
        "1,,3,": 1,
        "1\n\n3": 1,
        "1\n2\n\n": 0,
        "x\n1\n-\n?": 2,
    }.items():
        assert parse(page, text)["missing"] == missing, text
    paste(page, "waiting time\n79\nNA\n54\n62,5\n70")
    assert "4 numbers" in note(page)
    assert "1 missing left out" in note(page)
    assert "“waiting time” is read as the name" in note(page)
    assert "all numbers of a line" not in note(page)
    assert "decimal commas" in note(page)


REFUSED = {
    "1\n2\nabc": "Line 3: “abc” is no number",
    "1\n1,234.5": "Line 2: “1,234.5” is no number; write it without separators of thousands",
    "Umsatz\n987,50\n1.257,00": "Line 3: “1.257,00” is no number; write it without",
    "1.234.567\n987": "“1.234.567” is no number; write it without separators",
    "987\n1\u202f257": "is no number; write it without separators of thousands",
    "1'257": "write it without separators of thousands",
    "count\n987\n1,257": "Line 3: “1,257” can be read as one number or as several",
    '"1,257"\n"5,000,000"': "Line 1: “1,257” can be read as one number or as",
    "€ 12\n€ 13": "Line 1: “€” is no number",
    "1e400": "too large",
    "2020-01-01\n3": "is no number",
    "duration,waiting\n3.6,79": "Line 1 names 2 columns",
    "id;waiting time\n1;79": "Line 1 names 2 columns",
    "": "No numbers yet",
    "3\n3\n3": "All numbers are 3: a mixture needs a spread",
    "3": "a mixture needs a spread",
}


def test_what_is_no_column_of_numbers_is_refused_with_its_line(page):
    box = page.control("textbox", "your numbers")
    for text, words in REFUSED.items():
        paste(page, text)
        assert words in note(page)
        assert box.get_attribute("aria-invalid") == "true"
        assert words in page.figure.get_by_role("status").inner_text()
        page.control("button", "Fit").press("Enter")
        assert page.figure.get_attribute("data-loss") is None
    paste(page, "1\n2\n5")
    assert box.get_attribute("aria-invalid") == "false"


def test_more_components_than_numbers_are_refused(page):
    paste(page, "1\n5")
    page.control("slider", "components").press("ArrowRight")
    assert "2 numbers are too few for 3 components" in note(page)


def test_a_long_fit_goes_on_in_slices_and_can_be_stopped(page):
    rng = np.random.default_rng(0)
    paste_from_clipboard(page, column(rng.normal(size=15000)))
    assert "15000 numbers" in note(page)
    page.control("button", "Fit").press("Enter")
    page.page.wait_for_function(
        "/[1-9] %/.test(document.querySelector('.live-figure').textContent)",
        timeout=60000,
    )
    page.control("button", "Stop").press("Enter")
    assert "Not fitted yet" in page.figure.inner_text()
    assert page.figure.get_attribute("data-loss") is None


def test_the_box_is_described(page):
    box = page.control("textbox", "your numbers")
    described = box.get_attribute("aria-describedby")
    assert "272 numbers" in page.page.locator(f"#{described}").inner_text()
    assert box.input_value().split()[:3] == ["79", "54", "74"]


def test_starting_means_are_chosen_as_kmeans_plus_plus_says(page):
    """Of 0, 1 and 3: each first with 1/3, then by the squared distance from it."""
    script = bundle("browser/kmeans_plus_plus.js")
    pairs = page.page.evaluate(f"""() => {{ {script}
        const uniform = uniformNumbers(7);
        const data = Float64Array.of(0, 1, 3);
        return Array.from({{ length: 6000 }}, () => [...kmeansPlusPlus(data, 2, uniform)]);
    }}""")
    seconds = np.array(pairs)[:, 1]
    distances = np.subtract.outer([0, 1, 3], [0, 1, 3]) ** 2.0
    wanted = (distances / distances.sum(1, keepdims=True)).mean(0)
    shares = [(seconds == value).mean() for value in (0, 1, 3)]
    np.testing.assert_allclose(shares, wanted, atol=0.02)


def test_numbers_are_written_with_their_own_digits():
    short = np.array([3.6, 1.8, 3.333], np.float32)
    made = live.your_numbers(short, num_components=1)
    assert made.settings["example"] == [3.6, 1.8, 3.333]


@pytest.mark.parametrize("size", [0, 9])
def test_a_number_of_components_without_a_colour_is_refused(size):
    with pytest.raises(ValueError, match="num_components: expected 1 to 8"):
        live.your_numbers(WAITING, num_components=size)

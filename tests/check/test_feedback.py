"""What a learner reads, in a terminal and in a notebook."""

from html.parser import HTMLParser

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from dl_workshop.check import catalogue
from dl_workshop.check.feedback import (
    Feedback,
    Note,
    Solution,
    code,
    comparison,
)
from dl_workshop.check.session import Check


class Reader(HTMLParser):
    """Collects text and tags, and sees that every tag is closed in its order."""

    def __init__(self, page):
        super().__init__()
        self.open, self.tags, self.styles, self.text = [], [], [], ""
        self.feed(page)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.tags.append(tag)
        self.styles.append(dict(attrs).get("style", ""))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def softmax_in_place_of_shares(weights):
    return jax.nn.softmax(weights)


# The form.


@pytest.mark.parametrize(
    ("outcome", "passed"),
    [
        ("correct", True),
        ("incorrect", False),
        ("not attempted", False),
        ("raised", False),
    ],
)
def test_only_correct_has_passed(outcome, passed):
    assert Feedback(outcome, "Words.").passed is passed


def test_terminal_shows_the_message():
    assert repr(Feedback("correct", "Correct.", "", "A tip.")) == (
        "Correct.\n\nA tip."
    )


def test_html_says_the_same_in_words():
    note = Note("Incorrect. See `f`:", code("f(1 < 2)", "got  3"), "An *or*.")
    page = Reader(note._repr_html_())
    assert page.text == "Incorrect. See f:f(1 < 2)\ngot  3An or."
    assert page.tags == ["div", "p", "code", "pre", "p", "em"]


def test_html_is_escaped():
    page = Note("<script>", code("<img src=x>"))._repr_html_()
    assert "<script>" not in page
    assert "<img" not in page


def test_html_takes_its_colours_from_the_page():
    page = Reader(Note("See `f`:", code("f(1)"))._repr_html_())
    for tag, style in zip(page.tags, page.styles, strict=True):
        if tag in ("div", "code", "pre"):
            assert "background: transparent; color: inherit" in style
    assert "#" not in "".join(page.styles)


def test_a_screen_reader_hears_of_it():
    assert 'role="status"' in Note("Correct.")._repr_html_()


def test_a_solution_is_source_and_reason():
    solution = Solution("def f():\n    return 1", "It is so.")
    assert repr(solution) == "def f():\n    return 1\n\nIt is so."
    assert solution._repr_markdown_() == (
        "```python\ndef f():\n    return 1\n```\n\nIt is so."
    )


# Two arrays.


def lines(expected, got):
    return comparison(np.array(expected), np.array(got)).splitlines()


def test_numbers_are_rounded():
    assert lines(1 / 3, 2e6 / 3) == ["expected  0.3333", "got       6.667e+05"]


def test_numbers_that_round_to_the_same_get_more_digits():
    assert lines(1.00001, 1.00002) == [
        "expected  1.00001",
        "got       1.00002",
    ]


def test_shapes_are_given_where_they_differ():
    assert lines([1.0, 2.0], 3.0) == [
        "expected  [1, 2]  (shape (2,))",
        "got       3  (shape ())",
    ]


def test_dtypes_are_given_where_their_kinds_differ():
    assert lines(1.5, 1) == [
        "expected  1.5  (float64)",
        "got       1  (int64)",
    ]
    assert lines(np.float32(1.5), np.float64(1)) == [
        "expected  1.5",
        "got       1",
    ]


def test_what_is_no_number_is_named():
    assert lines([1.0, -0.0], [np.nan, -np.inf]) == [
        "expected  [1, 0]",
        "got       [nan, -inf]",
    ]


def test_tables_stand_below_each_other():
    assert lines(np.eye(2), np.zeros((2, 2))) == [
        "expected  [[1, 0],",
        "           [0, 1]]",
        "got       [[0, 0],",
        "           [0, 0]]",
    ]


def test_long_arrays_are_shortened():
    assert lines(np.arange(1000), 0)[0] == (
        "expected  [0, 1, 2, ..., 997, 998, 999]  (shape (1000,))"
    )


# The whole answer.


def test_an_incorrect_answer_is_explained(normalize):
    feedback = normalize(softmax_in_place_of_shares)
    assert feedback.outcome == "incorrect"
    assert feedback.message == (
        "Incorrect. This should hold: the probabilities have the ratio of the weights.\n\n"
        "    normalize_weights(jnp.array([1.0, 5.0]))\n"
        "    expected  [0.1667, 0.8333]\n"
        "    got       [0.01799, 0.982]\n\n"
        "This is a softmax. The weights are no logarithms here: leave out the exponential."
    )


def test_an_unknown_mistake_points_to_the_hints(normalize):
    feedback = normalize(lambda weights: weights * 0.123)
    assert feedback.message.endswith(
        "For help, see `check.normalize_weights.hint()`."
    )


def test_the_line_that_raised_is_shown(normalize):
    def divides(weights):
        total = weights.sum()
        return weights / total.nonsense

    feedback = normalize(divides)
    assert feedback.outcome == "raised"
    assert "normalize_weights(jnp.array([1.0, 5.0]))" in feedback.message
    assert "object has no attribute 'nonsense'" in feedback.message
    assert ": return weights / total.nonsense" in feedback.message
    assert "Traceback" not in feedback.message


def test_wrong_arguments_are_named(one_component):
    feedback = one_component(lambda mu, datum: mu - datum)
    assert feedback.outcome == "raised"
    assert "takes 2 positional arguments but 4 were given" in feedback.message
    assert "is called with 4 arguments, in this order: `component_weight`" in (
        feedback.message
    )


@pytest.mark.parametrize(
    "value", [3, "normalize_weights", jnp.ones(2), [1.0], {}]
)
def test_what_is_no_function_is_refused(normalize, value):
    feedback = normalize(value)
    assert feedback.outcome == "incorrect"
    assert "takes the function itself" in feedback.message


@pytest.mark.parametrize("arguments", [(), (None,), (...,)])
def test_nothing_is_not_attempted(normalize, arguments):
    assert normalize(*arguments).outcome == "not attempted"


@pytest.mark.parametrize(
    ("result", "kind"),
    [
        ("a string", "a str"),
        ({"a": 1}, "a dict of 1"),
        (iter([1.0]), "a list_iterator"),
        (len, "a builtin_function_or_method"),
        (["a"], "a list of 1"),
        (np.array(["a"]), "an array of shape (1,)"),
        (jax.random.key(0), "an array of shape ()"),
    ],
)
def test_results_that_are_no_numbers_are_named(normalize, result, kind):
    feedback = normalize(lambda weights: result)
    assert feedback.outcome == "incorrect"
    assert f"expected  numbers\n    got       {kind}" in feedback.message


def test_a_missing_return_on_one_path_is_told(one_component):
    def returns_at_first(weight, mu, log_scale, datum):
        return -0.9189385 + np.log(weight) if datum == 0 else None

    feedback = one_component(returns_at_first)
    assert feedback.outcome == "incorrect"
    assert "got       None" in feedback.message
    assert "Does every path" in feedback.message


def scipy_like(weight, mu, log_scale, datum):
    scale = np.exp(log_scale)
    z = (np.asarray(datum) - mu) / scale
    return np.log(weight) - z**2 / 2 - np.log(scale * np.sqrt(2 * np.pi))


def with_an_if(weight, mu, log_scale, datum):
    loglike = jnp.log(weight) + jax.scipy.stats.norm.logpdf(
        datum, mu, jnp.exp(log_scale)
    )
    return loglike if datum > -1e9 else -jnp.inf


def with_float(weight, mu, log_scale, datum):
    return with_an_if.__wrapped__(weight, mu, log_scale, float(datum))


with_an_if.__wrapped__ = lambda weight, mu, log_scale, datum: (
    jnp.log(weight)
    + jax.scipy.stats.norm.logpdf(datum, mu, jnp.exp(log_scale))
)


def with_a_memory(weight, mu, log_scale, datum, seen=[]):  # noqa: B006
    seen.append(datum)
    distance = seen[0] - seen[0] + datum - mu
    scale = jnp.exp(log_scale)
    return (
        jnp.log(weight)
        - (distance / scale) ** 2 / 2
        - jnp.log(scale * jnp.sqrt(2 * jnp.pi))
    )


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (scipy_like, "Functions of NumPy and SciPy need the numbers"),
        (with_an_if, "Python's `if`, `float()`"),
        (with_float, "Python's `if`, `float()`"),
    ],
)
def test_a_value_that_is_not_there_under_jit_is_explained(
    one_component, function, words
):
    feedback = one_component(function)
    assert feedback.outcome == "raised"
    assert "`vmap` can map it over data" in feedback.message
    assert words in feedback.message


def test_a_value_that_leaked_from_jit_is_explained(one_component):
    feedback = one_component(with_a_memory)
    assert feedback.outcome == "raised"
    assert "A stand-in for numbers was kept where it has no value" in (
        feedback.message
    )


# Tips.


def test_a_loop_gets_a_tip(normalize):
    def by_loop(weights):
        return jnp.array([weight / sum(weights) for weight in weights])

    assert normalize.exercise.tip in normalize(by_loop).message


def test_without_a_loop_there_is_no_tip(normalize):
    feedback = normalize(lambda weights: weights / jnp.sum(weights))
    assert feedback.passed
    assert "Tip" not in feedback.message


def test_numbers_too_small_to_tell_apart_are_written_out():
    text = comparison(np.array(3e-17), np.array(0.0))
    assert text == "expected  3e-17\ngot       0"


def test_a_shape_is_written_as_one():
    def ratios(path):
        changes = jnp.linalg.norm(jnp.diff(path, axis=0), axis=1)
        return changes[1:] / changes[:-1]

    message = Check(catalogue.load("convergence_rate"))(ratios).message
    assert "expected  ()\n    got       (3,)" in message

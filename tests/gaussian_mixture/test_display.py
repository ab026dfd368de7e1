"""Source code as a page shows it: all of it but the docstring."""

import ast
import inspect

import pytest

import dl_workshop.gaussian_mixture
from dl_workshop.gaussian_mixture import source
from dl_workshop.gaussian_mixture.signatures import shapes

PUBLIC = [
    getattr(dl_workshop.gaussian_mixture, name)
    for name in dl_workshop.gaussian_mixture.__all__
]


@shapes("()->()")
def decorated(x):
    """One line."""
    # A comment.
    return 2 * x


def bare(x):
    return f"""{x} is no docstring"""


def spaced(x):
    """One line."""

    return 2 * x


# fmt: off
def one_line(x): "One line."; return x  # noqa: E702
def two_lines(ä="€"): """Ä
    €"""; return ä  # noqa: E702
def only_words(): "All there is."
# fmt: on


square = lambda x: x**2  # noqa: E731


def nested():
    def inner(x):
        """Say more.

        On several lines.
        """
        return x

    return inner


def lines(function):
    return source(function).code.splitlines()


def test_docstring_is_left_out_and_all_else_kept():
    expected = [
        '@shapes("()->()")',
        "def decorated(x):",
        "    # A comment.",
        "    return 2 * x",
    ]
    assert lines(decorated) == expected


def test_blank_line_below_the_docstring_goes_with_it():
    assert lines(spaced) == ["def spaced(x):", "    return 2 * x"]


def test_function_without_docstring_is_kept_whole():
    assert source(bare).code == inspect.getsource(bare).rstrip()


def test_docstring_beside_the_code_is_left_out():
    assert lines(one_line) == ["def one_line(x): return x  # noqa: E702"]
    assert lines(two_lines) == ['def two_lines(ä="€"): return ä  # noqa: E702']


def test_function_that_is_nothing_but_a_docstring_is_kept_whole():
    assert lines(only_words) == ['def only_words(): "All there is."']


def test_of_a_lambda_its_statement_is_shown():
    assert lines(square) == ["square = lambda x: x**2  # noqa: E731"]


def test_of_a_lambda_inside_a_call_its_lines_are_shown():
    functions = {
        "double": lambda x: 2 * x,
    }
    assert lines(functions["double"]) == ['"double": lambda x: 2 * x,']


def test_inner_function_moves_to_the_margin():
    assert lines(nested()) == ["def inner(x):", "    return x"]


def test_inner_docstring_is_kept():
    assert "Say more." in source(nested).code


@pytest.mark.parametrize("public", PUBLIC, ids=lambda public: public.__name__)
def test_all_that_is_public_can_be_shown(public):
    (definition,) = ast.parse(source(public).code).body
    assert definition.name == public.__name__
    assert ast.get_docstring(definition) is None


def test_page_shows_highlighted_code():
    assert (
        source(bare)._repr_markdown_()
        == f"```python\n{source(bare).code}\n```"
    )


def test_terminal_shows_plain_code():
    assert repr(source(bare)) == source(bare).code


def test_built_in_function_has_no_source():
    with pytest.raises(TypeError):
        source(len)

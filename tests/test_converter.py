"""From MyST to plain Markdown: one small text for each thing that a chapter may hold."""

import measurements
import pytest
from notebooks import ConversionError
from notebooks.converter import Converter
from notebooks.library import open_library
from notebooks.notebook import INSTALL, make_notebook

from tests.support.scratch_book import NOTEBOOK, write_book

RAW = "https://github.com/someone/course/raw/v2/book"
PAGE = "https://someone.github.io/course/other.html"

OTHER = """\
(the-top)=
# The other chapter

(bare)=
Some text.

$$ a $$ (first)

:::{figure} images/hump.png
:name: fig-hump
A hump
:::

```{glossary}
EM step
  One round.
```

```{bibliography}
```
"""


@pytest.fixture
def convert(tmp_path):
    """Return a function that converts a text, which stands in a book with another chapter."""

    def convert(text):
        library = open_library(write_book(tmp_path, other=OTHER, page=text))
        return Converter(library, "page").markdown(text)

    return convert


UNTOUCHED = {
    "paragraphs": "One\ntwo *three* `four` **five**\n\n\nsix\\\nseven",
    "lists": "- one\n  - two\n\n    more\n1. three",
    "table": "| a | b |\n|---|--:|\n| `c` | $d$ |",
    "table with a bar in a cell": "| a \\| b |\n|---|\n| c |",
    "quote": "> one\n> > two",
    "links": "[a](https://a.org 'b'), <https://a.org>, [c](mailto:d@e.org)",
    "mathematics": "$a_1$ and $ b $ and \\$5\n\n$$\n\\frac{a}{b}\n$$",
    "html": "<details>\n<summary>a</summary>\n\nb\n\n</details>",
    "code that looks like a role": "Write `` {ref}`label` `` or `{{ name }}` or `:::`.",
    "code that looks like a directive": "````md\n```{note}\n(label)=\n{doc}`x` {{ y }}\n```\n````",
    "indented code": "text\n\n    :::{note}\n    (label)=\n    :::",
    "braces": "{a} and {b} `c` and { `d`",
}


@pytest.mark.parametrize("text", UNTOUCHED.values(), ids=UNTOUCHED)
def test_plain_markdown_is_copied(convert, text):
    assert convert(text) == text


BLOCKS = {
    "measured": ("```{measured} loops\n```", measurements.write("loops")),
    "note": (":::{note}\nOne\n\ntwo\n:::", "> **Note**\n>\n> One\n>\n> two"),
    "note on the first line": (
        "```{tip} One\ntwo\n```",
        "> **Tip**\n>\n> One\n> two",
    ),
    "see also": (":::{seealso}\nOne\n:::", "> **See also**\n>\n> One"),
    "title": (
        ":::{admonition} Of `x`\n:class: goals\n{sub}`a`\n:::",
        "> **Of `x`**\n>\n> <sub>a</sub>",
    ),
    "options in YAML": (
        "```{admonition} A\n---\nclass: dropdown\n---\nB\n```",
        "<details>\n<summary>A</summary>\n\nB\n\n</details>",
    ),
    "folded note": (
        ":::{note}\n:class: dropdown\nOne\n:::",
        "<details>\n<summary>Note</summary>\n\nOne\n\n</details>",
    ),
    "dropdown": (
        ":::{dropdown} Try `grad` & see\n- One\n:::",
        "<details>\n<summary>Try <code>grad</code> &amp; see</summary>\n\n- One\n\n</details>",
    ),
    "nested": (
        "::::{dropdown} A\n:::{note}\n$$ a $$ (nested)\n:::\n::::",
        "<details>\n<summary>A</summary>\n\n"
        "> **Note**\n>\n> $$\n> a\n> \\tag{2}\n> $$\n\n</details>",
    ),
    "code in a note": (
        "::::{note}\n```python\n{x: 1}\n\ny\n```\n::::",
        "> **Note**\n>\n> ```python\n> {x: 1}\n>\n> y\n> ```",
    ),
    "note in a list": (
        "- a\n\n  :::{note}\n  b\n  :::\n- c",
        "- a\n\n  > **Note**\n  >\n  > b\n- c",
    ),
    "note in a quote": ("> :::{note}\n> b\n> :::", "> > **Note**\n> >\n> > b"),
    "figure": (
        "```{figure} images/hump.png\n:alt: Two\n:width: 80%\n\nA *hump*\n\nMore\n```",
        "![Two](https://github.com/someone/course/raw/v2/book/images/hump.png)"
        "\n\n*A *hump**\n\nMore",
    ),
    "image": (
        "```{image} https://a.org/b.png\n:alt: Two\n```",
        "![Two](https://a.org/b.png)",
    ),
    "image in Markdown": (
        "![Two](images/hump.png)",
        "![Two](https://github.com/someone/course/raw/v2/book/images/hump.png)",
    ),
    "mathematics": (
        "```{math}\n:label: x\na\n\nb\n```",
        "$$\na\nb\n\\tag{2}\n$$",
    ),
    "equations below one another": (
        "$$\na &= b \\\\\n&= c\n$$",
        "$$\n\\begin{aligned}\na &= b \\\\\n&= c\n\\end{aligned}\n$$",
    ),
    "labelled equation": ("$$\na\n$$ (x)", "$$\na\n\\tag{2}\n$$"),
    "amsmath": (
        "\\begin{align*}\na &= b\n\\end{align*}",
        "$$\n\\begin{aligned}\na &= b\n\\end{aligned}\n$$",
    ),
    "an amsmath number counts": (
        "\\begin{gather}\na\n\\end{gather}\n\n$$ b $$ (x)",
        "$$\n\\begin{gathered}\na\n\\end{gathered}\n$$\n\n$$\nb\n\\tag{3}\n$$",
    ),
    "target": ("One\n\n(two)=\n## Three", "One\n\n## Three"),
    "targets": ("(two)=\n(three)=\nFour", "Four"),
    "target between paragraphs": ("One\n(two)=\nThree", "One\n\nThree"),
    "comment": ("One\n\n% two\n% three\n\nFour", "One\n\nFour"),
    "list table": (
        ":::{list-table} Of {sup}`x`\n:header-rows: 1\n* - a\n  - b\n* - `c`\n  - d\n    e\n:::",
        "*Of <sup>x</sup>*\n\n| a | b |\n| --- | --- |\n| `c` | d e |",
    ),
    "list table without header": (
        "```{list-table}\n* - a\n  - b\n```",
        "|  |  |\n| --- | --- |\n| a | b |",
    ),
    "table": (
        "```{table} One\n| a |\n|---|\n| b |\n```",
        "*One*\n\n| a |\n|---|\n| b |",
    ),
    "definitions": (
        "A {sub}`x`\n: one\n  two\n\nB\n~ three",
        "- **A <sub>x</sub>**:\n  one\n  two\n\n- **B**:\n  three",
    ),
    "glossary": ("```{glossary}\nA\n  one\n```", "- **A**:\n  one"),
    "tabs": (
        "::::{tab-set}\n:::{tab-item} A\nOne\n:::\n:::{tab-item} B\nTwo\n:::\n::::",
        "**A**\n\nOne\n**B**\n\nTwo",
    ),
    "grid": (
        "::::{grid} 1 2\n:gutter: 2\n\n"
        ":::{grid-item-card} A\n:link: other\n:link-type: doc\nOne\n^^^\nTwo\n:::\n::::",
        f"**[A]({PAGE})**\n\nOne\nTwo",
    ),
    "raw HTML": ("```{raw} html\n<b>\n```", "<b>"),
    "picture in raw HTML": (
        '```{raw} html\n<img src="images/hump.png">\n```',
        f'<img src="{RAW}/images/hump.png">',
    ),
    "picture in HTML": (
        "> <figure>\n> <img alt='a' src='images/hump.png'>\n> </figure>\n>\n> b",
        f"> <figure>\n> <img alt='a' src='{RAW}/images/hump.png'>\n> </figure>\n>\n> b",
    ),
    "picture inside data": (
        '<img src="data:image/gif;base64,R0lGOD">',
        '<img src="data:image/gif;base64,R0lGOD">',
    ),
    "raw LaTeX": ("One\n\n```{raw} latex\n\\x\n```\n\nTwo", "One\n\n\n\nTwo"),
    "code block": (
        "```{code-block} python\n:caption: x\ny\n```",
        "```python\ny\n```",
    ),
    "bibliography": (
        "```{bibliography}\n```",
        "[The list of references](https://someone.github.io/course/page.html)",
    ),
}


@pytest.mark.parametrize(("text", "expected"), BLOCKS.values(), ids=BLOCKS)
def test_blocks(convert, text, expected):
    assert convert(text) == expected


INLINE = {
    "doc": ("{doc}`other`", f"[The other chapter]({PAGE})"),
    "doc with text": ("{doc}`see *there* <other>`", f"[see *there*]({PAGE})"),
    "ref": ("{ref}`the-top`", f"[The other chapter]({PAGE}#the-top)"),
    "ref with text": ("{ref}`there <bare>`", f"[there]({PAGE}#bare)"),
    "numref": ("{numref}`fig-hump`", f"[this figure]({PAGE}#fig-hump)"),
    "numref with text": (
        "{numref}`Figure %s <fig-hump>`",
        f"[Figure]({PAGE}#fig-hump)",
    ),
    "eq": ("{eq}`first`", f"[(1)]({PAGE}#equation-first)"),
    "term": ("{term}`steps <EM step>`", f"[steps]({PAGE}#term-EM-step)"),
    "cite": ("{cite}`Bishop2006`", f"([Bishop, 2006]({PAGE}))"),
    "cite in brackets": (
        "{cite:p}`Bishop2006,Xu1996`",
        f"([Bishop, 2006]({PAGE}); [Xu and Jordan, 1996]({PAGE}))",
    ),
    "cite in the text": ("{cite:t}`Ba2017`", f"[Gül et al. (2017)]({PAGE})"),
    "download": (
        "{download}`a hump <images/hump.png>`",
        "[a hump](https://github.com/someone/course/raw/v2/book/images/hump.png)",
    ),
    "abbr": ('{abbr}`EM (a "b")`', '<abbr title="a &quot;b&quot;">EM</abbr>'),
    "math": ("{math}`a`", "$a$"),
    "kbd": ("{kbd}`<`", "<kbd>&lt;</kbd>"),
    "roles next to each other": (
        "{sub}`a`{sup}`b` {sub}`c`",
        "<sub>a</sub><sup>b</sup> <sub>c</sub>",
    ),
    "role in bold": ("**{sub}`a`** `{sub}`", "**<sub>a</sub>** `{sub}`"),
    "role over two lines": (
        "> a {doc}`b\n> c <other>` d\n> e",
        f"> a [b c]({PAGE}) d\n> e",
    ),
    "role in a heading": ("## A {sub}`b`", "## A <sub>b</sub>"),
    "role in a list": (
        "1. a\n   {sub}`b`\n   c",
        "1. a\n   <sub>b</sub>\n   c",
    ),
    "roles in a table": (
        "| a | {sub}`a` |\n|---|---|\n| {sub}`b` | {sub}`b` |",
        "| a | <sub>a</sub> |\n|---|---|\n| <sub>b</sub> | <sub>b</sub> |",
    ),
    "link to a chapter": ("[a `b`](other.md)", f"[a `b`]({PAGE})"),
    "link with a title": ('[a](other.md "b")', f'[a]({PAGE} "b")'),
    "link to a place in a chapter": (
        "[a](other.md#first)",
        f"[a]({PAGE}#first)",
    ),
    "link without text": ("[](other.md)", f"[The other chapter]({PAGE})"),
    "link to a label": (
        "[](#the-top)",
        f"[The other chapter]({PAGE}#the-top)",
    ),
    "link to a file": (
        "[a](images/hump.png)",
        "[a](https://github.com/someone/course/raw/v2/book/images/hump.png)",
    ),
    "image in a link": (
        "[![a](images/hump.png)](other.md)",
        f"[![a](https://github.com/someone/course/raw/v2/book/images/hump.png)]({PAGE})",
    ),
    "link by reference": (
        "[a][b]\n\n[b]: other.md",
        f"[a]({PAGE})\n\n[b]: other.md",
    ),
    "link in HTML": (
        'a <a href="other.md#first">b</a>, <a class="c" href="other.html">d</a>',
        f'a <a href="{PAGE}#first">b</a>, <a class="c" href="{PAGE}">d</a>',
    ),
    "link in HTML to a place on the page": (
        '# b\n\n<a href="#here">a</a>',
        '# b\n\n<a href="https://someone.github.io/course/page.html#here">a</a>',
    ),
    "role in a link": ("[{sub}`a`](other.md)", f"[<sub>a</sub>]({PAGE})"),
}


@pytest.mark.parametrize(("text", "expected"), INLINE.values(), ids=INLINE)
def test_inline(convert, text, expected):
    assert convert(text) == expected


def test_substitutions_come_from_the_front_matter(convert):
    text = "---\nmyst:\n  substitutions:\n    a: '{sub}`b`'\n---\n{{ a }}\n\nc {{ a }}"
    assert convert(text) == "<sub>b</sub>\n\nc <sub>b</sub>"


ERRORS = {
    "directive": (
        "a\n\n```{mystery}\n```",
        "page.md:3: unknown directive {mystery}",
    ),
    "directive in a directive": (
        "::::{note}\n:class: dropdown\n\na\n\n:::{mystery}\n:::\n::::",
        "page.md:6: unknown directive {mystery}",
    ),
    "directive at the start of a directive": (
        "::::{note}\n:::{mystery}\n:::\n::::",
        "page.md:2: unknown directive {mystery}",
    ),
    "role": ("a\nb {mystery}`c`", "page.md:2: unknown role {mystery}"),
    "role in a note": (
        ":::{note}\na\n\nb {mystery}`c`\n:::",
        "page.md:4: unknown role",
    ),
    "code cell in a note": (
        "::::{note}\n```{code-cell}\n```\n::::",
        "page.md:2: {code-cell} inside",
    ),
    "fence that is no directive": (
        ":::python\n:::",
        "page.md:1: notebooks do not know colon_fence",
    ),
    "footnote": (
        "a[^1]\n\n[^1]: b",
        "page.md:1: notebooks do not know footnote",
    ),
    "substitution": ("a\n\n{{ b }}", "page.md:3: no substitution b"),
    "substitution in a line": ("a {{ b }}", "page.md:1: no substitution b"),
    "label": ("{ref}`mystery`", "page.md:1: no target mystery"),
    "label without text": ("{ref}`bare`", "page.md:1: nothing to call bare"),
    "equation": ("{eq}`mystery`", "page.md:1: no target mystery"),
    "chapter": ("{doc}`mystery`", "page.md:1: no chapter mystery"),
    "citation": ("{cite}`mystery`", "page.md:1: no entry mystery"),
    "link": (
        "[a](mystery.md)",
        "page.md:1: no file, chapter or label mystery.md",
    ),
    "file": (
        "```{figure} mystery.png\n```",
        "page.md:1: no file, chapter or label mystery.png",
    ),
    "file in HTML": (
        'a\n\n<img src="mystery.png">',
        "page.md:3: no file, chapter or label mystery.png",
    ),
    "chapter in HTML": (
        'a\nb <a href="mystery.html">c</a>',
        "page.md:2: no file, chapter or label mystery",
    ),
    "bar in a cell with a role": (
        "| a \\| {sub}`b` |\n|---|",
        "page.md:1: MyST beside a tab",
    ),
    "options": ('a\n\n```{note}\n:class: "b\n```', "page.md:3: {note}: "),
}


@pytest.mark.parametrize(("text", "message"), ERRORS.values(), ids=ERRORS)
def test_what_has_no_translation_is_an_error(convert, text, message):
    with pytest.raises(ConversionError) as error:
        convert(text)
    assert str(error.value).startswith(message)


CHAPTER = (
    NOTEBOOK
    + """\
(top)=
# The *page*

First, {doc}`other`.

```{code-cell} ipython3
:tags: [hide-input, nbval-skip]
a = 1

b = 2
```

```{code-cell} ipython3
---
tags: [remove-cell]
mystnb:
  figure:
    caption: By {doc}`other`.
  image:
    alt: >-
      Two
      humps.
---
a
```

% only a comment

+++

Second.

+++

{sub}`Third`.
"""
)


@pytest.fixture
def notebook(tmp_path):
    """Return the notebook of CHAPTER, not executed."""
    library = open_library(write_book(tmp_path, other=OTHER, page=CHAPTER))
    return make_notebook(library, "page")


def test_a_notebook_opens_with_title_link_and_install_cell(notebook):
    title, install, text = notebook.cells[:3]
    assert title.source.startswith(
        "# The *page*\n\n*[Read this chapter as a page](https://"
    )
    assert install.source == INSTALL.format(
        repository=CONFIG_URL, revision="v2"
    )
    assert install.metadata.tags == ["install"]
    assert text.source == f"First, [The other chapter]({PAGE})."


CONFIG_URL = "https://github.com/someone/course"


def test_cells_keep_their_code_and_tags(notebook):
    hidden, removed = (
        cell for cell in notebook.cells[2:] if cell.cell_type == "code"
    )
    assert hidden.source == "a = 1\n\nb = 2"
    assert hidden.metadata == {
        "tags": ["hide-input", "nbval-skip"],
        "jupyter": {"source_hidden": True},
        "cellView": "form",
    }
    assert removed.metadata["jupyter"] == {
        "source_hidden": True,
        "outputs_hidden": True,
    }


def test_a_figures_alt_text_follows_it(notebook):
    assert [cell.source for cell in notebook.cells[5:]] == [
        f"*By [The other chapter]({PAGE}).*\n\n<details>\n"
        "<summary>The figure in words</summary>\n\nTwo humps.\n\n</details>",
        "Second.",
        "<sub>Third</sub>.",
    ]


def test_cells_are_numbered(notebook):
    assert [cell.id for cell in notebook.cells] == [
        f"page-{number}" for number in range(8)
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "# A\n\n```{code-cell}\n```",
            "page: code cells, but no front matter",
        ),
        (
            NOTEBOOK + "No title.\n\n```{code-cell}\n```",
            "page: a chapter begins with its title",
        ),
        (
            NOTEBOOK + "# A\n\n```{raw-cell}\n```",
            "page: raw cells have no use here",
        ),
        (
            NOTEBOOK + "# A\n\n\n\n{mystery}`a`\n",
            "page.md:11: unknown role {mystery}",
        ),
    ],
)
def test_what_makes_no_notebook_is_an_error(tmp_path, text, message):
    library = open_library(write_book(tmp_path, other=OTHER, page=text))
    with pytest.raises(ConversionError) as error:
        make_notebook(library, "page")
    assert str(error.value).startswith(message)

"""Notebooks for Colab and Jupyter: each chapter in plain Markdown and HTML, and executed.

A chapter is written in MyST, which Sphinx understands. Colab, JupyterLab and VS Code do not: to
them a directive is raw text. So each chapter is translated. MyST's own parser finds what MyST
adds to Markdown; only that is rewritten, and the rest is copied as it stands.
"""

from author_error import AuthorError


class ConversionError(AuthorError):
    """A chapter that cannot become a notebook."""

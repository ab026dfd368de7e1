"""Notebooks for Colab and Jupyter: each chapter in plain Markdown and HTML, and executed.

A chapter is written in MyST, which Sphinx understands. Colab, JupyterLab and VS Code do not: to
them a directive is raw text. So each chapter is translated. MyST's own parser finds what MyST
adds to Markdown; only that is rewritten, and the rest is copied as it stands.
"""


class ConversionError(Exception):
    """A chapter that cannot become a notebook.

    Attributes:
        message: what is wrong.
        place: chapter and line, empty until known.
    """

    def __init__(self, message, place=""):
        super().__init__(message, place)
        self.message, self.place = message, place

    def __str__(self):
        return f"{self.place}: {self.message}" if self.place else self.message

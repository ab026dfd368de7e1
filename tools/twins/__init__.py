"""A chapter's twin: the same chapter as an executed notebook, in plain Markdown and HTML.

A chapter is written in MyST, which Sphinx understands. Colab, JupyterLab and VS Code do not: to
them a directive is raw text. So each chapter is translated. MyST's own parser finds what MyST
adds to Markdown; only that is rewritten, and the rest is copied as it stands.
"""


class TwinError(Exception):
    """A chapter that cannot become a notebook; the message names the place."""

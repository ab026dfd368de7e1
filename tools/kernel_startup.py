"""Keep beside each picture that a chapter draws the figure itself, for tests to read.

A kernel that builds the book runs this file when it starts (PYTHONSTARTUP). The figure, pickled,
is metadata of its output; neither pages nor notebooks show that. `chapter_cache.figures` reads it.
"""


def _keep_figures():
    import base64
    import pickle

    def with_itself(figure):
        pickled = base64.b64encode(pickle.dumps(figure)).decode()
        return {}, {"figure": pickled}

    formatter = get_ipython().display_formatter.mimebundle_formatter  # noqa: F821
    formatter.for_type_by_name("matplotlib.figure", "Figure", with_itself)


_keep_figures()
del _keep_figures  # a chapter starts with no names but its own

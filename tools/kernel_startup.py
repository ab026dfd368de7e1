"""What a kernel that builds the book does when it starts (PYTHONSTARTUP names this file).

It imports what takes seconds, since Sphinx is not ready yet, and draws each figure once. Beside
the picture it keeps the figure itself, for tests to read: the figure, pickled, is metadata of its
output; neither pages nor notebooks show that. `chapter_cache.figures` reads it.
"""


def _import_what_chapters_import():
    from importlib import import_module

    for name in ("jax.numpy", "matplotlib.pyplot", "optax", "scipy.stats"):
        import_module(name)


def _draw_figures_once():
    import matplotlib.pyplot as plt

    # When a cell ends, IPython's backend draws its figures; pyplot would do so before, unseen.
    plt.install_repl_displayhook = lambda: None


def _keep_figures():
    import base64
    import pickle

    def with_itself(figure):
        pickled = base64.b64encode(pickle.dumps(figure)).decode()
        return {}, {"figure": pickled}

    formatter = get_ipython().display_formatter.mimebundle_formatter  # noqa: F821
    formatter.for_type_by_name("matplotlib.figure", "Figure", with_itself)


_import_what_chapters_import()
_draw_figures_once()
_keep_figures()
# A chapter starts with no names but its own.
del _import_what_chapters_import, _draw_figures_once, _keep_figures

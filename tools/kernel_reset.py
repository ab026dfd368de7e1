"""Forget what a chapter has left in a kernel, so that the next one begins as in a fresh one.

What JAX has compiled for its own functions stays: that is why kernels run several chapters. The
course's modules go, with whatever they remember.
"""


def _forget_chapter():
    import gc
    import sys

    for name in [*sys.modules]:
        if name.split(".")[0] == "dl_workshop":
            del sys.modules[name]
    if "matplotlib" in sys.modules:
        sys.modules["matplotlib"].rcdefaults()
    gc.freeze()  # IPython's reset looks for garbage, in all that JAX keeps
    get_ipython().reset()  # noqa: F821
    gc.unfreeze()


_forget_chapter()

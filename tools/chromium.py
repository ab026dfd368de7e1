"""Where Chromium is, for whatever prints, scores or tests pages."""

import os
import shutil

NAMES = ("chromium", "google-chrome")


def path():
    """Return the path of Chromium: CHROME_PATH, if that is set, or a program of a known name.

    Raises:
        FileNotFoundError: there is none.
    """
    found = os.environ.get("CHROME_PATH") or next(
        filter(None, map(shutil.which, NAMES)), None
    )
    if found is None:
        raise FileNotFoundError(
            f"expected a program called {' or '.join(NAMES)}, found none: install it, as with "
            "`apt-get install chromium`, or say where it is in CHROME_PATH"
        )
    return found

"""What the book needs of Sphinx that settings cannot say.

Chapters are executed again when the package's code has changed, and only then. Mathematics
is served by the site itself. The pages' text may name the repository as `{{ repository }}`.
"""

import hashlib
import importlib.util
import os
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE_FILES = {".py", ".js", ".mplstyle"}
MATHJAX_FILES = ("tex-chtml.js", "output/chtml/fonts/woff-v2/*")


def package_hash():
    """Return a short hash of every file of the package."""
    paths = sorted(ROOT.glob("dl_workshop/**/*"))
    contents = [
        path.read_bytes() for path in paths if path.suffix in PACKAGE_FILES
    ]
    return hashlib.sha256(b"".join(contents)).hexdigest()[:12]


def keep_cache_per_package(app, config):
    """Put the cache of executed chapters where the package's code says."""
    config.nb_execution_cache_path = str(
        ROOT / "_build" / "cache" / package_hash()
    )


def take_repository_from_environment(app, config):
    """Let REPOSITORY, where it is set, replace the address in _config.yml (for deployment)."""
    url = os.environ.get(
        "REPOSITORY", config.html_theme_options["repository_url"]
    )
    config.html_theme_options["repository_url"] = url


def fill_in_repository(app, docname, source):
    """Write the repository's address, known to _config.yml alone, into a page's text."""
    url = app.config.html_theme_options["repository_url"]
    source[0] = source[0].replace("{{ repository }}", url)


def leave_out_thebe(app, pagename, templatename, context, doctree):
    """Drop the scripts of sphinx-thebe: it adds them even where it is off, and they fail."""
    context["script_files"] = [
        script
        for script in context["script_files"]
        if "thebe" not in str(script).lower()
    ]


def offer_twins_for_download(app, exception):
    """Put each chapter's twin where the theme's download button looks for a notebook."""
    for twin in sorted(Path(app.srcdir).glob("*.ipynb")):
        shutil.copy(twin, Path(app.outdir, "_sources", twin.name))


def copy_mathjax(app, exception):
    """Copy what pages ask of MathJax: one script, and its fonts."""
    spec = importlib.util.find_spec("sphinx-mathjax-offline")
    mathjax = Path(spec.submodule_search_locations[0], "static", "mathjax")
    for path in (
        path for pattern in MATHJAX_FILES for path in mathjax.glob(pattern)
    ):
        target = Path(
            app.outdir, "_static", "mathjax", path.relative_to(mathjax)
        )
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)


def setup(app):
    """Connect to Sphinx; called by it."""
    app.connect("config-inited", keep_cache_per_package, priority=100)
    app.connect("config-inited", take_repository_from_environment)
    app.connect("source-read", fill_in_repository)
    app.connect("html-page-context", leave_out_thebe, priority=900)
    app.connect("build-finished", copy_mathjax)
    app.connect("build-finished", offer_twins_for_download)
    return {"parallel_read_safe": True}

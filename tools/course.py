"""What the book needs of Sphinx that settings cannot say.

Chapters are executed again when the package's code has changed, and only then. Mathematics
is served by the site itself. A page's text may hold `{{ repository }}`, for the repository's
address, and `{{ build }}`, for a table of what the book was built with.
"""

import contextlib
import datetime
import hashlib
import importlib.util
import os
import platform
import shutil
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE_FILES = {".py", ".js", ".mplstyle"}
PACKAGES = (
    "dl-workshop",
    "jax",
    "jaxlib",
    "optax",
    "matplotlib",
    "jupyter-book",
)
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


def fill_in(app, docname, source):
    """Write into a page's text what only the settings and the machine know."""
    url = app.config.html_theme_options["repository_url"]
    text = source[0].replace("{{ repository }}", url)
    if "{{ build }}" in text:
        text = text.replace("{{ build }}", build_table())
    source[0] = text


def build_table():
    """Return a Markdown table: date, processor, and versions."""
    rows = {
        "Date": datetime.date.today().isoformat(),
        "Processor": processor(),
        "Python": platform.python_version(),
        **{package: version(package) for package in PACKAGES},
    }
    lines = [f"| {name} | {value} |" for name, value in rows.items()]
    return "\n".join(["| | |", "|---|---|", *lines])


def processor():
    """Return the processor's name where the system tells it, else its kind."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":")[1].strip()
    return platform.machine()


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
    app.connect("source-read", fill_in)
    app.connect("html-page-context", leave_out_thebe, priority=900)
    app.connect("build-finished", copy_mathjax)
    app.connect("build-finished", offer_twins_for_download)
    return {"parallel_read_safe": True}

"""What the book needs of Sphinx that settings cannot say.

Chapters are executed again when the package's code has changed, and only then. A page's text
may hold `{{ repository }}`, for the repository's address, and `{{ build }}`, for a table of what
the book was built with. Exercises, quizzes and measured tables have directives of their own.
"""

import contextlib
import datetime
import hashlib
import os
import platform
import shutil
from importlib.metadata import version
from pathlib import Path

import exercises
import measurements
import quiz
from docutils import nodes
from markdown_it import MarkdownIt
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).resolve().parent.parent
SOURCES = {".py", ".js", ".css", ".svg", ".html", ".mplstyle"}
PACKAGES = (
    "dl-workshop",
    "jax",
    "jaxlib",
    "optax",
    "matplotlib",
    "jupyter-book",
)


def hash_of(folder):
    """Return a short hash of every source file in a folder and below it."""
    paths = sorted(ROOT.glob(f"{folder}/**/*"))
    contents = [path.read_bytes() for path in paths if path.suffix in SOURCES]
    return hashlib.sha256(b"".join(contents)).hexdigest()[:12]


def keep_cache_per_package(app, config):
    """Put the cache of executed chapters where the package's code says."""
    config.nb_execution_cache_path = str(
        ROOT / "_build" / "cache" / hash_of("dl_workshop")
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


def offer_notebooks_for_download(app, exception):
    """Put each chapter's notebook where the theme's download button looks for it."""
    notebooks = [] if exception else Path(app.srcdir).glob("*.ipynb")
    for notebook in notebooks:
        shutil.copy(notebook, Path(app.outdir, "_sources", notebook.name))


class Exercise(SphinxDirective):
    """`{exercise} name`: what an exercise asks for."""

    required_arguments = 1
    write = staticmethod(exercises.task)

    def run(self):
        """Parse the MyST that the catalogue gives."""
        return self.parse_text_to_nodes(self.write(self.arguments[0]))


class Solution(Exercise):
    """`{solution} name`: its hints, and a solution with its reason, all folded."""

    write = staticmethod(exercises.help_with)


class Measured(Exercise):
    """`{measured} name`: a table of what `make bench` measured."""

    write = staticmethod(measurements.write)

    def run(self):
        """Parse the table, and read the page again when the results change."""
        self.env.note_dependency(str(measurements.PATH))
        return super().run()


class ExerciseTable(SphinxDirective):
    """`{exercise-table}`: all exercises, with minutes."""

    write = staticmethod(exercises.table)

    def run(self):
        """Parse the MyST that the catalogue gives."""
        return self.parse_text_to_nodes(self.write())


class Misconceptions(ExerciseTable):
    """`{misconceptions}`: what learners get wrong, by exercise."""

    write = staticmethod(exercises.misconceptions)


class Quiz(SphinxDirective):
    """`{quiz}`: multiple-choice questions, as YAML."""

    has_content = True

    def run(self):
        """Write the questions as HTML."""
        questions = quiz.read_quiz("\n".join(self.content))
        name = f"{self.env.docname}-{self.lineno}"
        render = MarkdownIt("commonmark").renderInline
        page = quiz.as_html(questions, name, render)
        return [nodes.raw("", page, format="html")]


def setup(app):
    """Connect to Sphinx; called by it."""
    app.setup_extension("execute_ahead")
    app.setup_extension("website")
    # A page is read again when what writes it has changed; its cells need not run for that.
    app.add_config_value("course_tools", hash_of("tools"), "env")
    app.add_config_value("course_looks", hash_of("book/_static"), "html")
    app.add_directive("exercise", Exercise)
    app.add_directive("solution", Solution)
    app.add_directive("exercise-table", ExerciseTable)
    app.add_directive("measured", Measured)
    app.add_directive("misconceptions", Misconceptions)
    app.add_directive("quiz", Quiz)
    app.connect("config-inited", keep_cache_per_package, priority=100)
    app.connect("config-inited", take_repository_from_environment)
    app.connect("source-read", fill_in)
    app.connect("build-finished", offer_notebooks_for_download)
    return {"parallel_read_safe": True}

"""What the book needs of Sphinx that settings cannot say.

A page's text may hold `{{ title }}`, `{{ repository }}`, for the repository's address, and
`{{ build }}`, for a table of what the book was built with. Exercises, quizzes and measured tables
have directives of their own.
"""

import contextlib
import datetime
import gc
import hashlib
import platform
import shutil
from importlib.metadata import version
from pathlib import Path

import assemblies
import exercises
import measurements
import minutes
import quiz
import verdicts
from author_error import AuthorError, check_chapter
from docutils import nodes
from markdown_it import MarkdownIt
from sphinx.errors import SphinxError
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "dl_workshop" / "check" / "catalogue"
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


def fill_in(app, docname, source):
    """Write into a page's text what only the settings and the machine know."""
    url = app.config.html_theme_options["repository_url"]
    text = source[0].replace("{{ repository }}", url)
    text = text.replace("{{ title }}", app.config.html_title)
    for path in minutes.sources(text, app.srcdir):
        app.env.note_dependency(str(path))
    text = minutes.fill_in(text, app.srcdir)
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
        for line in (
            Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        ):
            if line.startswith("model name"):
                return line.split(":")[1].strip()
    return platform.machine()


def check_chapters(app, env, docnames):
    """Refuse chapters that are not what their author sees, before anything is made of them."""
    for path in map(Path, map(env.doc2path, docnames)):
        try:
            check_chapter(path.read_text(encoding="utf-8"), path.name)
        except AuthorError as error:
            raise SphinxError(str(error)) from None


def offer_notebooks_for_download(app, exception):
    """Put each chapter's notebook where the theme's download button looks for it."""
    notebooks = [] if exception else Path(app.srcdir).glob("*.ipynb")
    for notebook in notebooks:
        shutil.copy(notebook, Path(app.outdir, "_sources", notebook.name))


def keep_from_collection(app, *_):
    """Have Python look for garbage no more in what there is: it stays, and is large."""
    gc.freeze()


class AuthorDirective(SphinxDirective):
    """A directive that tells its author's mistakes with their place."""

    def run(self):
        """Make nodes; a mistake of the author is an error at the directive's line."""
        try:
            return self.nodes()
        except AuthorError as error:
            raise self.error(f"{{{self.name}}}: {error.message}") from None


class Exercise(AuthorDirective):
    """`{exercise} name`: what an exercise asks for."""

    required_arguments = 1
    write = staticmethod(exercises.task)

    def nodes(self):
        """Parse the MyST that the catalogue gives; read the page again when that changes."""
        (name,) = self.arguments
        self.env.note_dependency(str(CATALOGUE / f"{name}.py"))
        return self.parse_text_to_nodes(self.write(name))


class Solution(Exercise):
    """`{solution} name`: its pieces, then hints and a solution with its reason, all folded."""

    write = staticmethod(exercises.help_with)

    def nodes(self):
        """Make nodes of the pieces, where it has some, and of what is folded."""
        return [*self._pieces(), *super().nodes()]

    def _pieces(self):
        exercise = exercises.find(self.arguments[0])
        if exercise.assembly is None:
            return []
        notebook = Path(self.env.doc2path(self.env.docname)).with_suffix(
            ".ipynb"
        )
        for path in (notebook, verdicts.path(exercise)):
            self.env.note_dependency(str(path))
        cell = assemblies.cell_of(exercise, notebook)
        return [
            nodes.raw("", assemblies.as_html(exercise, cell), format="html")
        ]


class Measured(AuthorDirective):
    """`{measured} name`: a table of what `make bench` measured."""

    required_arguments = 1
    write = staticmethod(measurements.write)

    def nodes(self):
        """Parse the table, and read the page again when the results change."""
        for path in measurements.RESULTS.glob("*.json"):
            self.env.note_dependency(str(path))
        return self.parse_text_to_nodes(self.write(self.arguments[0]))


class ExerciseTable(SphinxDirective):
    """`{exercise-table}`: all exercises, with minutes."""

    write = staticmethod(exercises.table)

    def run(self):
        """Parse the MyST that the catalogue gives; read the page again when that changes."""
        for path in CATALOGUE.glob("*.py"):
            self.env.note_dependency(str(path))
        return self.parse_text_to_nodes(self.write())


class Misconceptions(ExerciseTable):
    """`{misconceptions}`: what learners get wrong, by exercise."""

    write = staticmethod(exercises.misconceptions)


class Quiz(AuthorDirective):
    """`{quiz}`: multiple-choice questions, as YAML."""

    has_content = True

    def nodes(self):
        """Write the questions as HTML."""
        questions = quiz.read_quiz("\n".join(self.content))
        name = f"{self.env.docname}-{self.lineno}"
        render = MarkdownIt("commonmark").renderInline
        page = quiz.as_html(questions, name, render)
        return [nodes.raw("", page, format="html")]


def setup(app):
    """Connect to Sphinx; called by it."""
    app.setup_extension("only_page")
    app.setup_extension("chapter_cache")
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
    app.connect("env-before-read-docs", check_chapters, priority=100)
    app.connect("source-read", fill_in)
    app.connect("build-finished", offer_notebooks_for_download)
    for event in ("builder-inited", "env-updated", "build-finished"):
        app.connect(event, keep_from_collection)
    return {"parallel_read_safe": True}

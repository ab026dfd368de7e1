"""The index of functions: what each public function says of itself, and which chapter teaches it.

The text comes from the docstrings. A chapter teaches a function if it has the exercise of that
name or shows the source; if none does, the first chapter that uses the function is given. Code
in chapters leads back here: a function's name is a link to its entry.
"""

import importlib
import inspect
import pkgutil
import re
from functools import cache
from pathlib import Path

import exercises
from notebooks.book import read_book
from sphinx.util.docutils import SphinxDirective

from dl_workshop.check import CATALOGUE

ROOT = Path(__file__).resolve().parent.parent.parent
MIXTURE, CHECK, LIVE = (
    f"dl_workshop.{name}" for name in ("gaussian_mixture", "check", "live")
)
PAGE = "reference.html"

# Code with menus: a link would stand in the way of who goes from one to the next by keyboard.
_PIECES = re.compile(r'<div class="assembly-code.*?<button', re.DOTALL)
_LINK = re.compile(r'<a class="n" [^>]*>(\w+)</a>')


@cache
def public(module):
    """Return a module's public functions and classes by name, in the order of its sources."""
    found = {
        name: member
        for name, member in _offered(importlib.import_module(module)).items()
        if inspect.isfunction(inspect.unwrap(member))
        or inspect.isclass(member)
    }
    return dict(sorted(found.items(), key=lambda item: _place(item[1])))


def _offered(module):
    """Return what a package offers; of a module in it, what the package does not offer too."""
    if hasattr(module, "__all__"):
        return {name: getattr(module, name) for name in module.__all__}
    package = importlib.import_module(module.__package__)
    ours = {
        name: member
        for name, member in vars(module).items()
        if getattr(member, "__module__", None) == module.__name__
    }
    return {
        name: member
        for name, member in ours.items()
        if not name.startswith("_")
        and getattr(package, name, None) is not member
    }


@cache
def modules():
    """Return the modules of the mixture's package that have public functions of their own."""
    package = importlib.import_module(MIXTURE)
    names = [m.name for m in pkgutil.iter_modules(package.__path__)]
    return [name for name in names if public(f"{MIXTURE}.{name}")]


def sources(module):
    """Return the files that the entries of a module are made of: its code, and the chapters."""
    members = map(inspect.unwrap, public(module).values())
    return {
        *map(inspect.getsourcefile, members),
        *(ROOT / "book").glob("*.md"),
    }


def _place(member):
    member = inspect.unwrap(member)
    return inspect.getsourcefile(member), inspect.getsourcelines(member)[1]


def chapter_texts():
    """Return the chapters by name, in reading order: sources, and what their exercises say."""
    book = read_book(ROOT)
    texts = {name: book.text(name) for name in book.taught}
    for exercise in CATALOGUE:
        parts = (
            exercises.task(exercise.name),
            exercises.help_with(exercise.name),
        )
        texts[exercise.chapter] += "\n".join(parts)
    return texts


def chapter_of(name, chapters, module=None):
    """Find the chapter that teaches a function.

    Args:
        name: the function's.
        chapters: names to sources, in reading order.
        module: of the mixture's package, that it is imported from; None for the package itself.

    Returns:
        Words that say what the chapter does with the function, and the chapter's name; None if
        none mentions the function.
    """
    for words, sign in _signs(name, module).items():
        for chapter, text in chapters.items():
            if re.search(sign, text):
                return words, chapter
    return None


def _signs(name, module):
    """Return what a chapter holds that teaches a function, or uses it."""
    if module is None:
        return {
            "Taught in": rf"```{{exercise}} {name}\n|\.source\(gm\.{name}\)",
            "First used in": rf"\b(?:gm|check|live)\.{name}\b",
        }
    imported = rf"gaussian_mixture\.{module} import[^`]*?\b{name}\b"
    return {
        "Taught in": rf"\.source\({module}\.{name}\)",
        "First used in": rf"\b{module}\.{name}\b|{imported}",
    }


def entry(module, name, member, lesson):
    """Write the entry of one function or class, as MyST.

    Args:
        module: where it is imported from.
        name: of the function.
        member: the function itself.
        lesson: from chapter_of.
    """
    kind = "autoclass" if inspect.isclass(member) else "autofunction"
    led_back = "\n\n   {} :doc:`{}`.".format(*lesson) if lesson else ""
    return f"```{{eval-rst}}\n.. {kind}:: {module}.{name}{led_back}\n```"


def entries(module):
    """Write the entries of a module's public functions, in the order in which they are taught."""
    texts = chapter_texts()
    order = [*texts]
    below = module.removeprefix(f"{MIXTURE}.")
    lessons = {
        name: chapter_of(name, texts, None if below == module else below)
        for name in public(module)
    }

    def place(item):
        lesson = lessons[item[0]]
        return order.index(lesson[1]) if lesson else len(order)

    return [
        entry(module, name, member, lessons[name])
        for name, member in sorted(public(module).items(), key=place)
    ]


def keep_returns_whole(app, what, name, obj, options, lines):
    """Keep napoleon from taking what a function returns, up to a colon, for a type."""
    for number, line in enumerate(lines[:-1]):
        if line.strip() == "Returns:":
            text = lines[number + 1].lstrip()
            indent = lines[number + 1].removesuffix(text)
            lines[number + 1] = f"{indent}: {text}"


_NAME = '<span class="n">{}</span>'.format
_QUALIFIED = '<span class="n">{}</span><span class="o">.</span>'.format


def linked(page):
    """Let names of public functions in code lead to their entries.

    Args:
        page: HTML, with names as Pygments marks them.
    """
    aliases = {"gm": MIXTURE, "check": CHECK, "live": LIVE}
    below = {name: f"{MIXTURE}.{name}" for name in modules()}
    for alias, module in {**aliases, **below}.items():
        page = _with_links(page, module, _QUALIFIED(alias))
    for module in below.values():
        if f">{module}</span>" in page:  # names are imported from it
            page = _with_links(page, module, "")
    return _PIECES.sub(
        lambda pieces: _LINK.sub(r'<span class="n">\1</span>', pieces[0]), page
    )


def _with_links(page, module, before):
    for name in public(module):
        link = f'<a class="n" href="{PAGE}#{module}.{name}">{name}</a>'
        page = page.replace(before + _NAME(name), before + link)
    return page


class Functions(SphinxDirective):
    """`{functions} module`: entries for the public functions of a module."""

    required_arguments = 1

    def run(self):
        """Parse the MyST of all entries."""
        (module,) = self.arguments
        for path in sources(module):
            self.env.note_dependency(str(path))
        return self.parse_text_to_nodes("\n\n".join(entries(module)))


def setup(app):
    """Connect to Sphinx; called by it."""
    app.setup_extension("sphinx.ext.autodoc")
    app.setup_extension("sphinx.ext.napoleon")
    app.config.add_module_names = False
    app.config.default_role = (
        "code"  # what docstrings write between single backticks
    )
    app.config.autodoc_typehints = "none"
    app.config.napoleon_use_ivar = True
    app.config.napoleon_attr_annotations = False
    app.connect("autodoc-process-docstring", keep_returns_whole, priority=400)
    app.add_directive("functions", Functions)
    return {"parallel_read_safe": True}

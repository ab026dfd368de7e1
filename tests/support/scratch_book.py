"""A small book of one's own: chapters that show what the real ones may do wrong."""

import yaml

CONFIG = {
    "repository": {
        "url": "https://github.com/someone/course",
        "path_to_book": "book",
        "branch": "v2",
    },
    "parse": {
        "myst_enable_extensions": [
            "amsmath",
            "colon_fence",
            "deflist",
            "dollarmath",
            "substitution",
        ]
    },
}

REFERENCES = """
@book{Bishop2006, author = {Bishop, Christopher M.}, title = {Patterns}, year = {2006}}
@article{Xu1996, author = {Xu, Lei and Jordan, Michael I.}, title = {EM}, year = {1996}}
@article{Ba2017, author = {G{\\"u}l, A. and Ba, J. and Wu, X.}, title = {Trees}, year = {2017}}
"""

NOTEBOOK = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n\n"


def write_book(root, **chapters):
    """Write settings, chapters and a bibliography.

    Args:
        root: an empty folder.
        **chapters: source of each, in reading order; the first is the book's root.

    Returns:
        The folder.
    """
    first, *others = chapters
    contents = {
        "format": "jb-book",
        "root": first,
        "chapters": [{"file": name} for name in others],
    }
    (root / "_config.yml").write_text(yaml.safe_dump(CONFIG), encoding="utf-8")
    (root / "_toc.yml").write_text(yaml.safe_dump(contents), encoding="utf-8")
    (root / "book" / "images").mkdir(parents=True)
    (root / "book" / "images" / "hump.png").write_bytes(b"")
    (root / "book" / "references.bib").write_text(REFERENCES, encoding="utf-8")
    for name, text in chapters.items():
        (root / "book" / f"{name}.md").write_text(text, encoding="utf-8")
    return root

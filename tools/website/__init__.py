"""What the built site has beyond the text of its pages: one module for each concept.

Each module connects itself to Sphinx in a function `setup(app)`. The folder cannot be called
`site`: Python has a module of that name, which is imported before ours could be.
"""

PARTS = (
    "urls",
    "open_graph",
    "glossary",
    "not_found",
    "reference",
    "run_times",
    "videos",
    "finish",
    "figures",
    "branding",
    "mathematics",
)


def setup(app):
    """Connect every part to Sphinx; called by it."""
    for part in PARTS:
        app.setup_extension(f"website.{part}")
    return {"parallel_read_safe": True}

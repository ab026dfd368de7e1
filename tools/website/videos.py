"""Videos that a cell's output holds as text become files, loaded when the reader comes to them.

A notebook must hold a video as text, to be one file. In a page the same text would be loaded
before anything else, and its letters would be words of the search.
"""

import base64
import hashlib
import re
from pathlib import Path

from docutils import nodes

_DATA = re.compile(r'"data:(?:video|image)/(\w+);base64,([\w+/=]{2000,})"')


def unpack(page, folder, address):
    """Write what a piece of HTML holds as text into files, and point to them.

    Args:
        page: HTML.
        folder: for the files.
        address: of that folder, for the page.

    Returns:
        HTML.
    """

    def as_file(match):
        content = base64.b64decode(match[2])
        name = f"{hashlib.sha256(content).hexdigest()[:16]}.{match[1]}"
        Path(folder, name).write_bytes(content)
        return f'"{address}/{name}"'

    page = _DATA.sub(as_file, page)
    return page.replace("<video ", '<video preload="none" ')


def unpack_all(app, doctree, docname):
    """Unpack every piece of HTML of a page, before its words are counted."""
    for node in doctree.findall(nodes.raw):
        if node["format"] == "html" and "base64," in node.astext():
            page = unpack(node.astext(), *_folder_and_address(app, docname))
            node.children = [nodes.Text(page)]


def _folder_and_address(app, docname):
    folder = Path(app.outdir, "_images")
    folder.mkdir(exist_ok=True)
    address = app.builder.get_relative_uri(docname, "_images/.")
    return folder, address.rpartition("/")[0]


def setup(app):
    """Connect to Sphinx; called by it."""
    app.connect("doctree-resolved", unpack_all)
    return {"parallel_read_safe": True}

"""How long chapters took to run: the table of `{nb-exec-table}`, in the words of the book.

MyST-NB names files, in the alphabet's order, and says how and when each of them ran. Here chapters
have their titles, in the order of the book, and seconds are left.
"""

from docutils import nodes

_SECONDS = 3  # the column; before it stand the chapter, when and how it ran, behind it whether


def tidy(table, titles):
    """Leave a table's chapters and seconds, in the order of the book.

    Args:
        table: node, with a row for each chapter that ran.
        titles: names of chapters to their titles, in the order of the book.
    """
    for row in table.findall(nodes.row):
        row[:] = [row[0], row[_SECONDS]]
    (group,), (body,) = table.findall(nodes.tgroup), table.findall(nodes.tbody)
    columns = [*group.findall(nodes.colspec)]
    for column in columns[2:]:
        group.remove(column)
    group["cols"] = 2
    order = [*titles]
    body[:] = sorted(body, key=lambda row: order.index(row[0].astext()))
    for row in body:
        (name,) = row[0].findall(nodes.Text)
        name.parent.replace(name, nodes.Text(titles[name.astext()]))
    head = next(table.findall(nodes.thead))[0]
    for cell, word in zip(head, ("Chapter", "Seconds"), strict=True):
        cell[:] = [nodes.paragraph(text=word)]


def tidy_all(app, doctree, docname):
    """Tidy the tables of a page that say how long chapters took."""
    names = app.env.toctree_includes.get(app.config.root_doc, [])
    titles = {
        name: app.env.titles[name].astext()
        for name in (app.config.root_doc, *names)
    }
    for table in doctree.findall(nodes.table):
        if next(table.findall(nodes.entry)).astext() == "Document":
            tidy(table, titles)


def setup(app):
    """Connect to Sphinx; called by it."""
    app.connect("doctree-resolved", tidy_all)
    return {"parallel_read_safe": True}

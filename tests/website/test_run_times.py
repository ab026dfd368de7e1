"""The table of run times, against MyST-NB's own, which it is made of."""

from docutils import nodes
from myst_nb.ext.execution_tables import make_stat_table
from website.run_times import tidy

TITLES = {"training": "Training", "gradients": "Gradients"}
RUN = {"mtime": 1e9, "method": "cache", "succeeded": True, "error": None}


def test_chapters_have_titles_and_stand_in_the_order_of_the_book():
    chapters = {
        "gradients": {"exec_data": {**RUN, "runtime": 1.5}},
        "training": {"exec_data": {**RUN, "runtime": 2.25}},
    }
    table = make_stat_table("about", chapters)
    tidy(table, TITLES)
    rows = [
        [cell.astext() for cell in row] for row in table.findall(nodes.row)
    ]
    assert rows == [
        ["Chapter", "Seconds"],
        ["Training", "2.25"],
        ["Gradients", "1.5"],
    ]
    assert len([*table.findall(nodes.colspec)]) == 2

"""Running a notebook, and keeping of its outputs what can be compared and read in a diff."""

from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, DeadKernelError
from nbformat import NotebookNode

from twins import TwinError

TIMEOUT = 300  # seconds for one cell

# nbval compares these as they are, and skips images.
TEXT = {"text/plain", "text/markdown", "text/latex"}
IMAGES = {"image/png", "image/jpeg"}

# Whether there is HTML is compared (tests/nbval.cfg), what it says is not.
HTML = "<p><em>Run this cell to see its output.</em></p>"

# Outputs that differ from one machine to the next are not worth a line in a diff.
NOT_COMPARED = {"nbval-ignore-output", "nbval-skip"}


def execute(notebook, folder, chapter):
    """Run every cell, and leave in the notebook only outputs that are text.

    Args:
        notebook: changed in place.
        folder: where its kernel starts.
        chapter: its name, for messages.

    Raises:
        TwinError: a cell failed, wrote to stderr, or made an output of a kind not known here.
    """
    client = NotebookClient(
        notebook,
        timeout=TIMEOUT,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        coalesce_streams=True,
    )
    try:
        client.execute()
    except (CellControlSignal, DeadKernelError) as error:
        raise TwinError(str(error), f"{chapter}, cell {_last_run(notebook)}") from None
    notebook.metadata.language_info = {"name": "python"}  # without the patch release
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = _stored(cell, f"{chapter}, cell {cell.execution_count}")


def _last_run(notebook):
    """Return the number of the cell at which a run ended."""
    counts = [cell.get("execution_count") or 0 for cell in notebook.cells]
    return max(counts)


def _stored(cell, place):
    if NOT_COMPARED.intersection(cell.metadata.get("tags", [])):
        return []
    return [output for output in (_output(output, place) for output in cell.outputs) if output]


def _output(output, place):
    if output.output_type == "stream" and output.name == "stderr":
        raise TwinError(f"wrote to stderr: {output.text}", place)
    if output.output_type == "error":  # expected: the cell is tagged raises-exception
        output.traceback = []  # holds paths, and colours
    if "data" in output:
        output.data = _data(output.data, place)
        output.metadata = NotebookNode()
    return output


def _data(data, place):
    kept = {kind: value for kind, value in data.items() if kind in TEXT}
    if "text/html" in data:
        kept["text/html"] = HTML
    unknown = data.keys() - TEXT - IMAGES - {"text/html"}
    if unknown:
        raise TwinError(f"no rule for outputs of type {', '.join(sorted(unknown))}", place)
    return NotebookNode(kept)

"""Running a notebook, and keeping of its outputs what can be compared and read in a diff."""

from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, DeadKernelError
from nbformat import NotebookNode

from notebooks import ConversionError

TIMEOUT = 300  # seconds for one cell
QUIET = ["--log-level=ERROR"]  # ipykernel warns about how it is connected

# Compared letter by letter.
TEXT = {"text/plain", "text/markdown", "text/latex"}

# nbval skips these.
IMAGES = {"image/png", "image/jpeg"}

# Of these nbval compares whether they are there (tests/nbval.cfg takes out what they say).
STAND_INS = {
    "text/html": "<em>Run this cell to see its output.</em>",
    "image/svg+xml": (
        '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="24">'
        '<text y="16" fill="gray" font-family="sans-serif" font-style="italic">'
        "Run this cell to see its figure.</text></svg>"
    ),
}

# Outputs that differ from one machine to the next are not worth a line in a diff.
NOT_COMPARED = {"nbval-ignore-output", "nbval-skip"}


def execute(notebook, folder, chapter):
    """Run every cell, and leave in the notebook only outputs that are text.

    Args:
        notebook: changed in place.
        folder: where its kernel starts.
        chapter: its name, for messages.

    Raises:
        ConversionError: a cell failed, wrote to stderr, or made an output of an unknown kind.
    """
    client = NotebookClient(
        notebook,
        timeout=TIMEOUT,
        kernel_name="python3",
        extra_arguments=QUIET,
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        coalesce_streams=True,
    )
    try:
        client.execute()
    except (CellControlSignal, DeadKernelError) as error:
        place = f"{chapter}, cell {_last_run(notebook)}"
        raise ConversionError(str(error), place) from None
    # The kernel has added its patch release.
    notebook.metadata.language_info = {"name": "python"}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            _tidy_outputs(cell, f"{chapter}, cell {cell.execution_count}")


def _last_run(notebook):
    """Return the number of the cell at which a run ended."""
    return max(cell.get("execution_count") or 0 for cell in notebook.cells)


def _tidy_outputs(cell, place):
    if NOT_COMPARED.intersection(cell.metadata.get("tags", [])):
        cell.outputs = []
    for output in cell.outputs:
        _tidy(output, place)


def _tidy(output, place):
    if output.output_type == "stream" and output.name == "stderr":
        raise ConversionError(f"wrote to stderr: {output.text}", place)
    if output.output_type == "error":  # its cell is tagged raises-exception
        output.traceback = []  # holds paths, and colours
    if "data" in output:
        output.data = _data(output.data, place)
        output.metadata = NotebookNode()


def _data(data, place):
    unknown = sorted(data.keys() - TEXT - IMAGES - STAND_INS.keys())
    if unknown:
        raise ConversionError(
            f"no rule for outputs of type {unknown[0]}", place
        )
    known = {kind: STAND_INS.get(kind, data[kind]) for kind in data}
    return NotebookNode({k: v for k, v in known.items() if k not in IMAGES})

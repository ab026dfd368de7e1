"""Results as a table for readers and as JSON for the tests, with what they were measured on."""

import importlib.metadata
import json
import os
import platform
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
PACKAGES = ("jax", "jaxlib", "optax", "numpy", "scikit-learn")


def processor():
    """The processor's name, where the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line for line in lines if line.startswith("model name")]
    return names[0].split(":")[1].strip() if names else platform.machine()


def machine():
    """What the numbers depend on: processor, cores, versions."""
    versions = {name: importlib.metadata.version(name) for name in PACKAGES}
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        **versions,
    }


def markdown(rows):
    """Rows as a Markdown table; a row may lack a column."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    lines = [columns, ["---"] * len(columns)]
    lines += [[row.get(column, "") for column in columns] for row in rows]
    return "\n".join(
        "| " + " | ".join(map(str, line)) + " |" for line in lines
    )


def write(name, rows):
    """Write results/NAME.json and results/NAME.md, and print the table.

    Args:
        name: name of the benchmark.
        rows: dictionaries from column to value.
    """
    RESULTS.mkdir(exist_ok=True)
    results = {"machine": machine(), "rows": rows}
    text = json.dumps(results, indent=2) + "\n"
    (RESULTS / f"{name}.json").write_text(text)
    where = ", ".join(f"{key} {value}" for key, value in machine().items())
    table = f"{markdown(rows)}\n\nMeasured on: {where}.\n"
    (RESULTS / f"{name}.md").write_text(table)
    print(table)

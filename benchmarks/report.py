"""Results as tables for readers and as JSON for the tests, with what they were measured on."""

import datetime
import importlib.metadata
import json
import os
import platform
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
PACKAGES = ("jax", "jaxlib", "optax", "numpy", "scikit-learn")
PEERS = (
    "numpyro",
    "distrax",
    "tfp-nightly",
)  # where `make bench` has installed them


def processor():
    """The processor's name, where the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = (
        info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    )
    names = [line for line in lines if line.startswith("model name")]
    return names[0].split(":")[1].strip() if names else platform.machine()


def versions():
    """Versions of what is compared."""
    installed = {
        each.metadata["Name"]: each.version
        for each in importlib.metadata.distributions(name=None)
    }
    return {
        name: installed[name]
        for name in (*PACKAGES, *PEERS)
        if name in installed
    }


def machine():
    """What the numbers depend on: processor, cores, versions, and who else used it."""
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        **versions(),
        "date": f"{datetime.datetime.now():%Y-%m-%d %H:%M}",
        "processes waiting or running, last 15 minutes": round(
            os.getloadavg()[2], 1
        ),
    }


def markdown(rows):
    """Rows as a Markdown table; a row may lack a column."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    lines = [columns, ["---"] * len(columns)]
    lines += [[row.get(column, "") for column in columns] for row in rows]
    return "\n".join(
        "| " + " | ".join(map(str, line)) + " |" for line in lines
    )


def write(name, **tables):
    """Write results/NAME.json and results/NAME.md, and print the tables.

    Args:
        name: name of the benchmark.
        **tables: rows of each table; a row is a dictionary from column to value.
    """
    RESULTS.mkdir(exist_ok=True)
    results = {"machine": machine(), **tables}
    text = json.dumps(results, indent=2) + "\n"
    (RESULTS / f"{name}.json").write_text(text, encoding="utf-8")
    (RESULTS / f"{name}.md").write_text(page(results), encoding="utf-8")
    print(page(results))


def page(results):
    """Results as a Markdown page: every table below its name, then the machine."""
    machine, *tables = results.items()
    parts = [
        f"## {title[0].upper()}{title[1:]}\n\n{markdown(rows)}"
        for title, rows in tables
    ]
    where = ", ".join(f"{key} {value}" for key, value in machine[1].items())
    return "\n\n".join([*parts, f"Measured on: {where}."]) + "\n"

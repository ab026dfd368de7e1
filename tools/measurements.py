"""Measured numbers as a chapter shows them: read from what `make bench` wrote, never typed.

A chapter names a table, `{measured} loops`; which rows and columns that is stands here. Page and
notebook show two digits, for the rest is chance, and say on what machine they were measured.
"""

import json
import math
from pathlib import Path
from typing import NamedTuple

from author_error import look_up

RESULTS = Path(__file__).parent.parent / "benchmarks" / "results"


class Table(NamedTuple):
    """What of a benchmark's table a chapter shows.

    Attributes:
        name: the table's name in the results.
        columns: from a column's name there to its title here.
        rows: from a way's name there to its title here; all rows if empty.
        where: which of the rows are meant: a function of the row.
        benchmark: which benchmark's results it is in.
    """

    name: str
    columns: dict
    rows: dict = {}  # noqa: RUF012
    where: callable = lambda row: True
    benchmark: str = "speed"


FORMS = {
    "data outside": "data outside",
    "simple form": "components outside",
}
FAST = {"fast form": "`fast`"}
FIVE = {
    name: name for name in ("weight 0", "mean 0", "mean 1", "sd 0", "sd 1")
}
MILLISECONDS = {"way": "", "milliseconds": "milliseconds"}

TABLES = {
    "loops": Table(
        "one fit",
        MILLISECONDS,
        {
            "plain Python loop": "a Python loop, nothing compiled",
            "jitted step in a Python loop": "a Python loop over a jitted step",
            "jit(scan), simple form": "`jit` around `scan`",
        },
    ),
    "nestings": Table(
        "nanoseconds per datum",
        {"components": "components", "data": "observations", **FORMS},
        where=lambda row: (
            row["components"] in (2, 50) and row["data"] in (6000, 10**5)
        ),
    ),
    "sizes": Table(
        "nanoseconds per datum",
        {
            "data": "observations",
            **FORMS,
            **FAST,
            "C program, one core": "a program in C",
        },
        where=lambda row: row["components"] == 2 and row["data"] >= 6000,
    ),
    "memory": Table(
        "memory",
        {"way": "", "megabytes beside the data": "megabytes beside the data"},
        FORMS | FAST,
    ),
    "devices": Table(
        "ten million data on devices",
        {"way": "", "milliseconds": "milliseconds"},
    ),
    "processes": Table(
        "a fit in a new process",
        {"way": "", "seconds": "seconds"},
        {
            "the course's fit, no cache": "our fit",
            "the course's fit, from the cache": "our fit, from the cache",
            "scikit-learn's fit": "scikit-learn's fit",
            "import jax": "only `import jax`",
        },
    ),
    "peers": Table(
        "one fit",
        {**MILLISECONDS, "nats above the best": "nats above the best"},
        {
            "jit(scan), fast form": "1000 steps of Adam, `fast`",
            "jit(scan), simple form": "1000 steps of Adam, components outside",
            "jit(scan), data outside": "1000 steps of Adam, data outside",
            "numpyro's SVI in a scan": "1000 steps of Adam, numpyro",
            "EM in a scan, 100 iterations": "100 iterations of EM, `scan`",
            "scikit-learn GaussianMixture": "EM until it stops, scikit-learn",
        },
    ),
    "stuck": Table(
        "stuck starts",
        {
            "way": "",
            "stuck": "stuck of 24",
            "of these on a saddle": "of these on a saddle",
            "stuck of another 24": "stuck of another 24",
        },
        benchmark="own_data",
    ),
    "twenty": Table(
        "twenty starts",
        {
            "data": "data",
            "components": "components",
            "fit_mixture (ms)": "`fit_mixture`, ms",
            "scikit-learn (ms)": "scikit-learn, ms",
        },
        benchmark="own_data",
    ),
    "restarts": Table(
        "a hundred restarts",
        MILLISECONDS,
        {
            "vmap of jit(scan), simple form": "`vmap`, components outside",
            "lax.map of jit(scan), simple form": "`lax.map`, components outside",
            "lax.map of jit(scan), fast form": "`lax.map`, `fast`",
            "scikit-learn GaussianMixture, n_init=100": "scikit-learn, EM",
        },
    ),
    "ways_down": Table(
        "ways",
        {
            "data": "data",
            "way": "",
            "steps": "steps",
            "milliseconds, 1 fit": "1 fit (ms)",
            "milliseconds, 20 fits": "20 fits (ms)",
            "milliseconds, 200 fits": "200 fits (ms)",
        },
        benchmark="em",
    ),
    "rows": Table(
        "rows, nanoseconds",
        {
            "components": "components",
            "columns": "columns",
            "course": "row by row, `vmap`",
            "data last": "rows on the last axis",
            "data last, in chunks": "the same, in chunks",
            "scikit-learn's EM iteration": "an EM iteration of scikit-learn",
        },
        where=lambda row: row["components"] == 3 and row["data"] == 10_000,
        benchmark="rows",
    ),
    "twenty_fits": Table(
        "twenty fits",
        MILLISECONDS,
        {
            "200 iterations of EM, `vmap`": "200 steps of EM, `vmap`",
            "`fit_mixture`": "`fit_mixture`, 500 steps of EM",
            "1000 steps of Adam, `vmap`": "1000 steps of Adam, `vmap`",
            "scikit-learn, 200 iterations": "scikit-learn, 200 steps of EM",
            "scikit-learn, until it rests": "scikit-learn, EM until it rests",
        },
        benchmark="rows",
    ),
    "own_size": Table(
        "rows",
        {
            "way": "",
            "components": "components above 0.01",
            "new data (nats each)": "new data, nats each",
            "steps": "steps",
            "twice as many gain (nats)": "twice as many gain (nats)",
            "seconds of the processor": "seconds",
        },
        {
            "the truth": "the truth",
            "this chapter": "this chapter, 2000 steps",
            "this chapter, until it rests": "the same, until it rests",
            "the same, best of 4 starts": "the same, best of 4 starts",
            "1 to 6 components, BIC": "1 to 6 components, chosen by BIC",
            "BayesianGaussianMixture(50), seed 0": "scikit-learn, 50 components",
            "BayesianGaussianMixture(10), seed 0": "scikit-learn, 10 components",
        },
        benchmark="dirichlet_process",
    ),
    "errors": Table(
        "standard errors",
        {
            "way": "",
            "observations": "observations",
            **FIVE,
            "seconds": "seconds",
        },
        benchmark="uncertainty",
    ),
    "chains": Table(
        "chains",
        {
            "observations": "observations",
            "effective draws of 2000": "effective draws of 2000",
            "largest R-hat as they came": "largest R-hat as they came",
            "with labels sorted": "with labels sorted",
        },
        benchmark="uncertainty",
    ),
    "coverage": Table(
        "coverage",
        {"way": "", "observations": "observations", **FIVE},
        benchmark="uncertainty",
    ),
}


def read(benchmark):
    """Return the results of a benchmark."""
    return json.loads(
        (RESULTS / f"{benchmark}.json").read_text(encoding="utf-8")
    )


def two_digits(value):
    """Show two digits of a number, whole thousands apart; words and counts as they are."""
    if not isinstance(value, float):
        return f"{value:,}" if isinstance(value, int) else value
    if value == 0:
        return "0"
    digits = 1 - math.floor(math.log10(abs(value)))
    return f"{round(value, digits):,.{max(digits, 0)}f}"


def write(name, results=None):
    """Return a table as Markdown, with a line that names the machine.

    Args:
        name: one of TABLES.
        results: of its benchmark; what is on file unless given.

    Returns:
        Markdown.

    Raises:
        AuthorError: there is no such table.
    """
    table = look_up(
        name, TABLES, "measured table", "TABLES in tools/measurements.py"
    )
    results = results or read(table.benchmark)
    rows = [row for row in results[table.name] if table.where(row)]
    if table.rows:
        by_way = {row["way"]: row for row in rows}
        rows = [
            {**by_way[way], "way": title} for way, title in table.rows.items()
        ]
    lines = ["| " + " | ".join(table.columns.values()) + " |"]
    lines.append("|---" + "|---:" * (len(table.columns) - 1) + "|")
    for row in rows:
        cells = [two_digits(row[column]) for column in table.columns]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, "", machine(results["machine"])])


def machine(measured_on):
    """Return a line that says on what and when a benchmark ran."""
    day, _ = measured_on["date"].split()
    return (
        f"*Measured by `make bench` on {measured_on['cores']} cores of the "
        f"{measured_on['processor']} processor, JAX {measured_on['jax']}, {day}.*"
    )

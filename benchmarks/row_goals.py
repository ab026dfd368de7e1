"""Goals for speed on rows, and what was measured: each goal is a ratio of two medians."""

from benchmarks import limit
from benchmarks.goals import row_of, shown

LARGE = (3, 4, 100_000)  # components, columns, rows


def goals(tables):
    """One row for each goal.

    Args:
        tables: all tables of the benchmark, by name.

    Returns:
        Rows with the goal, its bound, and the ratio of medians with whether it meets the goal.
    """
    return [
        {
            "goal": goal,
            "bound": f"at {'least' if least else 'most'} {bound}",
            "measured": shown(least, bound, value),
        }
        for goal, least, bound, value in wanted(tables)
    ]


def wanted(tables):
    """Yield (goal, whether the bound is a lower one, bound, measured)."""
    taken = {row["way"]: row["milliseconds"] for row in tables["twenty fits"]}
    yield (
        "scikit-learn / EM under vmap, 20 starts on the penguins, 200 iterations",
        True,
        20,
        taken["scikit-learn, 200 iterations"]
        / taken["200 iterations of EM, `vmap`"],
    )
    size = dict(zip(("components", "columns", "data"), LARGE, strict=True))
    large = row_of(tables["rows, nanoseconds"], **size)
    yield (
        "loss and gradient / scikit-learn's EM iteration, n = 100,000, d = 4",
        False,
        0.2,
        min(large["course"], large["data last"], large["data last, in chunks"])
        / large["scikit-learn's EM iteration"],
    )
    nanoseconds = {
        row["way"]: row["nanoseconds per datum"]
        for row in tables["one dimension"]
    }
    yield (
        "`fast` / C program, one dimension",
        False,
        1.5,
        nanoseconds["`fast`, loss and gradient"] / nanoseconds[limit.NAME],
    )

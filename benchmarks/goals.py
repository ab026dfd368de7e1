"""Goals for the course's speed, and what was measured: each goal is a ratio of two medians."""

from benchmarks import limit


def row_of(rows, **where):
    """Return the one row with these values."""
    (row,) = (r for r in rows if where.items() <= r.items())
    return row


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


def shown(least, bound, value):
    """Return the value, and whether it meets the goal."""
    met = (value >= bound) == least
    return f"{value:.2f}, {'met' if met else 'not met'}"


def wanted(tables):
    """Return all goals, with the values of these tables."""
    return [
        *of_losses(tables["nanoseconds per datum"]),
        *of_fits(tables["one fit"]),
        of_a_new_process(tables["a fit in a new process"]),
    ]


def of_losses(rows):
    """Yield (goal, whether the bound is a lower one, bound, measured) for one evaluation."""
    two = {row["data"]: row for row in rows if row["components"] == 2}
    large = [two[n] for n in sorted(two) if n >= 10_000]
    fast = [row["fast form"] for row in large]
    for n in (6000, 10**6, 10**7):
        ratio = two[n]["original nesting"] / two[n]["fast form"]
        bound = 5 if n == 6000 else 8
        yield f"original nesting / fast form, n = {n:,}", True, bound, ratio
    flat = "fast form, dearest / cheapest datum, n from 10,000 to 10,000,000"
    yield flat, False, 1.5, max(fast) / min(fast)
    for n in (6000, 10**6):
        ratio = two[n]["fast form"] / two[n][limit.NAME]
        yield f"fast form / C program, n = {n:,}", False, 2.5, ratio
    for n, form in ((6000, "simple form"), (10**5, "fast form")):
        row = row_of(rows, components=50, data=n)
        best = min(row[name] for name in ("simple form", "data outside"))
        yield (
            f"{form} / best nesting, K = 50, n = {n:,}",
            False,
            1.2,
            row[form] / best,
        )


def of_fits(rows):
    """Yield the same for whole fits."""
    taken = {row["way"]: row["milliseconds"] for row in rows}
    simple, fast = (
        taken[f"jit(scan), {form} form"] for form in ("simple", "fast")
    )
    loop, step = (
        taken["plain Python loop"],
        taken["jitted step in a Python loop"],
    )
    numpyro = taken["numpyro's SVI in a scan"]
    yield (
        "plain Python loop / jit(scan), simple form",
        True,
        300,
        loop / simple,
    )
    yield (
        "jitted step in a loop / jit(scan), simple form",
        True,
        2,
        step / simple,
    )
    yield (
        "numpyro's SVI in a scan / jit(scan), fast form",
        True,
        4,
        numpyro / fast,
    )
    yield (
        "numpyro's SVI in a scan / jit(scan), simple form",
        True,
        4,
        numpyro / simple,
    )


def of_a_new_process(rows):
    """Return the same for the second fit of a day."""
    taken = {row["way"]: row["seconds"] for row in rows}
    more = (
        taken["the course's fit, from the cache"] - taken["scikit-learn's fit"]
    )
    goal = "seconds more than scikit-learn's for a fit in a new process"
    return goal, False, 1, more

"""How fast the course's functions are, beside other libraries.

Run it with `make bench`. Each figure is a median; ways that are compared ran by turns in one
process, on the same data, to the same result. First calls, which compile, are told apart.
"""

from benchmarks import cold_start, devices, fits, losses
from benchmarks.goals import goals
from benchmarks.report import write


def main():
    """Measure, and write the tables."""
    tables = {}
    for part in (losses, fits, devices, cold_start):
        tables |= part.tables()
    write("speed", **tables, goals=goals(tables))


if __name__ == "__main__":
    main()

"""What the chapters say of measurements is what the benchmarks wrote."""

import json
import re
from pathlib import Path

import pytest

from benchmarks.report import markdown

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
ROWS = json.loads((RESULTS / "dirichlet_process.json").read_text())["rows"]
CHAPTER = (ROOT / "book" / "dirichlet_process_mixture.md").read_text()
NAMES = {
    "the truth": "the truth",
    "this chapter": "this chapter",
    "this chapter, best of 4 starts": "this chapter, best of 4 starts",
    "1 to 6 components, chosen by BIC": "1 to 6 components, BIC",
    "`BayesianGaussianMixture`, 50 components": "BayesianGaussianMixture(50), seed 0",
    "`BayesianGaussianMixture`, 10 components": "BayesianGaussianMixture(10), seed 0",
}


@pytest.mark.parametrize("name", NAMES)
def test_the_chapters_table_is_the_benchmarks(name):
    (row,) = (row for row in ROWS if row["way"] == NAMES[name])
    (line,) = re.findall(rf"^\| {re.escape(name)} \|(.*)\|$", CHAPTER, re.M)
    components, score, seconds = (cell.strip() for cell in line.split("|"))
    assert int(components) == row["components"]
    assert float(score.replace("−", "-")) == row["new data (nats each)"]
    assert seconds == str(row.get("seconds", ""))


def test_all_starts_of_scikit_learn_found_what_the_chapter_says():
    counts = [
        row["components"]
        for row in ROWS
        if row["way"].startswith("BayesianGaussianMixture")
    ]
    assert counts == [4, 4, 4, 4]


def test_a_table_has_a_column_for_every_key():
    table = markdown([{"a": 1, "b": 2}, {"a": 3, "c": 4}])
    assert table.splitlines() == [
        "| a | b | c |",
        "| --- | --- | --- |",
        "| 1 | 2 |  |",
        "| 3 |  | 4 |",
    ]

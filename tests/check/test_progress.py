"""What has passed is kept beside the notebook, can be handed in, and makes a table of a class."""

import json

import jax.numpy as jnp
import pytest

from dl_workshop import check
from dl_workshop.check import CATALOGUE, progress_file
from dl_workshop.check.session import Check

FILE = progress_file.FILE


def right(weights):
    return weights / jnp.sum(weights)


def stub(weights): ...


def test_every_exercise_is_listed_in_order():
    shown = repr(check.progress())
    assert shown.startswith(f"0 of {len(CATALOGUE)} exercises passed.")
    names = [line.split()[1] for line in shown.splitlines()[2:]]
    assert names == [exercise.name for exercise in CATALOGUE]
    assert "<pre" in check.progress()._repr_html_()


def test_a_stub_leaves_no_file(normalize):
    normalize(stub)
    assert not FILE.exists()


def test_what_was_tried_and_what_passed_is_in_plain_json(normalize):
    normalize(lambda weights: weights)
    assert json.loads(FILE.read_text(encoding="utf-8")) == {
        "normalize_weights": "tried"
    }
    normalize(right)
    normalize(lambda weights: weights)
    assert json.loads(FILE.read_text(encoding="utf-8")) == {
        "normalize_weights": "passed"
    }


def test_a_restart_of_the_kernel_forgets_nothing(normalize):
    normalize(right)
    Check(normalize.exercise)(lambda weights: weights)  # as a new kernel would
    assert repr(check.progress()).startswith("1 of ")


def test_it_forgets_when_asked(normalize):
    normalize(right)
    check.progress().forget()
    assert not FILE.exists()
    check.progress().forget()
    assert repr(check.progress()).startswith("0 of ")


@pytest.mark.parametrize("text", ["", "[1]", "{", '{"step": 3}', "null"])
def test_a_file_that_somebody_spoilt_counts_as_none(normalize, text):
    FILE.write_text(text, encoding="utf-8")
    assert repr(check.progress()).startswith("0 of ")
    assert normalize(right).passed
    assert repr(check.progress()).startswith("1 of ")


def test_a_check_works_where_nothing_can_be_written(normalize):
    FILE.mkdir()
    assert normalize(right).passed


def test_it_is_handed_in(normalize, notebook):
    normalize(right)
    check.progress().save("mine.json")
    assert progress_file.load("mine.json") == {"normalize_weights": "passed"}


def test_a_class_makes_one_table(notebook):
    passed, tried = {"step": "passed"}, {"step": "tried", "get_loss": "passed"}
    for who, statuses in {"ada": passed, "bo": tried}.items():
        progress_file.Progress(statuses).save(f"{who}.json")
    rows = [
        line.split()
        for line in repr(check.progress_of_class(".")).splitlines()
    ]
    assert ["2", "files."] in rows
    assert ["step", "1", "1"] in rows
    assert ["get_loss", "1", "0"] in rows
    assert ["normalize_weights", "0", "0"] in rows
    assert ["ada", "1"] in rows
    assert ["bo", "1"] in rows


def test_an_empty_folder_is_told(notebook):
    with pytest.raises(FileNotFoundError, match="expected files such as"):
        check.progress_of_class(notebook)


def test_another_file_in_the_folder_is_told_by_name(notebook):
    (notebook / "grades.json").write_text("[1, 2]", encoding="utf-8")
    with pytest.raises(ValueError, match=r"grades\.json"):
        check.progress_of_class(notebook)

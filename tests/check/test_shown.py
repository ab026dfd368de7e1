"""Calls that messages show run as they stand, after the first cell of the exercise's chapter."""

import ast

import jax
import numpy as np
import pytest

from dl_workshop.check import CATALOGUE, oracle
from tests.support.chapters import first_cell

TRIALS = [
    pytest.param(trial, id=f"{exercise.name}-{number}")
    for exercise in CATALOGUE
    for number, trial in enumerate(exercise.trials)
]


def value_of(code, namespace):
    """Run code as a notebook does, and return the value of its last expression."""
    tree = ast.parse(code)
    last = ast.Expression(tree.body.pop().value)
    exec(compile(tree, "cell", "exec"), namespace)
    return eval(compile(last, "cell", "eval"), namespace)


@pytest.mark.parametrize("trial", TRIALS)
def test_what_a_message_shows_runs_and_gives_what_was_expected(trial):
    exercise = trial.exercise
    namespace = {}
    exec(first_cell(exercise.chapter), namespace)
    namespace[exercise.name] = exercise.reference
    with jax.numpy_rank_promotion("allow"):  # as in a notebook
        value = value_of(f"{exercise.setup}\n{trial.shown}", namespace)
        expected = oracle.expected(trial)
    if trial.shown.endswith(".shape"):
        assert value == tuple(np.ravel(expected))
    else:
        assert oracle.close(trial, np.asarray(value), expected)

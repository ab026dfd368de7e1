"""What a message shows is code: pasted below the solution, it gives what should be read."""

import ast

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check import catalogue, oracle

NAMES = (
    "step",
    "make_step_scannable",
    "get_loss",
    "weights_loglike",
    "loss_mixture_weights",
    "responsibilities",
    "gradient_of_means",
    "normalize_weights",
)
TRIALS = [
    pytest.param(trial, id=f"{name}-{number}")
    for name in NAMES
    for number, trial in enumerate(catalogue.load(name).trials)
]


def pasted(source, names):
    """Run lines as a cell, and return what its last expression gives."""
    *lines, last = ast.parse(source).body
    exec(compile(ast.Module(lines, []), "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)


@pytest.mark.parametrize("trial", TRIALS)
def test_what_is_shown_runs_and_gives_what_is_expected(trial):
    exercise = trial.exercise
    names = {"jnp": jnp, "gm": gm, "optax": optax, "jax": jax}
    names[exercise.name] = exercise.reference
    with jax.numpy_rank_promotion("allow"):  # as in a notebook
        shown = pasted(f"{exercise.setup}\n{trial.shown}", names)
        expected = oracle.expected(trial)
    np.testing.assert_allclose(
        np.asarray(shown, float),
        expected.astype(float),
        rtol=max(trial.must_hold.rtol, 1e-5),
        atol=1e-4,
    )

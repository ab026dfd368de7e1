"""Every exercise: its stub, right answers, known mistakes, hints. One catalogue, one set of tests.

What is right and what is wrong is compared with functions that are not the catalogue's: the
answers in right_answers.py, and the package's own functions, tested against SciPy elsewhere.
"""

import ast
import inspect
import time

import numpy as np
import pytest

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check import CATALOGUE
from dl_workshop.check.catalogue import dirichlet_process_mixture, formulas
from dl_workshop.check.running import observe
from dl_workshop.check.session import Check
from tests.check.right_answers import RIGHT

CHAPTERS = [
    "mixture_data",
    "likelihood",
    "weights_and_loss",
    "gradients",
    "training",
    "dirichlet_process",
    "dirichlet_process_mixture",
]
# What makes the reference the reference: the last hint may say it, none before.
DECISIVE = {
    "sample_mixture": "component_mus[component] + component_scales[component] * standard",
    "loglike_one_component": "jnp.log(component_weight)",
    "normalize_weights": "weights / jnp.sum(weights)",
    "loglike_across_components": "logsumexp(",
    "mixture_loglike": "jnp.sum(logsumexp(loglikes, axis=0))",
    "weights_loglike": "jnp.sum((alpha",
    "loss_mixture_weights": "-loglike_data - ",
    "responsibilities": "softmax(loglikes, axis=0)",
    "gradient_of_means": "-jnp.sum(r * z / scales",
    "step": "optax.apply_updates(state.params, updates)",
    "make_step_scannable": "return new_state, previous_state",
    "get_loss": "loss_func(state.params, data)",
    "stick_breaking_weights": "jnp.append(pieces, rest)",
    "joint_loglike": "jnp.sum(loglikes)",
    "beta_draw_from_weights": "sigmoid(stick_logits_from_log_weights(log_weights))",
}
STUBS = {
    "ellipsis": "...",
    "pass": "pass",
    "raise": "raise NotImplementedError",
    "raise with words": 'raise NotImplementedError("write me")',
    "return nothing": "return None",
    "return ellipsis": "return ...",
}

each_exercise = pytest.mark.parametrize(
    "exercise", CATALOGUE, ids=lambda exercise: exercise.name
)
each_mistake = pytest.mark.parametrize(
    ("exercise", "mistake"),
    [
        pytest.param(
            exercise,
            mistake,
            id=f"{exercise.name}-{mistake.function.__name__}",
        )
        for exercise in CATALOGUE
        for mistake in exercise.mistakes
    ],
)
each_right_answer = pytest.mark.parametrize(
    ("exercise", "function"),
    [
        pytest.param(
            exercise, function, id=f"{exercise.name}-{function.__name__}"
        )
        for exercise in CATALOGUE
        for function in RIGHT[exercise.name]
    ],
)


def written(source, name):
    """Execute a stub's source."""
    namespace = {}
    exec(source, namespace)
    return namespace[name]


@each_exercise
@pytest.mark.parametrize("body", STUBS.values(), ids=STUBS)
def test_a_stub_is_not_attempted(exercise, body):
    source = exercise.stub.removesuffix("...") + body
    feedback = Check(exercise)(written(source, exercise.name))
    assert feedback.outcome == "not attempted", feedback
    assert not feedback.passed


@each_exercise
def test_the_reference_is_right_and_known_to_be_within_three_seconds(exercise):
    # Seconds of the processor: on a machine that does nothing else, no less than those waited.
    for _ in range(2):  # at the first call JAX compiles
        start = time.process_time()
        feedback = Check(exercise)(exercise.reference)
        if time.process_time() - start < 3:
            break
    assert time.process_time() - start < 3
    assert feedback.outcome == "correct", feedback
    assert exercise.insight in feedback.message


@each_right_answer
def test_other_right_answers_are_right(exercise, function):
    feedback = Check(exercise)(function)
    assert feedback.passed, feedback


@each_exercise
def test_there_are_two_other_right_answers(exercise):
    assert len(RIGHT[exercise.name]) >= 2


@pytest.mark.parametrize(
    "name",
    [
        "normalize_weights",
        "loglike_across_components",
        "weights_loglike",
        "get_loss",
    ],
)
def test_answers_are_right_in_float64_too(name, x64):
    (exercise,) = (each for each in CATALOGUE if each.name == name)
    feedback = Check(exercise)(exercise.reference)
    assert feedback.passed, feedback


@each_mistake
def test_a_known_mistake_is_told_by_its_own_sentence(exercise, mistake):
    feedback = Check(exercise)(mistake.function)
    assert not feedback.passed
    assert mistake.sentence in feedback.message, feedback


@each_exercise
def test_there_are_four_mistakes(exercise):
    assert len(exercise.mistakes) >= 4


def test_all_sentences_differ():
    sentences = [
        mistake.sentence
        for exercise in CATALOGUE
        for mistake in exercise.mistakes
    ]
    assert len(set(sentences)) == len(sentences)


@each_mistake
def test_a_sentence_is_a_sentence(exercise, mistake):
    assert mistake.sentence[0].isupper() or mistake.sentence[0] == "`"
    assert mistake.sentence[-1] == "."
    assert mistake.sentence.count("`") % 2 == 0


@each_exercise
def test_hints_do_not_give_the_answer_away_before_the_last(exercise):
    decisive = DECISIVE[exercise.name]
    source = "".join(gm.source(exercise.reference).code.split())
    assert "".join(decisive.split()) in source
    assert len(exercise.hints) >= 3
    assert all(decisive not in hint for hint in exercise.hints[:-1])


@each_exercise
def test_texts_are_filled_in(exercise):
    assert exercise.difficulty in ("easy", "medium", "hard")
    assert 0 < exercise.minutes <= 15
    for text in (exercise.task, exercise.insight, exercise.why):
        assert text.endswith(".")
        assert text.count("`") % 2 == 0


@each_exercise
def test_the_stub_fits_on_a_page_and_has_the_arguments_of_the_reference(
    exercise,
):
    lines = exercise.stub.splitlines()
    assert max(map(len, lines)) <= 79
    assert len(lines) <= 6
    (definition,) = ast.parse(exercise.stub).body
    arguments = [each.arg for each in definition.args.args]
    reference = list(inspect.signature(exercise.reference).parameters)
    assert arguments == reference[: len(arguments)]
    optional = inspect.signature(exercise.reference).parameters
    assert all(
        optional[name].default is not inspect.Parameter.empty
        for name in reference[len(arguments) :]
    )


def test_exercises_stand_in_the_order_of_the_chapters():
    chapters = [CHAPTERS.index(exercise.chapter) for exercise in CATALOGUE]
    assert chapters == sorted(chapters)


@each_exercise
def test_every_name_is_that_of_a_check(exercise):
    from dl_workshop import check

    assert getattr(check, exercise.name).exercise is exercise


# The formulas that mistakes are built from.

PARAMS = [np.array([0.3, -1.2, 2.0]), np.array([-2.0, 0.5, 3.0])]
PARAMS.append(np.array([0.2, -0.7, 0.9]))
DATA = np.array([-9.0, -0.4, 1.3, 14.0])


@pytest.mark.parametrize(
    "name", ["weighted_loglikes", "mixture_loglike", "responsibilities"]
)
def test_formulas_of_a_mixture_are_those_of_the_package(name):
    ours = getattr(formulas, name)(*PARAMS, DATA)
    np.testing.assert_allclose(
        ours, getattr(gm, name)(*PARAMS, DATA), rtol=1e-4, atol=1e-6
    )


def test_formulas_of_the_loss_are_those_of_the_package():
    np.testing.assert_allclose(
        formulas.weights_loglike(PARAMS[0], 3.0),
        gm.weights_loglike(PARAMS[0], 3.0),
        rtol=1e-5,
    )
    np.testing.assert_allclose(
        formulas.loss_mixture_weights(PARAMS, DATA),
        gm.loss_mixture_weights(tuple(PARAMS), DATA),
        rtol=1e-5,
    )


def test_formulas_of_the_joint_density_are_those_of_the_package():
    args = (*PARAMS[:1], np.array(0.4), *PARAMS[1:], DATA)
    np.testing.assert_allclose(
        sum(dirichlet_process_mixture.parts(*args)),
        gm.joint_loglike(*args),
        rtol=1e-5,
    )


# Random draws are judged by statistics: no right answer may fail by bad luck.


@pytest.mark.parametrize("seed", range(0, 60, 5))
def test_statistics_of_right_draws_hold_with_any_key(seed):
    (exercise,) = (each for each in CATALOGUE if each.name == "sample_mixture")
    for trial in exercise.trials:
        if trial.use is exercise.trials[0].use:
            arguments = (seed, *trial.arguments[1:])
            draws = observe(gm.sample_mixture, trial.use, arguments)
            np.testing.assert_allclose(
                trial.must_hold.read(draws),
                trial.must_hold.expected,
                rtol=trial.must_hold.rtol,
                atol=np.max(trial.must_hold.atol),
            )

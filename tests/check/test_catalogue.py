"""Every exercise: its stub, right answers, known mistakes, hints. One catalogue, one set of tests.

What is right and what is wrong is compared with functions that are not the catalogue's: the
right answers beside them, and the package's own functions, tested against SciPy elsewhere.
"""

import ast
import inspect
import re
import time
from pathlib import Path

import numpy as np
import pytest

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check import CATALOGUE, catalogue, formulas, oracle
from dl_workshop.check.catalogue import joint_loglike
from dl_workshop.check.sandbox import observe
from dl_workshop.check.session import Check
from dl_workshop.check.symptoms import FIRST, GENERAL, LAST

ROOT = Path(__file__).resolve().parents[2]

STUBS = {
    "ellipsis": "...",
    "pass": "pass",
    "raise": "raise NotImplementedError",
    "raise with words": 'raise NotImplementedError("write me")',
    "return nothing": "return None",
    "return ellipsis": "return ...",
}


def examples(cause):
    """The wrong answers that have this cause."""
    return getattr(cause, "functions", None) or getattr(cause, "examples", ())


def causes(exercise):
    return [*exercise.mistakes, *exercise.symptoms, *exercise.rules]


def sentences(exercise):
    return [each.sentence for each in causes(exercise)]


each_exercise = pytest.mark.parametrize(
    "exercise", CATALOGUE, ids=lambda exercise: exercise.name
)
each_mistake = pytest.mark.parametrize(
    ("exercise", "sentence", "function"),
    [
        pytest.param(
            exercise,
            cause.sentence,
            function,
            id=f"{exercise.name}-{cause.sentence[:40]}-{number}",
        )
        for exercise in CATALOGUE
        for cause in causes(exercise)
        for number, function in enumerate(examples(cause))
    ],
)
each_late_example = pytest.mark.parametrize(
    ("exercise", "function"),
    [
        pytest.param(exercise, function, id=f"{exercise.name}-{number}")
        for exercise in CATALOGUE
        for cause in exercise.late_symptoms
        for number, function in enumerate(cause.examples)
    ],
)
each_right_answer = pytest.mark.parametrize(
    ("exercise", "function"),
    [
        pytest.param(
            exercise, function, id=f"{exercise.name}-{function.__name__}"
        )
        for exercise in CATALOGUE
        for function in exercise.right_answers
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
    assert feedback.outcome == "not attempted", feedback.message
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
    assert feedback.outcome == "correct", feedback.message
    assert exercise.insight in feedback.message


@each_right_answer
def test_other_right_answers_are_right(exercise, function):
    feedback = Check(exercise)(function)
    assert feedback.passed, feedback.message


@each_exercise
def test_there_are_two_other_right_answers(exercise):
    assert len(exercise.right_answers) >= 2


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
    assert feedback.passed, feedback.message


@each_mistake
def test_a_known_mistake_is_told_by_its_own_sentence(
    exercise, sentence, function
):
    feedback = Check(exercise)(function)
    assert not feedback.passed
    told = re.escape(sentence).replace(r"\{", "{").replace(r"\}", "}")
    assert re.search(re.sub(r"{\w+}", ".+", told), feedback.message), (
        feedback.message
    )


@each_exercise
def test_every_cause_has_an_example(exercise):
    assert len(causes(exercise)) >= 4
    assert all(examples(cause) for cause in causes(exercise))


def test_all_sentences_differ():
    found = [each for exercise in CATALOGUE for each in sentences(exercise)]
    found += [each.sentence for each in (*FIRST, *GENERAL, *LAST)]
    assert len(set(found)) == len(found)


@each_exercise
def test_a_sentence_is_a_sentence(exercise):
    for sentence in sentences(exercise):
        assert sentence[0].isupper() or sentence[0] in "`{"
        assert sentence[-1] in ".?"
        assert sentence.count("`") % 2 == 0


@each_exercise
def test_hints_do_not_give_the_answer_away_before_the_last(exercise):
    source = "".join(gm.source(exercise.reference).code.split())
    assert "".join(exercise.spoiler.split()) in source
    assert len(exercise.hints) >= 3
    assert all(exercise.spoiler not in hint for hint in exercise.hints[:-1])


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


def test_exercises_stand_in_the_order_of_the_book():
    in_the_book = [
        name
        for chapter in re.findall(
            r"file: (\w+)", (ROOT / "_toc.yml").read_text(encoding="utf-8")
        )
        for name in re.findall(
            r"^```{exercise} (\w+)$",
            (ROOT / "book" / f"{chapter}.md").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    ]
    places = {each.name: each.place for each in CATALOGUE}
    assert [each.name for each in CATALOGUE] == in_the_book, (
        f"exercises sort by their `place`, now {places}; the book has {in_the_book}"
    )


@each_exercise
def test_an_exercise_stands_in_its_chapter_and_in_a_file_of_its_name(exercise):
    chapter = (ROOT / "book" / f"{exercise.chapter}.md").read_text(
        encoding="utf-8"
    )
    assert f"```{{exercise}} {exercise.name}\n" in chapter
    assert catalogue.load(exercise.name) is exercise


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
        sum(joint_loglike.parts(*args)),
        gm.joint_loglike(*args),
        rtol=1e-5,
    )


# Random draws are judged by statistics: no right answer may fail by bad luck.


@pytest.mark.parametrize("seed", range(0, 60, 5))
def test_statistics_of_right_draws_hold_with_any_key(seed):
    (exercise,) = (each for each in CATALOGUE if each.name == "sample_mixture")
    for trial in exercise.trials:
        if trial.mode is exercise.trials[0].mode:
            arguments = (seed, *trial.arguments[1:])
            draws = observe(gm.sample_mixture, trial.mode, arguments)
            reading = oracle.read(trial, draws)
            assert oracle.close(trial, reading, oracle.expected(trial))


@each_late_example
def test_a_late_symptom_tells_what_nothing_else_does(exercise, function):
    told = Check(exercise)(function).message.split("\n\n")[-1]
    late = [*exercise.late_symptoms]
    exercise.late_symptoms.clear()
    try:
        without = Check(exercise)(function).message.split("\n\n")[-1]
    finally:
        exercise.late_symptoms.extend(late)
    assert without.startswith("For help, see")
    assert not told.startswith("For help, see")

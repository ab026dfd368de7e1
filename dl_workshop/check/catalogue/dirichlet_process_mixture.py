"""The exercise of the chapter on the mixture that finds its own size: the joint log density."""

import numpy as np

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check.catalogue.formulas import (
    component_probs_loglike,
    concentration_loglike,
    logits_log_jacobian,
    mixture_loglike,
    scales_loglike,
    softmax,
)
from dl_workshop.check.catalogue.likelihood import DATA, FAR_OUT
from dl_workshop.check.exercise import Exercise, Property, mistake
from dl_workshop.check.uses import compiled, slope

# Log weights, log concentration, means, log scales.
THREE = ((0.3, -1.2, 2.0), 0.7, (-2.0, 0.5, 3.0), (0.2, -0.7, 0.9))


def parts(log_weights, log_concentration, mus, log_scales, data):
    """The five parts: data, sticks, their Jacobian, concentration, scales."""
    return np.array(
        [
            mixture_loglike(log_weights, mus, log_scales, data),
            component_probs_loglike(log_weights, log_concentration),
            logits_log_jacobian(log_weights),
            concentration_loglike(log_concentration),
            scales_loglike(log_scales),
        ]
    )


@mistake
def data_alone(*args):
    """This is the log likelihood of the data alone. Add the log densities of the parameters."""
    return parts(*args)[0]


@mistake
def priors_alone(*args):
    """The data are left out. Their part is `gm.mixture_loglike`."""
    return np.sum(parts(*args)[1:])


@mistake
def sticks_left_out(*args):
    """The sticks are left out: `gm.component_probs_loglike`, of log weights and concentration."""
    return np.sum(parts(*args)[[0, 2, 3, 4]])


@mistake
def jacobian_left_out(*args):
    """The Jacobian is left out, so this is a density of shares, not of their log odds.

    Add `gm.logits_log_jacobian` of the log weights.
    """
    return np.sum(parts(*args)[[0, 1, 3, 4]])


@mistake
def jacobian_subtracted(*args):
    """The Jacobian is subtracted. The density of log odds is that of shares times v(1 - v)."""
    return np.sum(parts(*args) * [1, 1, -1, 1, 1])


@mistake
def concentration_left_out(*args):
    """The prior of the concentration is left out: `gm.concentration_loglike`."""
    return np.sum(parts(*args)[[0, 1, 2, 4]])


@mistake
def scales_left_out(*args):
    """The prior of the scales is left out, and it is what keeps spikes away: `gm.scales_loglike`.

    Its arguments are the log scales, 0.3 and 0.3.
    """
    return np.sum(parts(*args)[:4])


@mistake
def to_be_minimized(*args):
    """The sign is that of a loss. A log density is not turned round: `gm.joint_loss` does that."""
    return -np.sum(parts(*args))


@mistake
def priors_subtracted(*args):
    """The log densities of the parameters are subtracted. Probabilities multiply, logs add."""
    return np.sum(parts(*args) * [1, -1, -1, -1, -1])


@mistake
def joint_of_each_datum(*args):
    """The parameters' part is counted once for each datum. They are drawn once for all data."""
    return np.sum(parts(*args) * [1, *[len(args[-1])] * 4])


@mistake
def likelihood_divided(*args):
    """The log likelihood is divided by the number of data, and the parameters' part is not."""
    return np.sum(parts(*args) * [1 / len(args[-1]), 1, 1, 1, 1])


@mistake
def likelihood_of_probabilities(lw, log_concentration, mus, log_scales, data):
    """The likelihood gets weights where it takes log weights. It normalises them itself."""
    of_data = mixture_loglike(softmax(lw), mus, log_scales, data)
    others = parts(lw, log_concentration, mus, log_scales, data)[1:]
    return of_data + np.sum(others)


@mistake
def concentration_not_in_logs(lw, log_concentration, mus, log_scales, data):
    """The concentration is exponentiated before it goes in. Both functions take its logarithm."""
    return np.sum(parts(lw, np.exp(log_concentration), mus, log_scales, data))


@mistake
def scales_not_in_logs(lw, log_concentration, mus, log_scales, data):
    """The prior of the scales gets standard deviations. It takes their logarithms."""
    right = parts(lw, log_concentration, mus, log_scales, data)
    return np.sum(right[:4]) + scales_loglike(np.exp(log_scales))


JOINT = Exercise(
    name="joint_loglike",
    chapter="dirichlet_process_mixture",
    title="The joint log density",
    minutes=10,
    difficulty="medium",
    task="Add up the log density of data, sticks, concentration and scales. You may use "
    "`gm.mixture_loglike`, `gm.component_probs_loglike`, `gm.logits_log_jacobian`, "
    "`gm.concentration_loglike(log_concentration, 1.0, 1.0)` and "
    "`gm.scales_loglike(log_component_scales, 0.3, 0.3)`.",
    stub='''\
def joint_loglike(log_component_weights, log_concentration,
                  component_mus, log_component_scales, data):
    """Log density of data, sticks, concentration and scales, nats."""
    ...''',
    properties=(
        Property(
            "the log density is the sum of five parts",
            inputs=((*THREE, DATA),),
        ),
        Property(
            "`jit` can compile it",
            inputs=((*THREE, DATA),),
            use=compiled,
            shown="jit({name})({arguments})",
        ),
        Property(
            "`grad` gives a slope for each log weight, and data far out leave it a number",
            inputs=((*THREE, FAR_OUT),),
            use=slope(0),
            shown="jit(grad({name}))({arguments})",
        ),
    ),
    hints=(
        "A joint density is a product, and you have its factors' logarithms. Which factor does "
        "the equation lack that the list below it has?",
        "Five parts: the data; the sticks, as shares; what turns shares into log odds; the "
        "concentration; the scales. All of them are added.",
        "Two functions take the log weights alone or with the concentration: "
        "`gm.logits_log_jacobian(log_component_weights)` and "
        "`gm.component_probs_loglike(log_component_weights, log_concentration)`.",
        "Return `gm.mixture_loglike(log_component_weights, component_mus, log_component_scales, "
        "data)` plus the other four. The package writes its first part as `jnp.sum(loglikes)` "
        "over data, which is faster with fifty components.",
    ),
    reference=gm.joint_loglike,
    insight="Data and parameters enter one sum, so one gradient moves all of them.",
    why="The log of a product of densities is a sum. Without the priors of concentration and "
    "scales it has no highest value. For fifty components the package maps over data outside and "
    "over components inside, which is faster there than the order of `gm.mixture_loglike`.",
    mistakes=(
        data_alone,
        priors_alone,
        sticks_left_out,
        jacobian_left_out,
        jacobian_subtracted,
        concentration_left_out,
        scales_left_out,
        to_be_minimized,
        priors_subtracted,
        joint_of_each_datum,
        likelihood_divided,
        likelihood_of_probabilities,
        concentration_not_in_logs,
        scales_not_in_logs,
    ),
)

EXERCISES = (JOINT,)

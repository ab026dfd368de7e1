"""Answers to unstandardize."""

import jax
import jax.numpy as jnp
import numpy as np

from dl_workshop import gaussian_mixture as gm
from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right


def mus(change):
    """A wrong change of means, with the rest right."""
    return lambda params, center, spread: params._replace(
        component_mus=change(params.component_mus, center, spread),
        log_component_scales=params.log_component_scales + jnp.log(spread),
    )


def scales(change):
    """A wrong change of log scales, with the rest right."""
    return lambda params, center, spread: gm.MixtureParams(
        params.log_component_weights,
        spread * params.component_mus + center,
        change(params.log_component_scales, center, spread),
    )


def weights(change):
    """A wrong change of log weights, with the rest right."""
    return lambda params, center, spread: gm.MixtureParams(
        change(params.log_component_weights, center, spread),
        spread * params.component_mus + center,
        params.log_component_scales + jnp.log(spread),
    )


wrong("not moved", mus(lambda m, c, s: m * s))
wrong("not stretched", mus(lambda m, c, s: m + c))
wrong("stretched along with the means", mus(lambda m, c, s: (m + c) * s))
wrong("standardised once more", mus(lambda m, c, s: (m - c) / s))
wrong("subtracted", mus(lambda m, c, s: m * s - c))
wrong("changed places in the means", mus(lambda m, c, s: m * c + s))
wrong("divided by the spread", mus(lambda m, c, s: m / s + c))
wrong("The means come back", mus(lambda m, c, s: m))
wrong("Means are no logarithms", mus(lambda m, c, s: m + jnp.log(s) + c))
wrong("The spread is added", scales(lambda g, c, s: g + s))
wrong("multiplied by the spread", scales(lambda g, c, s: g * s))
wrong("log scales come back", scales(lambda g, c, s: g))
wrong(
    "These are the standard deviations", scales(lambda g, c, s: jnp.exp(g) * s)
)
wrong(
    "moved by the center", scales(lambda g, c, s: jnp.log(jnp.exp(g) * s + c))
)
wrong("treated like means", scales(lambda g, c, s: g * s + c))
wrong("is subtracted", scales(lambda g, c, s: g - jnp.log(s)))
wrong("multiplies the log scales", scales(lambda g, c, s: g * jnp.log(s)))
wrong("as for variances", scales(lambda g, c, s: g + jnp.log(s**2)))
wrong("spread plus the scale", scales(lambda g, c, s: jnp.log(jnp.exp(g) + s)))
wrong("multiplied by the spread", weights(lambda w, c, s: w * s))
wrong("These are weights", weights(lambda w, c, s: jax.nn.softmax(w)))
wrong("exponentials of log weights", weights(lambda w, c, s: jnp.exp(w)))
wrong(
    "come without names",
    lambda p, c, s: (p[0], p[1] * s + c, p[2] + jnp.log(s)),
)
wrong(
    "list of three arrays",
    lambda p, c, s: [p[0], p[1] * s + c, p[2] + jnp.log(s)],
)
wrong("Only the means", lambda p, c, s: p.component_mus * s + c)
wrong(
    "Log weights come first",
    lambda p, c, s: gm.MixtureParams(p[1] * s + c, p[0], p[2] + jnp.log(s)),
)
wrong(
    "means come second",
    lambda p, c, s: gm.MixtureParams(p[0], p[2] + jnp.log(s), p[1] * s + c),
)


@wrong("cannot be changed")
def assigned(params, center, spread):
    params.log_component_scales += jnp.log(spread)
    params.component_mus = params.component_mus * spread + center
    return params


@wrong("cannot be changed")
def assigned_by_number(params, center, spread):
    params[1] = params[1] * spread + center
    return params


@wrong("returns a changed copy")
def replaced_and_lost(params, center, spread):
    params._replace(component_mus=params.component_mus * spread + center)
    params._replace(log_component_scales=params[2] + jnp.log(spread))
    return params


@wrong("`return`")
def without_return(params, center, spread):
    gm.MixtureParams(
        params[0], params[1] * spread + center, params[2] + jnp.log(spread)
    )


right(
    lambda p, c, s: gm.MixtureParams(p[0], p[1] * s + c, p[2] + jnp.log(s)),
    lambda p, c, s: gm.unstandardize(p, c, s),
    lambda p, c, s: gm.MixtureParams(
        *(p[0], np.array(p[1]) * s + c, np.log(s * np.exp(np.array(p[2]))))
    ),
    weights(lambda w, c, s: jax.nn.log_softmax(w)),
)


@right
def by_names(params, center, spread):
    return gm.MixtureParams(
        component_mus=center + spread * params.component_mus,
        log_component_scales=jnp.log(spread) + params.log_component_scales,
        log_component_weights=params.log_component_weights,
    )


@right
def replaced(params, center, spread):
    params = params._replace(
        component_mus=params.component_mus * spread + center
    )
    return params._replace(log_component_scales=params[2] + jnp.log(spread))


wrong(
    "stand in the wrong places",
    lambda p, c, s: gm.MixtureParams(
        p.component_mus * s + c,
        p.log_component_scales + jnp.log(s),
        p.log_component_weights,
    ),
)


@wrong("treated as if they were means")
def all_three_alike(params, center, spread):
    return jax.tree.map(lambda param: param * spread + center, params)


@wrong("goes the other way")
def standardised_anew(params, center, spread):
    mus, _, _ = gm.standardize(params.component_mus)
    return params._replace(
        component_mus=mus * spread + center,
        log_component_scales=params.log_component_scales + jnp.log(spread),
    )


@wrong("A dictionary comes back")
def a_dictionary(params, center, spread):
    return {
        "log_component_weights": params.log_component_weights,
        "component_mus": center + spread * params.component_mus,
        "log_component_scales": params.log_component_scales + jnp.log(spread),
    }


@wrong("Two things together")
def center_off_and_scales_stretched(params, center, spread):
    lw, mu, ls = params
    return gm.MixtureParams(lw, mu * spread - center, ls * spread)


@wrong("has no argument `log_weights`")
def other_field_names(params, center, spread):
    return gm.MixtureParams(
        log_weights=params[0],
        mus=params[1] * spread + center,
        log_scales=params[2] + jnp.log(spread),
    )


@wrong("divided by the spread")
def log_scales_divided(params, center, spread):
    return params._replace(
        component_mus=spread * params.component_mus + center,
        log_component_scales=params.log_component_scales / spread,
    )


# It was told that the means are moved first.
@wrong("The center is stretched along with the means")
def center_times_spread(params, center, spread):
    return params._replace(
        component_mus=params.component_mus * spread + center * spread,
        log_component_scales=params.log_component_scales + jnp.log(spread),
    )

"""Fit a Gaussian mixture by gradient descent: likelihood, training, and pictures of both.

Read the files in this order: likelihood, training, animation. Each stands on those before it.
"""

from dl_workshop.gaussian_mixture import datasets as datasets
from dl_workshop.gaussian_mixture import multivariate as multivariate
from dl_workshop.gaussian_mixture.animation import (
    animate_training,
    html5_video,
)
from dl_workshop.gaussian_mixture.data import (
    sample_components,
    sample_mixture,
    two_humps,
)
from dl_workshop.gaussian_mixture.dirichlet_process import (
    JointParams,
    beta_draw_from_weights,
    component_probs_loglike,
    concentration_loglike,
    joint_loglike,
    joint_loss,
    logits_log_jacobian,
    random_stick_logits,
    scales_loglike,
    stick_breaking_log_weights,
    stick_breaking_weights,
    stick_logits_from_log_weights,
    weights_one_concentration,
)
from dl_workshop.gaussian_mixture.display import source
from dl_workshop.gaussian_mixture.expectation_maximization import (
    em_step as em_step,
)
from dl_workshop.gaussian_mixture.likelihood import (
    MixtureParams,
    loglike_across_components,
    loglike_one_component,
    mixture_loglike,
    normal_loglike,
    normalize_weights,
    responsibilities,
    weighted_loglikes,
)
from dl_workshop.gaussian_mixture.own_data import (
    Fit,
    fit_mixture,
    kmeans_plus_plus,
    loss_with_scale_prior,
    require_finite,
    standardize,
    starting_params,
    unstandardize,
)
from dl_workshop.gaussian_mixture.plots import (
    plot_component_norm_pdfs,
    plot_data,
    use_course_style,
)
from dl_workshop.gaussian_mixture.training import (
    TrainingState,
    get_loss,
    loss_mixture_weights,
    make_step_scannable,
    random_params,
    step,
    weights_loglike,
)
from dl_workshop.gaussian_mixture.uncertainty import (
    bootstrap as bootstrap,
)
from dl_workshop.gaussian_mixture.uncertainty import (
    standard_errors as standard_errors,
)

# em_step, bootstrap and standard_errors join when their chapters do.
__all__ = [
    "Fit",
    "JointParams",
    "MixtureParams",
    "TrainingState",
    "animate_training",
    "beta_draw_from_weights",
    "component_probs_loglike",
    "concentration_loglike",
    "fit_mixture",
    "get_loss",
    "html5_video",
    "joint_loglike",
    "joint_loss",
    "kmeans_plus_plus",
    "logits_log_jacobian",
    "loglike_across_components",
    "loglike_one_component",
    "loss_mixture_weights",
    "loss_with_scale_prior",
    "make_step_scannable",
    "mixture_loglike",
    "normal_loglike",
    "normalize_weights",
    "plot_component_norm_pdfs",
    "plot_data",
    "random_params",
    "random_stick_logits",
    "require_finite",
    "responsibilities",
    "sample_components",
    "sample_mixture",
    "scales_loglike",
    "source",
    "standardize",
    "starting_params",
    "step",
    "stick_breaking_log_weights",
    "stick_breaking_weights",
    "stick_logits_from_log_weights",
    "two_humps",
    "unstandardize",
    "use_course_style",
    "weighted_loglikes",
    "weights_loglike",
    "weights_one_concentration",
]

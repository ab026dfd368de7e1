"""Fit a Gaussian mixture by gradient descent: likelihood, training, and pictures of both.

Read the files in this order: likelihood, training, animation. Each stands on those before it.
A name's module is imported when the name is first used: who only computes loads no Matplotlib.
"""

from importlib import import_module

# What each module offers to everyone; a new module is a line here.
_PUBLIC = {
    "animation": "animate_training html5_video",
    "data": "sample_components sample_mixture two_humps",
    "datasets": "",
    "dirichlet_process": """JointParams beta_draw_from_weights component_probs_loglike
        concentration_loglike joint_loglike joint_loss logits_log_jacobian random_stick_logits
        scales_loglike stick_breaking_log_weights stick_breaking_weights
        stick_logits_from_log_weights weights_one_concentration""",
    "display": "source",
    "expectation_maximization": "convergence_rate em_step m_step",
    "likelihood": """MixtureParams loglike_across_components loglike_one_component
        mixture_loglike normal_loglike normalize_weights responsibilities weighted_loglikes""",
    "multivariate": "",
    "own_data": """Fit fit_mixture kmeans_plus_plus loss_with_scale_prior require_finite
        standardize starting_params unstandardize""",
    "plots": """plot_component_norm_pdfs plot_data plot_ellipses plot_rows use_course_style""",
    "training": """TrainingState best_of get_loss loss_mixture_weights make_step_scannable
        random_params step weights_loglike""",
    "uncertainty": """bootstrap delta_method over_resamples readable resample
        standard_errors""",
}
_MODULES = {
    name: module for module, names in _PUBLIC.items() for name in names.split()
}
__all__ = sorted(_MODULES)


def __getattr__(name):
    """Import the module that a public name comes from (PEP 562)."""
    if name in _PUBLIC:
        return import_module(f"{__name__}.{name}")
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"{__name__}.{_MODULES[name]}")
    return globals().setdefault(name, getattr(module, name))


def __dir__():
    """List every public name, imported or not, so that Tab completes it."""
    return sorted({*globals(), *__all__})

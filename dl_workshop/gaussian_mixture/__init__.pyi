# Types of the public functions, for editors and for mypy. They stand here, and not in the sources,
# because pages show the sources: there a shape says more than a type. `make lint` compares both.
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np
import optax
from jax import Array
from jax.typing import ArrayLike
from matplotlib.animation import Animation, ArtistAnimation
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection

PyTree = Any  # nested tuples, lists and dicts of arrays
_Params = TypeVar("_Params")  # for numbers, or for rows

__all__: list[str]

class Fit(NamedTuple):
    params: MixtureParams
    loss: float
    losses: np.ndarray

class JointParams(NamedTuple):
    log_component_weights: Array
    log_concentration: Array
    component_mus: Array
    log_component_scales: Array

class MixtureParams(NamedTuple):
    log_component_weights: Array
    component_mus: Array
    log_component_scales: Array

class TrainingState(NamedTuple):
    params: PyTree
    opt_state: PyTree

def animate_training(
    params_for_plotting: MixtureParams, interval: int, data_mixture: ArrayLike
) -> ArtistAnimation: ...
def beta_draw_from_weights(weights: ArrayLike) -> Array: ...
def best_of(losses: ArrayLike, params: PyTree) -> PyTree: ...
def bootstrap(
    key: Array,
    params: Sequence[ArrayLike],
    data: ArrayLike,
    num_resamples: int = 200,
    num_steps: int = 100,
) -> MixtureParams: ...
def component_probs_loglike(
    log_component_probs: ArrayLike,
    log_concentration: ArrayLike,
    num_components: int | None = None,
) -> Array: ...
def concentration_loglike(
    log_concentration: ArrayLike, shape: ArrayLike, rate: ArrayLike
) -> Array: ...
def delta_method(
    function: Callable[[Array], Array],
    params: ArrayLike,
    covariance: ArrayLike,
) -> Array: ...
def fit_mixture(
    key: Array, data: ArrayLike, num_components: int, num_starts: int = 20
) -> Fit: ...
def convergence_rate(path: ArrayLike) -> Array: ...
def em_step(
    params: MixtureParams | Sequence[ArrayLike],
    data: ArrayLike,
    alpha_prior: ArrayLike = 2.0,
) -> MixtureParams: ...
def get_loss(
    state: TrainingState, loss_func: Callable[..., Array], data: ArrayLike
) -> Array: ...
def html5_video(
    animation: Animation,
    description: str,
    loop: bool = False,
    frames_per_second: float = 10,
) -> Any: ...
def joint_loglike(
    log_component_weights: ArrayLike,
    log_concentration: ArrayLike,
    component_mus: ArrayLike,
    log_component_scales: ArrayLike,
    data: ArrayLike,
    concentration_prior: tuple[float, float] = (1.0, 1.0),
    scale_prior: tuple[float, float] = (0.3, 0.3),
) -> Array: ...
def joint_loss(
    params: JointParams, data: ArrayLike, **priors: Any
) -> Array: ...
def kmeans_plus_plus(
    key: Array, data: ArrayLike, num_components: int
) -> Array: ...
def logits_log_jacobian(log_component_probs: ArrayLike) -> Array: ...
def loglike_across_components(
    log_component_weights: ArrayLike,
    component_mus: ArrayLike,
    log_component_scales: ArrayLike,
    datum: ArrayLike,
) -> Array: ...
def loglike_one_component(
    component_weight: ArrayLike,
    component_mu: ArrayLike,
    log_component_scale: ArrayLike,
    datum: ArrayLike,
) -> Array: ...
def loss_mixture_weights(
    params: MixtureParams, data: ArrayLike, alpha_prior: ArrayLike = 2.0
) -> Array: ...
def loss_with_scale_prior(params: MixtureParams, data: ArrayLike) -> Array: ...
def m_step(
    responsibilities: ArrayLike, data: ArrayLike
) -> tuple[Array, Array, Array]: ...
def make_step_scannable(
    dloss_func: Callable[..., PyTree],
    optimizer: optax.GradientTransformation,
    data: ArrayLike,
) -> Callable[[TrainingState, Any], tuple[TrainingState, TrainingState]]: ...
def mixture_loglike(
    log_component_weights: ArrayLike,
    component_mus: ArrayLike,
    log_component_scales: ArrayLike,
    data: ArrayLike,
) -> Array: ...
def normal_loglike(
    component_mu: ArrayLike, log_component_scale: ArrayLike, datum: ArrayLike
) -> Array: ...
def normalize_weights(weights: ArrayLike) -> Array: ...
def plot_component_norm_pdfs(
    log_component_weights: ArrayLike,
    component_mus: ArrayLike,
    log_component_scales: ArrayLike,
    xmin: float,
    xmax: float,
    ax: Axes,
    title: str,
) -> LineCollection: ...
def plot_data(data: ArrayLike, ax: Axes, bins: int = 60) -> Any: ...
def over_resamples(
    key: Array,
    function: Callable[[Array], PyTree],
    data: ArrayLike,
    num_resamples: int = 200,
) -> PyTree: ...
def plot_ellipses(
    component_mus: ArrayLike,
    component_covariances: ArrayLike,
    ax: Axes,
    radii: Sequence[float] = (1, 2),
) -> LineCollection: ...
def plot_rows(
    data: ArrayLike, ax: Axes, responsibilities: ArrayLike | None = None
) -> PathCollection: ...
def random_params(key: Array, num_components: int) -> MixtureParams: ...
def random_stick_logits(
    key: Array, concentration: ArrayLike, num_sticks: int
) -> Array: ...
def require_finite(data: ArrayLike, name: str = "data") -> Array: ...
def readable(
    log_component_weights: ArrayLike,
    component_mus: ArrayLike,
    log_component_scales: ArrayLike,
) -> tuple[Array, Array, Array]: ...
def resample(key: Array, data: ArrayLike) -> Array: ...
def responsibilities(
    log_component_weights: ArrayLike,
    component_mus: ArrayLike,
    log_component_scales: ArrayLike,
    data: ArrayLike,
) -> Array: ...
def sample_components(
    key: Array,
    component_mus: ArrayLike,
    component_scales: ArrayLike,
    draws_per_component: Sequence[int],
) -> Array: ...
def sample_mixture(
    key: Array,
    component_weights: ArrayLike,
    component_mus: ArrayLike,
    component_scales: ArrayLike,
    n_draws: int,
) -> Array: ...
def scales_loglike(
    log_component_scales: ArrayLike, log_center: ArrayLike, spread: ArrayLike
) -> Array: ...
def source(function: Callable) -> Any: ...
def standard_errors(
    params: Sequence[ArrayLike], data: ArrayLike, alpha_prior: ArrayLike = 2.0
) -> tuple[Array, Array, Array]: ...
def standardize(data: ArrayLike) -> tuple[Any, Any, Any]: ...
def starting_params(
    key: Array, data: ArrayLike, num_components: int
) -> MixtureParams: ...
def step(
    state: TrainingState,
    dloss_func: Callable[..., PyTree],
    optimizer: optax.GradientTransformation,
    data: ArrayLike,
) -> TrainingState: ...
def stick_breaking_log_weights(stick_logits: ArrayLike) -> Array: ...
def stick_breaking_weights(beta_draws: ArrayLike) -> tuple[Array, Array]: ...
def stick_logits_from_log_weights(log_weights: ArrayLike) -> Array: ...
def two_humps(key: Array) -> tuple[MixtureParams, Array]: ...
def unstandardize(
    params: _Params, center: ArrayLike, spread: ArrayLike
) -> _Params: ...
def use_course_style() -> None: ...
def weighted_loglikes(
    log_component_weights: ArrayLike,
    component_mus: ArrayLike,
    log_component_scales: ArrayLike,
    data: ArrayLike,
) -> Array: ...
def weights_loglike(
    log_component_weights: ArrayLike, alpha_prior: ArrayLike
) -> Array: ...
def weights_one_concentration(
    concentration: ArrayLike, key: Array, num_draws: int, num_components: int
) -> Array: ...

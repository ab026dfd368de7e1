"""The formulas of the course in NumPy, to build mistakes from.

Mistakes are written in NumPy because there are many and each is tried on a few numbers: JAX
would spend seconds on compiling them, NumPy answers at once.
"""

import math
from typing import Any

import numpy as np


def normal_loglike(x: Any, mu: Any, scale: Any) -> Any:
    """Log density of a normal distribution with a standard deviation."""
    z = (x - mu) / scale
    return -0.5 * z**2 - np.log(scale) - 0.5 * np.log(2 * np.pi)


def logsumexp(logs: Any, axis: int | None = None) -> Any:
    """Logarithm of the sum of exponentials, without leaving logarithms."""
    return np.logaddexp.reduce(logs, axis=axis)


def log_softmax(logs: np.ndarray, axis: int = 0) -> np.ndarray:
    """Logarithms of shares, from logarithms up to a constant."""
    return logs - np.expand_dims(logsumexp(logs, axis=axis), axis)


def softmax(logs: np.ndarray, axis: int = 0) -> np.ndarray:
    """Shares, from logarithms up to a constant."""
    return np.exp(log_softmax(logs, axis=axis))


def normal_loglikes(
    mus: np.ndarray, log_scales: np.ndarray, data: np.ndarray
) -> np.ndarray:
    """Log densities of every datum under every component, shape (n_components, n_data)."""
    return normal_loglike(
        data[None, :], mus[:, None], np.exp(log_scales)[:, None]
    )


def weighted_loglikes(
    log_weights: np.ndarray,
    mus: np.ndarray,
    log_scales: np.ndarray,
    data: np.ndarray,
) -> np.ndarray:
    """Log of weight times density, shape (n_components, n_data)."""
    log_weights = log_softmax(log_weights)[:, None]
    return log_weights + normal_loglikes(mus, log_scales, data)


def loglikes(
    log_weights: np.ndarray,
    mus: np.ndarray,
    log_scales: np.ndarray,
    data: np.ndarray,
) -> np.ndarray:
    """Log likelihood of each datum under the mixture, shape (n_data,)."""
    return logsumexp(
        weighted_loglikes(log_weights, mus, log_scales, data), axis=0
    )


def mixture_loglike(
    log_weights: np.ndarray,
    mus: np.ndarray,
    log_scales: np.ndarray,
    data: np.ndarray,
) -> Any:
    """Log likelihood of all data under the mixture."""
    return np.sum(loglikes(log_weights, mus, log_scales, data))


def responsibilities(
    log_weights: np.ndarray,
    mus: np.ndarray,
    log_scales: np.ndarray,
    data: np.ndarray,
) -> np.ndarray:
    """Probability of each component given each datum, shape (n_data, n_components)."""
    return softmax(
        weighted_loglikes(log_weights, mus, log_scales, data), axis=0
    ).T


def log_normalizer(alpha: float, n_components: int) -> float:
    """Logarithm of the factor that makes a Dirichlet density integrate to 1."""
    return math.lgamma(n_components * alpha) - n_components * math.lgamma(
        alpha
    )


def weights_loglike(log_weights: np.ndarray, alpha: float = 2.0) -> Any:
    """Log density of weights under a Dirichlet distribution."""
    powers = np.sum((alpha - 1) * log_softmax(log_weights))
    return log_normalizer(alpha, len(log_weights)) + powers


def loss_mixture_weights(
    params: Any, data: np.ndarray, alpha: float = 2.0
) -> Any:
    """Negative log probability of data and weights."""
    log_weights, mus, log_scales = params
    likely = mixture_loglike(log_weights, mus, log_scales, data)
    return -likely - weights_loglike(log_weights, alpha)


def log_sigmoid(logits: Any) -> Any:
    """Logarithms of shares, from log odds."""
    return -np.logaddexp(0, -logits)


def stick_logits(log_weights: np.ndarray) -> np.ndarray:
    """Log odds of the shares that break a stick into these pieces."""
    rests = np.logaddexp.accumulate(log_weights[::-1])[::-1]
    return log_weights[:-1] - rests[1:]


def component_probs_loglike(
    log_weights: np.ndarray, log_concentration: Any
) -> Any:
    """Log density of the shares behind these weights."""
    stays = log_sigmoid(-stick_logits(log_weights))
    return np.sum(log_concentration + (np.exp(log_concentration) - 1) * stays)


def logits_log_jacobian(log_weights: np.ndarray) -> Any:
    """What turns a density of shares into one of log odds, in logarithms."""
    logits = stick_logits(log_weights)
    return np.sum(log_sigmoid(logits) + log_sigmoid(-logits))


def concentration_loglike(log_concentration: Any) -> Any:
    """Log density of the concentration under a gamma distribution of shape 1 and rate 1."""
    return -np.exp(log_concentration)


def scales_loglike(log_scales: np.ndarray) -> Any:
    """Log density of log scales under a normal distribution with mean 0.3 and spread 0.3."""
    return np.sum(normal_loglike(log_scales, 0.3, 0.3))


def precision_factor(log_cholesky: np.ndarray) -> np.ndarray:
    """Factor F of a precision F'F: lower triangular, exponentials on its diagonal."""
    diagonal = np.diag(np.exp(np.diag(log_cholesky)))
    return np.tril(log_cholesky, -1) + diagonal

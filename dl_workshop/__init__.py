"""Gaussian mixture models by gradient descent, in JAX: the functions behind the course."""

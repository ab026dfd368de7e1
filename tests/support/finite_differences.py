"""Derivatives without JAX, to compare with."""

import numpy as np


def hessian(function, point, step=1e-4):
    """Second derivatives by central differences."""
    shifts = step * np.eye(len(point))
    return np.array(
        [
            [
                function(point + a + b)
                - function(point + a - b)
                - function(point - a + b)
                + function(point - a - b)
                for a in shifts
            ]
            for b in shifts
        ]
    ) / (4 * step**2)

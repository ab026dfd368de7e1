"""Measurements: ratios and seconds on one machine, never part of the tests."""

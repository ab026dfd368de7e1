"""Colours of the site, and their contrast as WCAG 2 defines it."""

BAR = "#cccccc"  # of histograms; the other colours are those of components


def luminance(rgb):
    """Relative luminance, from 0 to 1."""
    shares = [value / 255 for value in rgb]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in shares
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Contrast of two colours, from 1 to 21."""
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def rgb(colour):
    """Numbers from 0 to 255, from a colour such as "#cccccc"."""
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]

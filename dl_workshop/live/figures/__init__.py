"""The live figures of the chapters, one function each."""

from dl_workshop.live.figures.fit_by_hand import fit_by_hand

__all__ = ["fit_by_hand"]

"""The live figures of the chapters, one function each."""

from dl_workshop.live.figures.fit_by_hand import fit_by_hand
from dl_workshop.live.figures.training_runs import training_runs

__all__ = ["fit_by_hand", "training_runs"]

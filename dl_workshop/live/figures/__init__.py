"""The live figures of the chapters, one function each."""

from dl_workshop.live.figures.fit_by_hand import fit_by_hand
from dl_workshop.live.figures.loss_landscape import loss_landscape
from dl_workshop.live.figures.one_datum import one_datum
from dl_workshop.live.figures.training_runs import training_runs

__all__ = ["fit_by_hand", "loss_landscape", "one_datum", "training_runs"]

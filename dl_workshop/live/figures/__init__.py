"""The live figures of the chapters, one function each."""

from dl_workshop.live.figures.broken_stick import broken_stick
from dl_workshop.live.figures.fit_by_hand import fit_by_hand
from dl_workshop.live.figures.loss_landscape import loss_landscape
from dl_workshop.live.figures.many_components import many_components
from dl_workshop.live.figures.one_datum import one_datum
from dl_workshop.live.figures.slopes import slopes
from dl_workshop.live.figures.training_runs import training_runs

__all__ = [
    "broken_stick",
    "fit_by_hand",
    "loss_landscape",
    "many_components",
    "one_datum",
    "slopes",
    "training_runs",
]

"""The exercises, one file per chapter.

To add one, write an Exercise in its chapter's file and name it in that file's EXERCISES.
"""

from dl_workshop.check.catalogue import (
    dirichlet_process,
    dirichlet_process_mixture,
    gradients,
    likelihood,
    mixture_data,
    training,
    weights_and_loss,
)

CATALOGUE = (
    *mixture_data.EXERCISES,
    *likelihood.EXERCISES,
    *weights_and_loss.EXERCISES,
    *gradients.EXERCISES,
    *training.EXERCISES,
    *dirichlet_process.EXERCISES,
    *dirichlet_process_mixture.EXERCISES,
)

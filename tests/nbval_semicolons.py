"""nbval with semicolons: `pytest -p nbval -p tests.nbval_semicolons --nbval ...`.

A semicolon at the end of a cell hides what its last line returns, everywhere but under nbval: it
runs cells outside the kernel's history, and IPython looks for the semicolon there.
"""

from nbval.kernel import RunningKernel


def execute_cell_input(self, cell_input, allow_stdin=None):
    """Run a cell as Jupyter does; nbval's own method differs in `store_history=False` alone."""
    return self.kc.execute(
        cell_input, allow_stdin=allow_stdin, stop_on_error=False
    )


RunningKernel.execute_cell_input = execute_cell_input

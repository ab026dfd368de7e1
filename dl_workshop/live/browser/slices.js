// Long work in slices: some of it in each frame, so that the page answers in between.

const SLICE_MILLISECONDS = 10;

export class Slices {
  // advance: does a little, returns whether there is more; shown: draws; ended: after the last.
  constructor(root, { advance, shown, ended }) {
    Object.assign(this, { root, advance, shown, ended, isRunning: false });
  }

  start() {
    if (this.isRunning) return;
    this.isRunning = true;
    this.frame();
  }

  stop() {
    this.isRunning = false;
  }

  frame() {
    if (!this.isRunning || !this.root.isConnected) return;
    const end = performance.now() + SLICE_MILLISECONDS;
    while (this.isRunning && performance.now() < end) this.isRunning = this.advance();
    this.shown();
    if (this.isRunning) requestAnimationFrame(() => this.frame());
    else this.ended();
  }
}

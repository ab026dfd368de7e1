// The animation loop: some steps in each frame, from the press of a button to the last step.


export const PACES = { calm: "4 steps a frame", fast: "as fast as it goes" };
const CALM_STEPS = 4;
const FAST_MILLISECONDS = 12;
const JUMPS = 8; // where the reader has asked for less motion
const JUMP_PAUSE = 400; // milliseconds

export class Player {
  // advance: every run goes one step on, returns whether there is another; shown: draws.
  constructor(root, { steps, runs = 1, advance, shown, stopped }) {
    Object.assign(this, { root, steps, runs, advance, shown, stopped });
    Object.assign(this, { pace: "calm", isRunning: false, fastest: 0 });
  }

  toggle() {
    if (this.isRunning) this.stop();
    else this.start();
  }

  start() {
    this.isRunning = true;
    this.frame();
  }

  stop() {
    this.isRunning = false;
    this.stopped();
  }

  frame() {
    if (!this.isRunning || !this.root.isConnected) return;
    const goesOn = this.measured();
    this.shown();
    if (!goesOn) this.stop();
    else if (wantsLessMotion()) setTimeout(() => this.frame(), JUMP_PAUSE);
    else requestAnimationFrame(() => this.frame());
  }

  // One frame's steps; how fast the fastest were is written on the figure: others may have
  // shared the processor.
  measured() {
    const begin = performance.now();
    const isEnough = this.limit(begin);
    let count = 0;
    let goesOn = true;
    while (goesOn && !isEnough(count)) {
      goesOn = this.advance();
      count += 1;
    }
    const seconds = (performance.now() - begin) / 1000;
    this.fastest = Math.max(this.fastest, Math.round((this.runs * count) / seconds));
    this.root.dataset.stepsPerSecond = this.fastest;
    return goesOn;
  }

  limit(begin) {
    if (wantsLessMotion()) return (count) => count >= this.steps / JUMPS;
    if (this.pace === "calm") return (count) => count >= CALM_STEPS;
    return () => performance.now() - begin > FAST_MILLISECONDS;
  }
}

function wantsLessMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

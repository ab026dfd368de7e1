// Running on from frame to frame, once the reader has pressed a button, until the last step.

const PACES = { calm: "4 steps a frame", fast: "as fast as it goes" };
const CALM_STEPS = 4;
const FAST_MILLISECONDS = 12;
const JUMPS = 8; // where the reader has asked for less motion
const JUMP_PAUSE = 400; // milliseconds

class Player {
  // advance: goes one step on, returns whether there is another; shown: draws what there is.
  constructor(root, { steps, advance, shown, stopped }) {
    Object.assign(this, { root, steps, advance, shown, stopped, pace: "calm", isRunning: false });
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

  // One frame's steps; how fast they were is written on the figure.
  measured() {
    const begin = performance.now();
    const isEnough = this.limit(begin);
    let count = 0;
    let goesOn = true;
    while (goesOn && !isEnough(count)) {
      goesOn = this.advance();
      count += 1;
    }
    this.root.dataset.stepsPerSecond = Math.round((1000 * count) / (performance.now() - begin));
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

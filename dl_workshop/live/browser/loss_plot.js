// Losses against steps: how far each is above the lowest known, on an axis of powers of ten.

import { Plot } from "./plot.js";
import { LogScale, Scale } from "./scales.js";

const [LEAST_POWER, MOST_POWER] = [4.7, 9];

export class LossPlot extends Plot {
  constructor(root, { steps, lowest, runs }) {
    const label = "Loss of each run above the lowest known loss, against the step";
    const axes = { x: new Scale(0, steps), y: new LogScale(-1, LEAST_POWER), xLabel: "step" };
    super(root, { label, ...axes, yLabel: "nats above the lowest loss (below 0.1: on the axis)", className: "live-low" });
    this.lowest = lowest;
    this.steps = Float64Array.from({ length: steps + 1 }, (_, step) => step);
    this.now = this.add("path", { class: "live-now" });
    this.curves = runs.map((_, i) => this.add("path", { class: `live-curve live-run${i}` }));
  }

  // A loss at the lowest has no logarithm: it is drawn on the lowest line.
  show(panels, step) {
    const lowest = Math.min(this.lowest, ...panels.map(({ run }) => run.lowest));
    const distances = panels.map(({ run }) => run.losses.map((loss) => Math.max(loss - lowest, 0.1)));
    this.reach(Math.max(...distances.flat().filter(Number.isFinite)));
    distances.forEach((above, i) => {
      this.line(this.curves[i], this.steps.subarray(0, above.length), above);
    });
    this.now.setAttribute("d", `M${this.x.pixel(step)},${this.y.from}V${this.y.to}`);
  }

  // Makes room for losses that are higher than most, up to a limit.
  reach(highest) {
    const power = Math.min(Math.max(Math.ceil(Math.log10(highest)), LEAST_POWER), MOST_POWER);
    if (power === this.y.high) return;
    this.y.high = power;
    this.fit();
  }
}

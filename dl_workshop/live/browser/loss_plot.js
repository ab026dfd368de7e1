// Losses against steps: how far each is above the lowest known, on an axis of powers of ten.

class LossPlot extends Plot {
  constructor(root, { steps, lowest, lanes }) {
    const label = "Loss of each run above the lowest known loss, against the step";
    const axes = { x: new Scale(0, steps), y: new LogScale(-1, 4.7), xLabel: "step" };
    super(root, { label, ...axes, yLabel: "nats above the lowest loss (below 0.1: on the axis)", className: "live-low" });
    this.lowest = lowest;
    this.steps = Float64Array.from({ length: steps + 1 }, (_, step) => step);
    this.now = this.add("path", { class: "live-now" });
    this.curves = lanes.map((_, lane) => this.add("path", { class: `live-curve live-lane${lane}` }));
  }

  // A loss at the lowest has no logarithm: it is drawn on the lowest line.
  show(lanes, step) {
    lanes.forEach(({ run }, lane) => {
      const above = run.losses.map((loss) => Math.max(loss - this.lowest, 0.1));
      this.line(this.curves[lane], this.steps.subarray(0, above.length), above);
    });
    this.now.setAttribute("d", `M${this.x.pixel(step)},${this.y.from}V${this.y.to}`);
  }
}

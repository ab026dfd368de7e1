// A slice of the loss along one parameter, its lowest point, and the slice without the prior.

import { setAll } from "./elements.js";
import { Plot } from "./plot.js";
import { evenly, Scale } from "./scales.js";
import { UnitScale } from "./units.js";

const SLICE_POINTS = 81;
const SLICE_NATS = 20;

export class LossSlice extends Plot {
  constructor(root, label) {
    const axes = { x: new Scale(0, 1), y: new Scale(0, SLICE_NATS), xLabel: "" };
    super(root, { label, ...axes, yLabel: "loss above its lowest (nats)", className: "live-square" });
    this.flat = this.add("path", { class: "live-sum" });
    this.slice = this.add("path", { class: "live-curve" });
    this.lowest = this.add("path", { class: "live-now" });
    this.here = this.add("circle", { r: 9, class: "live-datum", "aria-hidden": "true" });
  }

  turn({ low, high, label, unit }) {
    this.x = new UnitScale(low, high, unit);
    this.xLabel = label;
    this.fit();
  }

  // loss, lossWithoutPrior: of the parameter's value; now: that value. Returns where it is lowest.
  show(loss, lossWithoutPrior, now) {
    const xs = evenly(this.x.low, this.x.high, SLICE_POINTS);
    this.above(this.flat, xs, lossWithoutPrior);
    const floor = this.above(this.slice, xs, loss);
    const height = Math.min(loss(now) - floor.loss, SLICE_NATS);
    setAll(this.here, { cx: this.x.pixel(now), cy: this.y.pixel(height) });
    this.lowest.setAttribute("d", `M${this.x.pixel(floor.x)},${this.y.from}V${this.y.to}`);
    return floor.x;
  }

  above(path, xs, loss) {
    const losses = xs.map(loss);
    const lowest = Math.min(...losses);
    this.line(path, xs, losses.map((each) => each - lowest));
    return { loss: lowest, x: xs[losses.indexOf(lowest)] };
  }
}

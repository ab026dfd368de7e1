// Data as a histogram, with a curve for each component and the dashed curve of their sum.

import { componentColor, perComponent } from "./components.js";
import { Plot } from "./plot.js";
import { evenly } from "./scales.js";
import { Unit, UnitScale } from "./units.js";

const BINS = 60;

export class MixturePlot extends Plot {
  constructor(root, { data, grid, unit }, size, label, className) {
    const inUnits = new Unit(unit);
    const x = new UnitScale(data.low - 1, data.high + 1, inUnits);
    const y = new UnitScale(0, 1, inUnits.inverse);
    super(root, { label, x, y, xLabel: valueLabel(data), yLabel: "density", className });
    this.limits = data;
    this.grid = evenly(x.low, x.high, grid);
    this.bins = this.add("path", { class: "live-bars" });
    this.sum = this.add("path", { class: "live-sum" });
    this.curves = [];
    this.draws(size);
  }

  // Other data, perhaps in another unit.
  turn(limits, unit) {
    const inUnits = new Unit(unit);
    this.limits = limits;
    this.x = new UnitScale(limits.low - 1, limits.high + 1, inUnits);
    this.y = new UnitScale(0, 1, inUnits.inverse);
    this.xLabel = valueLabel(limits);
    this.grid = evenly(this.x.low, this.x.high, this.grid.length);
  }

  // As many curves as components.
  draws(size) {
    for (const curve of this.curves) curve.remove();
    this.curves = perComponent(size, (k) => this.add("path", { class: `live-curve ${componentColor(k)}` }));
  }

  hold(data) {
    this.bars = histogram(data, this.limits, BINS);
    this.y.high = 1.35 * Math.max(...this.bars.heights);
  }

  fit() {
    super.fit();
    const { edges, heights } = this.bars;
    const width = this.x.pixel(edges[1]) - this.x.pixel(edges[0]) - 0.6;
    const bar = (height, i) => `M${this.point(edges[i], 0)}V${this.y.pixel(height)}h${width}V${this.y.from}Z`;
    this.bins.setAttribute("d", heights.map(bar).join(""));
  }

  // No mixture: the data alone.
  show(mixture) {
    if (!mixture) {
      for (const path of [this.sum, ...this.curves]) path.setAttribute("d", "");
      return;
    }
    const densities = mixture.densities(this.grid);
    if (densities.length !== this.curves.length) this.draws(densities.length);
    densities.forEach((density, k) => this.line(this.curves[k], this.grid, density));
    this.line(this.sum, this.grid, densities.reduce(added));
  }
}

function added(left, right) {
  return left.map((value, i) => value + right[i]);
}

// Where an axis begins and ends, and how many data lie beyond: as packed_data.py decides.
export function limitsOf(sorted) {
  const [low, high] = [0.25, 0.75].map((share) => sorted[Math.round(share * (sorted.length - 1))]);
  const reach = 5.5 * (high - low);
  const inside = reach ? sorted.filter((datum) => datum >= low - reach && datum <= high + reach) : sorted;
  return { low: inside[0], high: inside.at(-1), outside: sorted.length - inside.length };
}

function valueLabel({ outside }) {
  return outside ? `value (${outside} beyond this axis)` : "value";
}

// Bars that have an area of 1, together with the data beyond the limits.
export function histogram(data, { low, high }, count) {
  const edges = evenly(low, high, count + 1);
  const width = edges[1] - edges[0];
  const heights = new Array(count).fill(0);
  for (const datum of data) {
    const place = (datum - low) / width;
    const bin = Math.min(Math.max(Math.floor(place), 0), count - 1);
    if (Math.abs(place - bin) < 1.5) heights[bin] += 1 / (data.length * width);
  }
  return { edges, heights };
}

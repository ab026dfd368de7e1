// Data as a histogram, with a curve for each component and the dashed curve of their sum.

import { componentColor, perComponent } from "./components.js";
import { Plot } from "./plot.js";
import { evenly, Scale } from "./scales.js";

const BINS = 60;

export class MixturePlot extends Plot {
  constructor(root, { data, grid }, size, label, className) {
    const x = new Scale(data.low - 1, data.high + 1);
    super(root, { label, x, y: new Scale(0, 1), xLabel: "value", yLabel: "density", className });
    this.grid = evenly(x.low, x.high, grid);
    this.bins = this.add("path", { class: "live-bars" });
    this.sum = this.add("path", { class: "live-sum" });
    this.curves = perComponent(size, (k) => this.add("path", { class: `live-curve ${componentColor(k)}` }));
  }

  hold(data) {
    this.bars = histogram(data, BINS);
    this.y = new Scale(0, 1.35 * Math.max(...this.bars.heights));
  }

  fit() {
    super.fit();
    const { edges, heights } = this.bars;
    const width = this.x.pixel(edges[1]) - this.x.pixel(edges[0]) - 0.6;
    const bar = (height, i) => `M${this.point(edges[i], 0)}V${this.y.pixel(height)}h${width}V${this.y.from}Z`;
    this.bins.setAttribute("d", heights.map(bar).join(""));
  }

  show(mixture) {
    const densities = mixture.densities(this.grid);
    densities.forEach((density, k) => this.line(this.curves[k], this.grid, density));
    this.line(this.sum, this.grid, densities.reduce(added));
  }
}

function added(left, right) {
  return left.map((value, i) => value + right[i]);
}

// Bars whose area is 1; data are sorted.
function histogram(data, count) {
  const edges = evenly(data[0], data.at(-1), count + 1);
  const width = edges[1] - edges[0];
  const heights = new Array(count).fill(0);
  for (const datum of data) {
    const bin = Math.min(Math.floor((datum - edges[0]) / width), count - 1);
    heights[bin] += 1 / (data.length * width);
  }
  return { edges, heights };
}

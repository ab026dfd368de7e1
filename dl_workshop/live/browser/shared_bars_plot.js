// A mixture over data whose bars are divided among the components, by responsibility.

import { perComponent } from "./components.js";
import { draw } from "./elements.js";
import { MixturePlot } from "./mixture_plot.js";

export class SharedBarsPlot extends MixturePlot {
  constructor(root, settings, size, label) {
    super(root, settings, size, label);
    this.shares = perComponent(size, (k) => draw("path", { class: `live-share live-c${k}` }));
    this.bins.after(...this.shares);
  }

  // Where the bars stand: what responsibilities are asked for.
  get middles() {
    const { edges, heights } = this.bars;
    return heights.map((_, i) => (edges[i] + edges[i + 1]) / 2);
  }

  // shares: of each bar, then of each component; nothing: the bars belong to nobody.
  divide(shares) {
    this.bins.classList.toggle("live-hidden", Boolean(shares));
    const floors = this.bars.heights.map(() => 0);
    this.shares.forEach((path, k) => {
      const bar = (height, i) => {
        const floor = floors[i];
        floors[i] += height * shares[i * this.shares.length + k];
        return this.bar(i, floor, floors[i]);
      };
      path.setAttribute("d", shares ? this.bars.heights.map(bar).join("") : "");
    });
  }

  // Part of a bar, from one height to another.
  bar(i, floor, top) {
    const [left, right] = [0, 1].map((side) => this.x.pixel(this.bars.edges[i + side]));
    const [low, high] = [floor, top].map((height) => this.y.pixel(height).toFixed(1));
    return `M${left.toFixed(1)},${low}V${high}H${(right - 0.6).toFixed(1)}V${low}Z`;
  }
}

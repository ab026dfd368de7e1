// Sticks of length 1 in coloured pieces, one below the other. Grey is what is left.

import { componentColor, perComponent } from "./components.js";
import { draw } from "./elements.js";
import { Plot } from "./plot.js";
import { Scale } from "./scales.js";

export class Sticks extends Plot {
  constructor(root, { label, names, height, className }) {
    const y = new Rows(names.length, height);
    super(root, { label, x: new Scale(0, 1), y, xLabel: "length", yLabel: "", className });
    this.names = names;
  }

  tickBeside(row) {
    const y = this.y.pixel(row) + this.y.thickness / 2 + 4;
    return draw("text", { x: this.x.from - 8, y, "text-anchor": "end" }, this.names[row]);
  }

  piece(k) {
    return this.add("path", { class: `live-piece ${componentColor(k)}` });
  }

  rest() {
    return this.add("path", { class: "live-bars" });
  }

  // A hair's breadth between neighbours, where there is room for it.
  bar(from, to, row, thickness = this.y.thickness) {
    const [left, right] = [from, to].map((at) => this.x.pixel(at));
    const width = right - left > 3 ? right - left - 1 : right - left;
    if (width < 0.05) return "";
    const top = this.y.pixel(row);
    return `M${left.toFixed(1)},${top}h${width.toFixed(1)}v${thickness}h${(-width).toFixed(1)}Z`;
  }
}

// Rows of one height from top to bottom, a gap below each.
class Rows extends Scale {
  constructor(count, height = 0.7) {
    super(count, 0);
    this.height = height;
  }

  get thickness() {
    return (this.height * (this.from - this.to)) / this.low;
  }

  ticks() {
    return Array.from({ length: this.low }, (_, row) => row);
  }
}

// Many sticks: a path for each component, through all of them.
export class ManySticks extends Sticks {
  constructor(root, { sticks, uniforms }) {
    const label = "Sticks in coloured pieces, one below the other; grey is what is left of each";
    super(root, { label, names: perComponent(sticks, (k) => String(k + 1)), className: "live-low" });
    const breaks = uniforms.length / sticks;
    this.paths = [...perComponent(breaks, (k) => this.piece(k)), this.rest()];
  }

  show(weights) {
    const size = this.paths.length;
    const bars = this.paths.map(() => "");
    for (const row of this.y.ticks()) {
      const ends = breaksBetween(weights.subarray(row * size, (row + 1) * size));
      for (let k = 0; k < size; k += 1) bars[k] += this.bar(ends[k], ends[k + 1], row);
    }
    this.paths.forEach((path, k) => path.setAttribute("d", bars[k]));
  }
}

// From the lengths of pieces to the places where they begin and end.
export function breaksBetween(weights) {
  const places = [0];
  for (const weight of weights) places.push(places.at(-1) + weight);
  return places;
}

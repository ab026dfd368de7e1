// Contours of a function of two numbers, and a point that can be dragged over them.

import { setAll } from "./elements.js";
import { Plot } from "./plot.js";
import { evenly, Scale } from "./scales.js";
import { UnitScale } from "./units.js";

const CELLS = 18;
const ABOVE_LOWEST = [0.3, 1, 2, 5, 10, 20, 50, 100, 200, 500];

export class ContourPlot extends Plot {
  constructor(root, label) {
    super(root, { label, x: new Scale(0, 1), y: new Scale(0, 1), xLabel: "", yLabel: "", className: "live-square" });
    this.contours = ABOVE_LOWEST.map((_, i) => {
      const opacity = 1 - (0.8 * i) / ABOVE_LOWEST.length;
      return this.add("path", { class: "live-contour", "stroke-opacity": opacity });
    });
    this.lowest = this.add("path", { class: "live-cross" });
    this.here = this.add("circle", { r: 9, class: "live-datum", "aria-hidden": "true" });
  }

  turn(across, up) {
    this.x = new UnitScale(across.low, across.high, across.unit);
    this.y = new UnitScale(up.low, up.high, up.unit);
    Object.assign(this, { xLabel: across.label, yLabel: up.label });
    this.fit();
  }

  // height: from two numbers to a third; point: where the figure is now.
  show(height, point) {
    const xs = evenly(this.x.low, this.x.high, CELLS + 1);
    const ys = evenly(this.y.low, this.y.high, CELLS + 1);
    const heights = Array.from(ys, (y) => Array.from(xs, (x) => height(x, y)));
    const lowest = Math.min(...heights.flat());
    this.contours.forEach((contour, i) => {
      contour.setAttribute("d", this.contour(heights, lowest + ABOVE_LOWEST[i]));
    });
    setAll(this.here, { cx: this.x.pixel(point[0]), cy: this.y.pixel(point[1]) });
    this.cross(heights, lowest, xs, ys);
  }

  cross(heights, lowest, xs, ys) {
    const j = heights.findIndex((line) => line.includes(lowest));
    const inside = (pixel, from, to) => Math.min(Math.max(pixel, from + 6), to - 6);
    const x = inside(this.x.pixel(xs[heights[j].indexOf(lowest)]), this.x.from, this.x.to);
    const y = inside(this.y.pixel(ys[j]), this.y.to, this.y.from);
    this.lowest.setAttribute("d", `M${x - 5},${y}h10M${x},${y - 5}v10`);
  }

  // In each cell, a stroke between the edges that the level crosses.
  contour(heights, level) {
    let d = "";
    for (let j = 0; j < CELLS; j += 1) {
      for (let i = 0; i < CELLS; i += 1) {
        const ends = crossings(heights, level, i, j).map(([x, y]) => this.inPixels(x, y));
        for (let end = 0; end + 1 < ends.length; end += 2) d += `M${ends[end]}L${ends[end + 1]}`;
      }
    }
    return d;
  }

  inPixels(x, y) {
    const across = this.x.from + (x / CELLS) * (this.x.to - this.x.from);
    const up = this.y.from + (y / CELLS) * (this.y.to - this.y.from);
    return `${across.toFixed(1)},${up.toFixed(1)}`;
  }
}

// Corners of a cell, in turn.
const CORNERS = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]];

// Where a level crosses the edges of a cell, in cells; along an edge heights change evenly.
function crossings(heights, level, i, j) {
  const points = [];
  for (let edge = 0; edge < 4; edge += 1) {
    const [[x, y], [nextX, nextY]] = [CORNERS[edge], CORNERS[edge + 1]];
    const [here, there] = [heights[j + y][i + x], heights[j + nextY][i + nextX]];
    if (here > level === there > level) continue;
    const share = (level - here) / (there - here);
    points.push([i + x + share * (nextX - x), j + y + share * (nextY - y)]);
  }
  return points;
}

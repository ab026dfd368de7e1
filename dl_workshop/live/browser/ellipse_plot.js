// Rows of two columns as points, coloured by responsibility, and two ellipses for each component.

import { componentColor, perComponent } from "./components.js";
import { setAll } from "./elements.js";
import { Plot } from "./plot.js";
import { Unit, UnitScale } from "./units.js";

const CORNERS = 60;
const RADII = [1, 2]; // standard deviations
const BEYOND = 0.4; // of the outermost rows

export class EllipsePlot extends Plot {
  constructor(root, { data, units, labels }, most, label) {
    const columns = [0, 1].map((place) => data.filter((_, i) => i % 2 === place));
    const [x, y] = columns.map((column, place) => axis(column, new Unit(units[place])));
    super(root, { label, x, y, xLabel: labels[0], yLabel: labels[1] });
    this.columns = columns;
    this.points = columns[0].map(() => this.add("circle", { class: "live-point", r: 2.5 }));
    this.fills = columns[0].map(() => "");
    this.ellipses = perComponent(most, (k) =>
      RADII.map((radius) => this.add("path", { class: `live-curve live-radius${radius} ${componentColor(k)}` })),
    );
  }

  fit() {
    super.fit();
    const [xs, ys] = this.columns;
    this.points.forEach((point, i) => {
      setAll(point, { cx: this.x.pixel(xs[i]).toFixed(1), cy: this.y.pixel(ys[i]).toFixed(1) });
    });
  }

  // responsibilities: one row after the other.
  show(mixture, responsibilities) {
    this.ellipses.forEach((pair, k) => pair.forEach((path, i) => path.setAttribute("d", this.ellipse(mixture, k, RADII[i]))));
    this.points.forEach((point, i) => {
      const start = i * mixture.size;
      this.fill(point, i, responsibilities.subarray(start, start + mixture.size));
    });
  }

  ellipse(mixture, k, radius) {
    if (k >= mixture.size) return "";
    const corners = Array.from({ length: CORNERS }, (_, i) => mixture.point(k, radius, (2 * Math.PI * i) / CORNERS));
    return `M${corners.map(({ x, y }) => this.point(x, y)).join("L")}Z`;
  }

  // Most points keep their colour from one step to the next.
  fill(point, i, shares) {
    const fill = mixed(shares);
    if (this.fills[i] === fill) return;
    this.fills[i] = fill;
    point.style.fill = fill;
  }
}

function axis(column, unit) {
  return new UnitScale(Math.min(...column) - BEYOND, Math.max(...column) + BEYOND, unit);
}

// The colours of the two most responsible components, in their proportions.
function mixed(shares) {
  let first = 0;
  let second = -1;
  for (let k = 1; k < shares.length; k += 1) {
    if (shares[k] > shares[first]) [second, first] = [first, k];
    else if (second < 0 || shares[k] > shares[second]) second = k;
  }
  const percent = second < 0 ? 100 : Math.round((100 * shares[first]) / (shares[first] + shares[second]));
  if (percent === 100) return `var(--live-c${first})`;
  return `color-mix(in srgb, var(--live-c${first}) ${percent}%, var(--live-c${second}))`;
}

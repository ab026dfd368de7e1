// Log weight plus log density for each component, and the log of the sum of their exponentials:
// as curves, as handles on these curves, and as a table.

import { perComponent } from "./components.js";
import { setAll } from "./elements.js";
import { twoDigits } from "./numbers.js";
import { Plot } from "./plot.js";
import { evenly, Scale } from "./scales.js";
import { componentRows, Table } from "./table.js";

export class LoglikePlot extends Plot {
  constructor(root, { views, grid }, size) {
    const label = "Log likelihood of one datum against its value, a curve for each component, their log sum dashed";
    const axes = { x: new Scale(...views.near.x), y: new Scale(...views.near.y) };
    super(root, { label, ...axes, xLabel: "datum", yLabel: "log likelihood (nats)" });
    this.naive = this.add("path", { class: "live-naive" });
    this.curves = perComponent(size, (k) => this.add("path", { class: `live-curve live-c${k}` }));
    this.sum = this.add("path", { class: "live-sum" });
    this.now = this.add("path", { class: "live-now" });
    this.grid = evenly(...views.near.x, grid);
  }

  turn({ x, y }) {
    this.x = new Scale(...x);
    this.y = new Scale(...y);
    this.grid = evenly(...x, this.grid.length);
    this.fit();
  }

  show(params, programs, withNaive) {
    const [loglikes] = programs.weightedLoglikes(...params, this.grid);
    const { length } = this.grid;
    this.curves.forEach((curve, k) => this.line(curve, this.grid, loglikes.subarray(k * length, (k + 1) * length)));
    this.line(this.sum, this.grid, programs.loglikes(...params, this.grid)[0]);
    this.line(this.naive, this.grid, withNaive ? programs.naiveLoglikes(...params, this.grid)[0] : []);
  }
}

// A large round handle is the datum on the dashed curve; a small one at a curve's top is its mean.
export class LoglikeHandles {
  constructor(plot, figure) {
    Object.assign(this, { plot, figure });
    const { mixture } = figure;
    this.tops = perComponent(mixture.size, (k) =>
      this.handle({ r: 6, class: `live-c${k}` }, ({ x }) => {
        mixture.setMean(k, Math.min(Math.max(x, plot.x.low), plot.x.high));
        figure.show();
      }),
    );
    this.datum = this.handle({ r: 9, class: "live-datum" }, ({ x }) => figure.moveDatum(x));
  }

  handle(attributes, moved) {
    const mark = this.plot.add("circle", { ...attributes, "aria-hidden": "true" });
    this.plot.drag(mark, moved);
    return mark;
  }

  show() {
    const { datum, mixture, programs, at } = this.figure;
    const [peaks] = programs.peaks(...mixture.params);
    this.tops.forEach((top, k) => {
      this.place(top, mixture.params[1][k], peaks[k]);
      top.style.display = this.figure.far.checked ? "none" : ""; // too close together there
    });
    this.place(this.datum, datum, at.loglike);
    const { x, y } = this.plot;
    this.plot.now.setAttribute("d", `M${x.pixel(datum)},${y.from}V${y.to}`);
  }

  // Kept inside the drawing, or it could not be fetched back.
  place(mark, value, height) {
    const { x, y } = this.plot;
    const cx = Math.min(Math.max(x.pixel(value), x.from), x.to);
    setAll(mark, { cx, cy: Math.min(Math.max(y.pixel(height), y.to), y.from) });
  }
}

export class LoglikeTable extends Table {
  constructor(parent, size) {
    const sums = ["logsumexp", "log(sum(exp))"].map((name) => [name, ""]);
    super(parent, ["term of", "log w", "log N(x)", "sum"], [...componentRows(size), ...sums]);
  }

  show({ logWeights, logDensities, loglike, naive }) {
    logWeights.forEach((logWeight, k) => {
      this.fill(k, [logWeight, logDensities[k], logWeight + logDensities[k]], twoDigits);
    });
    this.fill(logWeights.length, [loglike], twoDigits);
    this.fill(logWeights.length + 1, [naive], twoDigits);
  }
}

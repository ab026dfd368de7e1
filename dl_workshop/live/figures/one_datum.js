// One datum: both terms, the log of their sum, and the sum as the formula is written.

import { announcer, checkbox, row, Slider } from "../browser/controls.js";
import { LoglikeHandles, LoglikePlot, LoglikeTable } from "../browser/loglike_plot.js";
import { Mixture } from "../browser/mixture.js";
import { MixtureControls } from "../browser/mixture_controls.js";
import { fixed } from "../browser/numbers.js";
import { timed } from "../browser/start.js";

export class OneDatum {
  constructor(root, settings) {
    Object.assign(this, { root, settings, datum: settings.datum });
    this.mixture = new Mixture(settings.params);
    this.plot = new LoglikePlot(root, settings, this.mixture.size);
    this.table = new LoglikeTable(root, this.mixture.size);
    this.slider = new Slider(root, this.datumRange(), (datum) => this.moveDatum(datum));
    this.far = checkbox(row(root), "look far out, and compare log(sum(exp))", () => this.turn());
    this.controls = new MixtureControls(root, this.mixture, { limits: meanRange(settings) }, () => this.show());
    this.announce = announcer(root);
    root.addEventListener("change", () => this.announce(this.result()));
  }

  get view() {
    return this.settings.views[this.far?.checked ? "far" : "near"];
  }

  datumRange() {
    const [min, max] = this.view.x;
    return { label: "datum x", min, max, step: 0.1, show: oneDigit };
  }

  begin(programs) {
    this.programs = this.mixture.programs = programs;
    this.handles = new LoglikeHandles(this.plot, this);
    this.show = timed(this.root, () => this.draw());
    this.plot.whenSized(this.show);
  }

  moveDatum(datum) {
    const [low, high] = this.view.x;
    this.datum = Math.min(Math.max(datum, low), high);
    this.show();
  }

  // A datum that the other view cannot show moves to its edge.
  turn() {
    this.slider.limit(this.datumRange());
    this.plot.turn(this.view);
    this.moveDatum(this.datum);
  }

  draw() {
    const { params } = this.mixture;
    const [logWeights, logDensities, loglike, naive] = this.programs.atDatum(...params, this.datum);
    this.at = { logWeights, logDensities, loglike, naive };
    this.plot.show(params, this.programs, this.far.checked);
    this.handles.show();
    this.table.show(this.at);
    this.slider.value = this.datum;
    this.controls.show();
    Object.assign(this.root.dataset, { loglike, naive });
  }

  result() {
    const { loglike, naive } = this.at;
    const asWritten = `log(sum(exp)) ${fixed(naive, 2)}`;
    return `log p of ${oneDigit(this.datum)} is ${fixed(loglike, 2)} nats, ${asWritten}`;
  }
}

function oneDigit(value) {
  return fixed(value, 1);
}

function meanRange({ views }) {
  const [low, high] = views.near.x;
  return { low, high };
}

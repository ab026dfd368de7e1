// Where each parameter is pulled: arrows downhill, the slopes as numbers, and steps along them.

import { announcer, button, LogSlider, readout, row } from "../browser/controls.js";
import { Mixture } from "../browser/mixture.js";
import { MixtureControls, MixtureHandles } from "../browser/mixture_controls.js";
import { brief, nats } from "../browser/numbers.js";
import { unpack } from "../browser/packed_data.js";
import { Run } from "../browser/run.js";
import { slopeInWords, SlopesPlot, SlopesTable } from "../browser/slopes_plot.js";
import { timed } from "../browser/start.js";

export class Slopes {
  constructor(root, settings) {
    Object.assign(this, { root, settings, change: null });
    this.mixture = new Mixture(settings.params);
    this.plot = new SlopesPlot(root, settings, this.mixture.size);
    this.readout = readout(root);
    this.buttons(row(root));
    const rates = { label: "learning rate", min: 1e-7, max: 1e-2 };
    this.rate = new LogSlider(root, rates, () => {});
    this.rate.value = settings.rate;
    this.table = new SlopesTable(root, this.mixture.size, settings.unit.spread !== 1);
    this.controls = new MixtureControls(root, this.mixture, { limits: settings.data, unit: settings.unit }, () => this.byHand());
    this.announce = announcer(root);
    root.addEventListener("change", () => this.announce(`${this.result()}; slopes of the means ${this.slopesOfMeans}`));
  }

  buttons(parent) {
    button(parent, "One step downhill", () => this.step());
    button(parent, "Reset", () => this.reset());
  }

  begin(programs) {
    this.programs = this.mixture.programs = programs;
    this.data = unpack(this.settings.data);
    this.plot.hold(this.data);
    this.handles = new MixtureHandles(this.plot, this.mixture, () => this.byHand());
    this.show = timed(this.root, () => this.draw());
    this.plot.whenSized(this.show);
  }

  step() {
    const run = new Run(this.programs, "descent", this.mixture.params, this.rate.value, this.data);
    run.advance();
    if (isInReach(run.params(1))) {
      this.mixture.params = run.params(1);
      this.change = run.losses[1] - run.losses[0];
      this.show();
    } else this.refuse();
    this.announce(this.readout.textContent);
  }

  refuse() {
    this.readout.textContent = `diverged: a step of rate ${brief(this.rate.value)} leads out of sight; take a smaller one`;
  }

  reset() {
    this.mixture.params = this.settings.params.map((values) => Float64Array.from(values));
    this.rate.value = this.settings.rate;
    this.byHand();
    this.announce(this.result());
  }

  byHand() {
    this.change = null;
    this.show();
  }

  draw() {
    const [loss, ...slopes] = this.mixture.lossAndSlopes(this.data);
    this.plot.show(this.mixture);
    this.handles.show();
    this.plot.pointDownhill(this.handles, slopes);
    this.table.show(slopes);
    this.slopesOfMeans = Array.from(slopes[1], slopeInWords).join(" and ");
    this.controls.show();
    Object.assign(this.root.dataset, { loss, slopes: slopes.map((each) => [...each]) });
    this.readout.textContent = this.result();
  }

  result() {
    const loss = nats(Number(this.root.dataset.loss));
    if (this.change === null) return `loss ${loss} nats`;
    const way = this.change <= 0 ? "down" : "up";
    return `loss ${loss} nats, ${way} by ${nats(Math.abs(this.change))}`;
  }
}

// Means and log scales that a drawing of the data can still mean.
function isInReach([, means, logScales]) {
  return means.every((mean) => Math.abs(mean) < 1e3) && logScales.every((scale) => Math.abs(scale) < 7);
}

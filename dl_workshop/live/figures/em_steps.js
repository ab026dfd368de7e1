// EM by hand: E colours the data, M moves the curves, and a gradient step is there to compare.

import { announcer, button, choice, LogSlider, readout, row, sameNames } from "../browser/controls.js";
import { Mixture } from "../browser/mixture.js";
import { MixtureControls, MixtureHandles } from "../browser/mixture_controls.js";
import { brief, nats } from "../browser/numbers.js";
import { unpack } from "../browser/packed_data.js";
import { Plot } from "../browser/plot.js";
import { Run } from "../browser/run.js";
import { LogScale, Scale } from "../browser/scales.js";
import { SharedBarsPlot } from "../browser/shared_bars_plot.js";
import { timed } from "../browser/start.js";

const FEWEST_STEPS = 20; // along the axis of the losses
const MANY = 10;

export class EmSteps {
  constructor(root, settings) {
    Object.assign(this, { root, settings, start: Object.keys(settings.starts)[0] });
    const label = "Histogram of the data, coloured by responsibilities after an E-step, with a bell curve for each component";
    this.mixture = new Mixture(settings.starts[this.start]);
    this.plot = new SharedBarsPlot(root, settings, this.mixture.size, label);
    this.readout = readout(root);
    this.buttons(row(root));
    this.rate = new LogSlider(root, { label: "learning rate", min: 1e-7, max: 1e-2 }, () => {});
    this.rate.value = settings.rate;
    this.losses = new StepsPlot(root, settings.lowest);
    this.controls = new MixtureControls(root, this.mixture, { limits: settings.data, unit: settings.unit }, () => this.byHand());
    this.announce = announcer(root);
  }

  buttons(parent) {
    button(parent, "E: colour the data", () => this.say(this.colour()));
    button(parent, "M: move the curves", () => this.say(this.move()));
    button(parent, `${MANY} EM steps`, () => this.say(this.moveOften()));
    button(parent, "Gradient step", () => this.say(this.slide()));
    button(parent, "Reset", () => this.reset(this.start));
    choice(parent, "start", sameNames(this.settings.starts), (name) => this.reset(name));
  }

  begin(programs) {
    this.programs = this.mixture.programs = programs;
    this.data = unpack(this.settings.data);
    this.plot.hold(this.data);
    this.handles = new MixtureHandles(this.plot, this.mixture, () => this.byHand());
    this.beginAgain();
    this.show = timed(this.root, () => this.draw());
    this.plot.whenSized(this.show);
    this.losses.whenSized(this.show);
  }

  beginAgain() {
    this.coloured = null;
    this.shares = null;
    this.steps = [{ kind: "start", loss: this.loss() }];
  }

  loss() {
    return this.mixture.lossAndSlopes(this.data)[0];
  }

  // What the responsibilities are computed from is kept: the curves may be moved before M.
  colour() {
    this.coloured = this.mixture.params.map((values) => values.slice());
    [this.shares] = this.programs.responsibilities(...this.coloured, this.plot.middles);
    this.shares = this.shares.slice();
    return "The data have the colours of the curves";
  }

  move() {
    if (!this.coloured) return "No datum has a colour yet: press E first";
    return this.take("em", this.programs.emStep(...this.coloured, this.data));
  }

  moveOften() {
    let said;
    for (let i = 0; i < MANY; i += 1) {
      this.colour();
      said = this.move();
    }
    return said;
  }

  slide() {
    const run = new Run(this.programs, "descent", this.mixture.params, this.rate.value, this.data);
    run.advance();
    if (!isInReach(run.params(1))) return `A step of rate ${brief(this.rate.value)} leads out of sight; take a smaller one`;
    return this.take("gradient", run.params(1));
  }

  take(kind, params) {
    this.mixture.params = params.map((values) => values.slice());
    const change = this.loss() - this.steps.at(-1).loss;
    this.steps.push({ kind, loss: this.loss() });
    const way = change <= 0 ? "down" : "up";
    return `${kind === "em" ? "EM" : "Gradient"} step: ${way} by ${nats(Math.abs(change))}`;
  }

  say(text) {
    this.show();
    this.announce(`${text}; loss ${nats(this.steps.at(-1).loss)} nats`);
  }

  reset(name) {
    this.start = name;
    this.mixture.params = this.settings.starts[name].map((values) => Float64Array.from(values));
    this.beginAgain();
    this.say(`Start ${name}`);
  }

  // The steps before are those of another run; the colours stay.
  byHand() {
    this.steps = [{ kind: "start", loss: this.loss() }];
    this.show();
  }

  draw() {
    this.plot.show(this.mixture);
    this.plot.divide(this.shares);
    this.handles.show();
    this.controls.show();
    this.losses.show(this.steps);
    const { loss } = this.steps.at(-1);
    Object.assign(this.root.dataset, { loss, steps: this.steps.length - 1 });
    this.root.dataset.params = this.mixture.params.map((each) => [...each]);
    this.readout.textContent = `Step ${this.steps.length - 1}: loss ${nats(loss)} nats`;
  }
}

// How far each step's loss is above the lowest, on an axis of powers of ten.
class StepsPlot extends Plot {
  constructor(root, lowest) {
    const axes = { x: new Scale(0, FEWEST_STEPS), y: new LogScale(-2, 5), xLabel: "step" };
    const label = "Loss above the lowest known loss after each step";
    super(root, { label, ...axes, yLabel: "nats above the lowest loss (below 0.01: on the axis)", className: "live-low" });
    this.lowest = lowest;
    this.em = this.add("path", { class: "live-curve live-run0" });
    this.gradient = this.add("path", { class: "live-curve live-run1" });
  }

  show(steps) {
    const most = Math.max(FEWEST_STEPS, 1.25 ** Math.ceil(Math.log(steps.length) / Math.log(1.25)));
    if (most !== this.x.high) {
      this.x.high = most;
      this.fit();
    }
    const above = steps.map(({ loss }) => Math.max(loss - this.lowest, 0.01));
    const piece = (kind) => (step, i) => (step.kind === kind ? `M${this.point(i - 1, above[i - 1])}L${this.point(i, above[i])}` : "");
    this.em.setAttribute("d", steps.map(piece("em")).join(""));
    this.gradient.setAttribute("d", steps.map(piece("gradient")).join(""));
  }
}

// Means and log scales that a drawing of the data can still mean.
function isInReach([, means, logScales]) {
  return means.every((mean) => Math.abs(mean) < 1e3) && logScales.every((scale) => Math.abs(scale) < 7);
}

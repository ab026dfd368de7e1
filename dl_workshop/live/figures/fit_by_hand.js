// The bells, moved by hand and then by gradient descent.

import { announcer, button, choice, readout, row } from "../browser/controls.js";
import { Mixture } from "../browser/mixture.js";
import { MixtureControls, MixtureHandles } from "../browser/mixture_controls.js";
import { MixturePlot } from "../browser/mixture_plot.js";
import { nats } from "../browser/numbers.js";
import { unpack } from "../browser/packed_data.js";
import { PACES, Player } from "../browser/player.js";
import { Run } from "../browser/run.js";
import { timed } from "../browser/start.js";

export class FitByHand {
  constructor(root, settings) {
    Object.assign(this, { root, settings, run: null });
    this.mixture = new Mixture(settings.params);
    const label = "Histogram of the data, with a bell curve for each component and their sum, dashed";
    this.plot = new MixturePlot(root, settings, this.mixture.size, label);
    this.readout = readout(root);
    this.buttons(row(root));
    this.controls = new MixtureControls(root, this.mixture, { limits: settings.data, unit: settings.unit }, () => this.byHand());
    this.announce = announcer(root);
    root.addEventListener("change", () => this.announce(this.result()));
  }

  buttons(parent) {
    this.player = new Player(this.root, {
      steps: this.settings.steps,
      advance: () => this.advance(),
      shown: () => this.show(),
      stopped: () => this.stopped(),
    });
    this.train = button(parent, "Train", () => this.toggle());
    button(parent, "Reset", () => this.reset());
    choice(parent, "speed", PACES, (pace) => (this.player.pace = pace));
  }

  begin(programs) {
    this.programs = this.mixture.programs = programs;
    this.data = unpack(this.settings.data);
    this.plot.hold(this.data);
    this.handles = new MixtureHandles(this.plot, this.mixture, () => this.byHand());
    this.show = timed(this.root, () => this.draw());
    this.plot.whenSized(this.show);
  }

  toggle() {
    const { steps, rate } = this.settings;
    if (!this.run || this.run.steps === steps) {
      this.run = new Run(this.programs, "cosine", this.mixture.params, rate, this.data);
    }
    this.train.textContent = this.player.isRunning ? "Train" : "Pause";
    this.player.toggle();
  }

  advance() {
    this.run.advance();
    this.mixture.params = this.run.params(this.run.steps);
    return this.run.steps < this.settings.steps;
  }

  stopped() {
    this.train.textContent = "Train";
    this.announce(this.result());
  }

  byHand() {
    if (this.player.isRunning) this.player.stop();
    this.run = null;
    this.show();
  }

  reset() {
    this.mixture.params = this.settings.params.map((values) => Float64Array.from(values));
    this.byHand();
    this.announce(this.result());
  }

  draw() {
    this.plot.show(this.mixture);
    this.handles.show();
    this.controls.show();
    const loss = this.mixture.lossAndSlopes(this.data)[0];
    Object.assign(this.root.dataset, { loss, step: this.run?.steps ?? 0 });
    this.readout.textContent = this.result();
  }

  result() {
    const { loss, step } = this.root.dataset;
    const taken = this.run ? `Step ${step} of ${this.settings.steps}` : "By hand";
    return `${taken}: loss ${nats(Number(loss))} nats`;
  }
}

// One run of training: what the reader chose for it, its mixture, and its loss in words.

import { choice, group, LogSlider, readout, sameNames } from "./controls.js";
import { Mixture } from "./mixture.js";
import { MixturePlot } from "./mixture_plot.js";
import { nats } from "./numbers.js";
import { Run } from "./run.js";

export class RunPanel {
  constructor(parent, { title, name, optimizer, start }, settings, changed) {
    Object.assign(this, { title, settings });
    const box = group(parent, title, name);
    this.mixture = new Mixture(settings.starts[start]);
    const label = `${title}: histogram of the data, with a bell curve for each component`;
    this.plot = new MixturePlot(box, settings, this.mixture.size, label, "live-low");
    this.readout = readout(box);
    this.choices(box, changed);
    this.optimizer.value = optimizer;
    this.start.value = start;
    this.rate.value = settings.optimizers[optimizer].rate;
  }

  choices(parent, changed) {
    const { optimizers, starts } = this.settings;
    const names = Object.entries(optimizers).map(([name, { label }]) => [name, label]);
    this.optimizer = choice(parent, "optimiser", Object.fromEntries(names), (name) => {
      this.rate.value = optimizers[name].rate;
      changed();
    });
    this.start = choice(parent, "start", sameNames(starts), changed);
    const rates = { label: "learning rate", min: 1e-6, max: 10 };
    this.rate = new LogSlider(parent, rates, changed);
  }

  begin(programs, data) {
    Object.assign(this, { programs, data });
    this.plot.hold(data);
    this.restart();
  }

  restart() {
    const params = this.settings.starts[this.start.value].map((values) => Float64Array.from(values));
    this.mixture = new Mixture(params);
    this.mixture.programs = this.programs;
    this.run = new Run(this.programs, this.optimizer.value, params, this.rate.value, this.data);
  }

  reach(step) {
    while (this.run.steps < step) this.run.advance();
  }

  show(step) {
    this.mixture.params = this.run.params(step);
    this.plot.show(this.mixture);
    this.readout.textContent = this.result(step);
  }

  result(step) {
    const loss = this.run.losses[step];
    if (Number.isFinite(loss)) return `loss ${nats(loss)} nats`;
    return `diverged: at step ${this.run.broken} the loss is ${nats(loss)}`;
  }
}

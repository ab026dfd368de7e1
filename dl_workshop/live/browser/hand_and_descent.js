// What figures share that are fitted by hand first and by gradient descent then: Train, Reset, speed.

import { button, choice } from "./controls.js";
import { nats } from "./numbers.js";
import { PACES, Player } from "./player.js";
import { Run } from "./run.js";

// A figure has settings (steps, rate), a mixture with params, data, and says how to show and reset.
export class HandAndDescent {
  constructor(root, settings) {
    Object.assign(this, { root, settings, run: null });
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

  say(loss) {
    Object.assign(this.root.dataset, { loss, step: this.run?.steps ?? 0 });
    this.readout.textContent = this.result();
  }

  result() {
    const { loss, step } = this.root.dataset;
    const taken = this.run ? `Step ${step} of ${this.settings.steps}` : "By hand";
    return `${taken}: loss ${nats(Number(loss))} nats`;
  }
}

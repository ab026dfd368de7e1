// A figure that trains step by step: buttons to run, pause, go back and on, and a slider for
// the step. Who extends it says how to reach a step, to begin again, to draw, and in words.

import { announcer, button, choice, row, Slider } from "./controls.js";
import { PACES, Player } from "./player.js";

export class TrainingFigure {
  constructor(root, settings) {
    Object.assign(this, { root, settings, step: 0 });
  }

  controls(runs) {
    this.player = new Player(this.root, {
      steps: this.settings.steps,
      runs,
      advance: () => this.advance(),
      shown: () => this.show(),
      stopped: () => this.stopped(),
    });
    const buttons = row(this.root);
    this.buttons(buttons);
    const options = { label: "step", min: 0, max: this.settings.steps, step: 1, show: String };
    this.scrub = new Slider(this.root, options, (step) => this.goTo(step));
    this.announce = announcer(this.root);
    return buttons;
  }

  buttons(parent) {
    this.run = button(parent, "Run", () => this.toggle());
    button(parent, "Step back", () => this.goTo(this.step - 1));
    button(parent, "Step on", () => this.goTo(this.step + 1));
    button(parent, "Restart", () => this.restart());
    choice(parent, "speed", PACES, (pace) => (this.player.pace = pace));
  }

  toggle() {
    if (this.step === this.settings.steps) this.step = 0;
    this.run.textContent = this.player.isRunning ? "Run" : "Pause";
    this.player.toggle();
  }

  advance() {
    this.step += 1;
    this.reach(this.step);
    return this.step < this.settings.steps;
  }

  stopped() {
    this.run.textContent = "Run";
    this.announce(this.result());
  }

  // What was computed before is only shown again.
  goTo(step) {
    if (this.player.isRunning) this.player.stop();
    this.step = Math.min(Math.max(step, 0), this.settings.steps);
    this.reach(this.step);
    this.show();
    this.announce(this.result());
  }

  restart() {
    this.beginAgain();
    this.goTo(0);
  }

  // Shows the step on the slider, and writes it on the figure.
  showStep() {
    this.scrub.value = this.step;
    this.root.dataset.step = this.step;
  }
}

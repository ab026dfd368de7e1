// Two runs of training beside each other, and the losses of both below.

import { columns } from "../browser/controls.js";
import { LossPlot } from "../browser/loss_plot.js";
import { unpack } from "../browser/packed_data.js";
import { RunPanel } from "../browser/run_panel.js";
import { timed } from "../browser/start.js";
import { TrainingFigure } from "../browser/training_figure.js";

export class TrainingRuns extends TrainingFigure {
  constructor(root, settings) {
    super(root, settings);
    this.controls(settings.runs.length);
    const side = columns(root);
    this.panels = settings.runs.map((panel, i) => {
      const named = { ...panel, name: `live-run${i}` };
      return new RunPanel(side, named, settings, () => this.restart());
    });
    this.losses = new LossPlot(root, settings);
  }

  begin(programs) {
    const data = unpack(this.settings.data);
    for (const panel of this.panels) panel.begin(programs, data);
    this.show = timed(this.root, () => this.draw());
    this.losses.whenSized(this.show);
    for (const panel of this.panels) panel.plot.whenSized(this.show);
  }

  reach(step) {
    for (const panel of this.panels) panel.reach(step);
  }

  beginAgain() {
    for (const panel of this.panels) panel.restart();
  }

  draw() {
    for (const panel of this.panels) panel.show(this.step);
    this.losses.show(this.panels, this.step);
    this.showStep();
    this.root.dataset.losses = this.panels.map((panel) => panel.run.losses[this.step]);
  }

  result() {
    const each = this.panels.map((panel) => `${panel.title}: ${panel.result(this.step)}`);
    return `Step ${this.step}. ${each.join(". ")}.`;
  }
}

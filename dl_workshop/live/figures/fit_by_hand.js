// The bells, moved by hand and then by gradient descent.

import { announcer, readout, row } from "../browser/controls.js";
import { HandAndDescent } from "../browser/hand_and_descent.js";
import { Mixture } from "../browser/mixture.js";
import { MixtureControls, MixtureHandles } from "../browser/mixture_controls.js";
import { MixturePlot } from "../browser/mixture_plot.js";
import { unpack } from "../browser/packed_data.js";
import { timed } from "../browser/start.js";

export class FitByHand extends HandAndDescent {
  constructor(root, settings) {
    super(root, settings);
    this.mixture = new Mixture(settings.params);
    const label = "Histogram of the data, with a bell curve for each component and their sum, dashed";
    this.plot = new MixturePlot(root, settings, this.mixture.size, label);
    this.readout = readout(root);
    this.buttons(row(root));
    this.controls = new MixtureControls(root, this.mixture, { limits: settings.data, unit: settings.unit }, () => this.byHand());
    this.announce = announcer(root);
    root.addEventListener("change", () => this.announce(this.result()));
  }

  begin(programs) {
    this.programs = this.mixture.programs = programs;
    this.data = unpack(this.settings.data);
    this.plot.hold(this.data);
    this.handles = new MixtureHandles(this.plot, this.mixture, () => this.byHand());
    this.show = timed(this.root, () => this.draw());
    this.plot.whenSized(this.show);
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
    this.say(this.mixture.lossAndSlopes(this.data)[0]);
  }
}

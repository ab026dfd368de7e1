// Rows of two columns and ellipses, moved by hand and then by gradient descent.

import { announcer, readout, row, Slider } from "../browser/controls.js";
import { EllipseControls, EllipseHandles } from "../browser/ellipse_controls.js";
import { EllipseMixture } from "../browser/ellipse_mixture.js";
import { EllipsePlot } from "../browser/ellipse_plot.js";
import { HandAndDescent } from "../browser/hand_and_descent.js";
import { timed } from "../browser/start.js";

export class Ellipses extends HandAndDescent {
  constructor(root, settings) {
    super(root, settings);
    const { starts, size, units } = settings;
    this.most = starts.length;
    this.mixture = new EllipseMixture(starts[size - 1]);
    const label = "Rows as points in the colours of their components, with two ellipses for each component";
    this.plot = new EllipsePlot(root, settings, this.most, label);
    this.readout = readout(root);
    this.buttons(row(root));
    const range = { min: 1, max: this.most, step: 1, show: String };
    this.count = new Slider(root, { label: "components K", ...range }, (count) => this.startWith(count));
    const frame = { most: this.most, plot: this.plot, units };
    this.controls = new EllipseControls(root, this.mixture, frame, () => this.byHand());
    this.count.value = size;
    this.announce = announcer(root);
    root.addEventListener("change", () => this.announce(this.result()));
  }

  begin(programs) {
    this.programs = this.mixture.programs = programs;
    this.data = Float64Array.from(this.settings.data);
    this.handles = new EllipseHandles(this.plot, this.mixture, this.most, () => this.byHand());
    this.show = timed(this.root, () => this.draw());
    this.plot.whenSized(this.show);
  }

  startWith(count) {
    this.mixture.params = this.settings.starts[count - 1];
    this.byHand();
  }

  reset() {
    this.startWith(this.mixture.size);
    this.announce(this.result());
  }

  draw() {
    const [table] = this.programs.responsibilities(...this.mixture.params, this.data);
    this.plot.show(this.mixture, table);
    this.handles.show();
    this.controls.show();
    this.say(this.programs.lossAndSlopes(...this.mixture.params, this.data)[0]);
  }
}

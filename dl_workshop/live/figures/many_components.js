// Many components in training: their curves over the data, and their weights as bars.

import { componentColor, perComponent } from "../browser/components.js";
import { choice, readout, sameNames } from "../browser/controls.js";
import { setAll } from "../browser/elements.js";
import { Mixture } from "../browser/mixture.js";
import { MixturePlot } from "../browser/mixture_plot.js";
import { fixed, nats, twoDigits } from "../browser/numbers.js";
import { unpack } from "../browser/packed_data.js";
import { Plot } from "../browser/plot.js";
import { Run } from "../browser/run.js";
import { LogScale, Scale } from "../browser/scales.js";
import { timed } from "../browser/start.js";
import { TrainingFigure } from "../browser/training_figure.js";

export class ManyComponents extends TrainingFigure {
  constructor(root, settings) {
    super(root, settings);
    const [first] = Object.values(settings.starts);
    this.mixture = new Mixture(curvesOf(first));
    const label = "Histogram of the data, with a bell curve for each component and their sum, dashed";
    this.plot = new MixturePlot(root, settings, this.mixture.size, label, "live-many");
    this.loss = readout(root);
    this.bars = new WeightBars(root, this.mixture.size, settings.threshold);
    this.count = readout(root);
    const buttons = this.controls();
    this.start = choice(buttons, "start", sameNames(settings.starts), () => this.restart());
  }

  begin(programs) {
    this.programs = this.mixture.programs = programs;
    this.data = unpack(this.settings.data);
    this.plot.hold(this.data);
    this.beginAgain();
    this.show = timed(this.root, () => this.draw());
    for (const plot of [this.plot, this.bars]) plot.whenSized(this.show);
  }

  beginAgain() {
    const { starts, rate } = this.settings;
    this.training = new Run(this.programs, "adam", starts[this.start.value], rate, this.data);
  }

  reach(step) {
    while (this.training.steps < step) this.training.advance();
  }

  draw() {
    this.mixture.params = curvesOf(this.training.params(this.step));
    this.plot.show(this.mixture);
    const [weights] = this.mixture.readable;
    this.bars.show(weights);
    this.showStep();
    const above = weights.filter((weight) => weight > this.settings.threshold).length;
    Object.assign(this.root.dataset, { loss: this.training.losses[this.step], above });
    this.say();
  }

  say() {
    const { loss, step, above } = this.root.dataset;
    this.loss.textContent = `Step ${step}: loss ${nats(Number(loss))} nats`;
    this.count.textContent = `${above} of ${this.mixture.size} weights above ${this.settings.threshold}`;
  }

  result() {
    return `${this.loss.textContent}, ${this.count.textContent}`;
  }
}

// Of the four groups of parameters those that curves need: the second is the concentration.
function curvesOf([logWeights, , means, logScales]) {
  return [logWeights, means, logScales];
}

// Weights on an axis of powers of ten; the dotted line says which of them count.
class WeightBars extends Plot {
  constructor(root, size, threshold) {
    const axes = { x: new Places(size), y: new LogScale(-3, 0), xLabel: "component", yLabel: "weight" };
    super(root, { label: "Weights of the components as bars", ...axes, className: "live-low" });
    this.bars = perComponent(size, (k) => this.add("path", { class: `live-piece ${componentColor(k)}` }));
    this.texts = perComponent(size, () => this.add("text", { class: "live-number", "text-anchor": "middle" }));
    this.dots = this.add("path", { class: "live-dots" });
    this.threshold = threshold;
  }

  show(weights) {
    this.bars.forEach((bar, k) => this.place(bar, this.texts[k], k, weights[k]));
    this.dots.setAttribute("d", `M${this.x.from},${this.y.pixel(this.threshold)}H${this.x.to}`);
  }

  place(bar, text, k, weight) {
    const [left, right] = [k - 0.35, k + 0.35].map((place) => this.x.pixel(place));
    const top = Math.min(this.y.pixel(weight), this.y.from);
    bar.setAttribute("d", `M${left},${this.y.from}V${top.toFixed(1)}H${right}V${this.y.from}Z`);
    setAll(text, { x: this.x.pixel(k), y: top - 4 });
    text.textContent = weightText(weight, right - left);
  }
}

// A third digit only where there is room for it.
function weightText(weight, room) {
  if (weight >= 0.02) return twoDigits(weight);
  return room > 28 ? fixed(weight, 3) : "";
}

// One place for each component.
class Places extends Scale {
  constructor(count) {
    super(-0.5, count - 0.5);
    this.count = count;
  }

  ticks() {
    return perComponent(this.count, (k) => k);
  }
}

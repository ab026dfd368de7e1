// What moves a mixture: three sliders for each component, and handles on its curve.

import { perComponent } from "./components.js";
import { columns, group, LogSlider, Slider } from "./controls.js";
import { setAll } from "./elements.js";
import { subscript, twoDigits } from "./numbers.js";
import { Unit } from "./units.js";

const WEIGHT = { min: 0.005, max: 0.995, step: 0.005 };
const SCALE = { min: 0.1, max: 10, step: 0.01, digits: 3 };

export class MixtureControls {
  // limits: low and high of the means; unit: of the data, where they are standardised.
  constructor(parent, mixture, { limits: { low, high }, unit }, changed) {
    Object.assign(this, { mixture, changed, low, high, unit: new Unit(unit) });
    const side = columns(parent);
    this.sliders = perComponent(mixture.size, (k) => this.component(side, k));
  }

  component(parent, k) {
    const box = group(parent, `Component ${k}`, `live-component live-c${k}`);
    const slider = (Kind, name, options, change) =>
      new Kind(box, { label: name + subscript(k), show: twoDigits, ...options }, (value) => {
        this.mixture[change](k, value);
        this.changed();
      });
    const place = (value) => this.unit.place(value);
    const length = (value) => this.unit.length(value);
    const mean = { min: this.low, max: this.high, step: 0.05, show: place };
    return {
      weight: slider(Slider, "weight w", WEIGHT, "setWeight"),
      mean: slider(Slider, "mean μ", mean, "setMean"),
      scale: slider(LogSlider, "scale σ", { ...SCALE, show: length }, "setScale"),
    };
  }

  show() {
    const [weights, means, scales] = this.mixture.readable;
    this.sliders.forEach((slider, k) => {
      slider.weight.value = weights[k];
      slider.mean.value = means[k];
      slider.scale.value = scales[k];
    });
  }
}

// A round handle at a curve's top moves mean and weight, a square one beside it the scale.
export class MixtureHandles {
  constructor(plot, mixture, changed) {
    Object.assign(this, { plot, mixture, changed });
    this.tops = perComponent(mixture.size, (k) => this.handle("circle", { r: 9 }, k, this.moveTop));
    this.sides = perComponent(mixture.size, (k) =>
      this.handle("rect", { width: 14, height: 14, rx: 2 }, k, this.moveSide),
    );
  }

  handle(tag, attributes, k, moved) {
    const mark = this.plot.add(tag, { ...attributes, class: `live-c${k}`, "aria-hidden": "true" });
    this.plot.drag(mark, (at) => {
      moved.call(this, k, at);
      this.changed();
    });
    return mark;
  }

  moveTop(k, { x, y }) {
    const [weights] = this.mixture.readable;
    const { low, high } = this.plot.x;
    this.mixture.setMean(k, Math.min(Math.max(x, low), high));
    // A curve is as high as its weight says, so twice the height is twice the weight.
    const height = this.height(k, this.mixture.params[1][k]);
    if (y > 0 && height > 0) this.mixture.setWeight(k, (weights[k] * y) / height);
  }

  moveSide(k, { x }) {
    const distance = Math.abs(x - this.mixture.params[1][k]);
    this.mixture.setScale(k, Math.min(Math.max(distance, SCALE.min), SCALE.max));
  }

  // The grid has as many points as the program was compiled for: here all at one place.
  height(k, x) {
    return this.mixture.densities(this.plot.grid.map(() => x))[k][0];
  }

  show() {
    const [, means, scales] = this.mixture.readable;
    means.forEach((mean, k) => {
      const [top, side] = [mean, mean + scales[k]].map((x) => this.place(k, x));
      setAll(this.tops[k], { cx: top.x, cy: top.y });
      setAll(this.sides[k], { x: side.x - 7, y: side.y - 7 });
    });
  }

  // Kept inside the drawing, or it could not be fetched back.
  place(k, value) {
    const { x, y } = this.plot;
    const left = Math.min(Math.max(x.pixel(value), x.from), x.to);
    return { x: left, y: Math.max(y.pixel(this.height(k, value)), y.to) };
  }
}

// What moves ellipses: six sliders for each component, and three handles on each.

import { perComponent } from "./components.js";
import { columns, group, LogSlider, Slider } from "./controls.js";
import { setAll } from "./elements.js";
import { subscript, twoDigits } from "./numbers.js";
import { Unit } from "./units.js";

const SHARE = { min: 0.005, max: 0.995, step: 0.005, show: twoDigits };
const AXIS = { min: 0.05, max: 3, step: 0.01, digits: 3, show: twoDigits };
const DEGREE = Math.PI / 180;
const TURN = { min: -90, max: 90, step: 1, show: (degrees) => `${Math.round(degrees)}°`.replace("-", "−") };
const REACH = 2; // standard deviations from the mean to the square handles
const [LARGE, SMALL] = [14, 9]; // pixels

export class EllipseControls {
  constructor(parent, mixture, { most, plot, units }, changed) {
    Object.assign(this, { mixture, changed });
    this.side = columns(parent);
    const means = [plot.x, plot.y].map(({ low, high }, place) => {
      const unit = new Unit(units[place]);
      return { min: low, max: high, step: 0.02, show: (value) => unit.place(value) };
    });
    this.boxes = perComponent(most, (k) => group(this.side, `Component ${k}`, `live-component live-c${k}`));
    this.sliders = this.boxes.map((box, k) => this.component(box, k, means));
    this.holdAll();
  }

  component(box, k, [across, up]) {
    const slider = (Kind, label, options, name, unit = 1) =>
      new Kind(box, { label: label + subscript(k), ...options }, (value) => {
        this.mixture.set(k, name, value * unit);
        this.changed();
      });
    return {
      weight: slider(Slider, "weight w", SHARE, "weight"),
      across: slider(Slider, "across μ", across, "across"),
      up: slider(Slider, "up μ", up, "up"),
      long: slider(LogSlider, "first axis σ", AXIS, "long"),
      short: slider(LogSlider, "second axis σ", AXIS, "short"),
      turn: slider(Slider, "turn θ", TURN, "turn", DEGREE),
    };
  }

  // Sliders for as many components as there are.
  holdAll() {
    const { size } = this.mixture;
    if (this.side.childElementCount !== size) this.side.replaceChildren(...this.boxes.slice(0, size));
  }

  show() {
    this.holdAll();
    perComponent(this.mixture.size, (k) => this.showOne(this.sliders[k], this.mixture.component(k)));
  }

  showOne(sliders, component) {
    for (const [name, slider] of Object.entries(sliders)) {
      slider.value = name === "turn" ? halfCircle(component.turn / DEGREE) : component[name];
    }
  }
}

// An ellipse that is turned by half a circle is the same: from above -90 to 90 degrees.
function halfCircle(degrees) {
  return degrees - 180 * Math.ceil((degrees - 90) / 180);
}

// A round handle at the mean moves an ellipse; the large square at the end of the first axis
// stretches and turns it, the small one at the end of the second axis stretches it.
export class EllipseHandles {
  constructor(plot, mixture, most, changed) {
    Object.assign(this, { plot, mixture, changed });
    const square = (width) => ({ width, height: width, rx: 2 });
    this.marks = perComponent(most, (k) => [
      this.handle("rect", square(LARGE), k, this.moveFirst),
      this.handle("rect", square(SMALL), k, this.moveSecond),
      this.handle("circle", { r: 8 }, k, this.moveMean),
    ]);
  }

  handle(tag, attributes, k, moved) {
    const mark = this.plot.add(tag, { ...attributes, class: `live-c${k}`, "aria-hidden": "true" });
    this.plot.drag(mark, (at) => {
      moved.call(this, k, at);
      this.changed();
    });
    return mark;
  }

  moveMean(k, { x, y }) {
    this.mixture.set(k, "across", Math.min(Math.max(x, this.plot.x.low), this.plot.x.high));
    this.mixture.set(k, "up", Math.min(Math.max(y, this.plot.y.low), this.plot.y.high));
  }

  moveFirst(k, at) {
    const { across, up } = this.mixture.component(k);
    const [dx, dy] = [at.x - across, at.y - up];
    this.mixture.set(k, "long", within(Math.hypot(dx, dy) / REACH));
    this.mixture.set(k, "turn", Math.atan2(dy, dx));
  }

  moveSecond(k, at) {
    const { across, up, turn } = this.mixture.component(k);
    const along = (at.y - up) * Math.cos(turn) - (at.x - across) * Math.sin(turn);
    this.mixture.set(k, "short", within(Math.abs(along) / REACH));
  }

  show() {
    this.marks.forEach((marks, k) => {
      const isShown = k < this.mixture.size;
      for (const mark of marks) mark.style.display = isShown ? "" : "none";
      if (isShown) this.place(marks, k);
    });
  }

  place([first, second, mean], k) {
    for (const [mark, angle, width] of [[first, 0, LARGE], [second, Math.PI / 2, SMALL]]) {
      const { x, y } = this.inside(this.mixture.point(k, REACH, angle));
      setAll(mark, { x: x - width / 2, y: y - width / 2 });
    }
    const { x, y } = this.inside(this.mixture.point(k, 0, 0));
    setAll(mean, { cx: x, cy: y });
  }

  // Kept inside the drawing, or it could not be fetched back.
  inside(at) {
    const { x, y } = this.plot;
    return {
      x: Math.min(Math.max(x.pixel(at.x), x.from), x.to),
      y: Math.min(Math.max(y.pixel(at.y), y.to), y.from),
    };
  }
}

function within(length) {
  return Math.min(Math.max(length, AXIS.min), AXIS.max);
}
